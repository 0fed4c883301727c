"""This process's part of the house: the rooms that somebody here follows, and who they are."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from realtime import database, metrics
from realtime.fanout import standing
from realtime.fanout.corridor import Corridor
from realtime.fanout.guest import Guest
from realtime.fanout.presence import REPEAT
from realtime.fanout.pump import Pump
from realtime.fanout.signals import Signals
from realtime.wire.answers import Mark, Refused, Reset, Standing
from realtime.wire.closing import Close
from rooms import log

logger = logging.getLogger(__name__)

LOOK_EVERY = 2.0
GAP_LASTS = 0.05


class House:
    """Pumps by room, guests by person, and the loop that looks at the log every two seconds."""

    def __init__(self) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self.pumps: dict[int, Pump] = {}
        self.guests: dict[int, set[Guest]] = {}
        self._opening = asyncio.Lock()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._corridor = Corridor(self._heard)
        self.signals = Signals(self.pumps, self._corridor)
        self._looks = 0
        # Every look finds a change again, for as long as one may be late. It is obeyed twice: somebody may
        # have been on the way in with what they might do before.
        self._obeyed: dict[standing.Change, int] = {}

    def open(self) -> None:
        """Begin, on the running loop. Harmless when begun already."""
        if self.loop is None:
            self.loop = asyncio.get_running_loop()
            self.spawn(self._corridor.listen())
            self.spawn(self._look())

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run ``work`` on its own; what it raises is logged."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    # Guests.

    def enter(self, guest: Guest) -> None:
        """A socket has come in."""
        self.guests.setdefault(guest.person, set()).add(guest)

    def leave(self, guest: Guest) -> None:
        """A socket is gone, from every room."""
        for room in list(guest.follows):
            self.unfollow(guest, room)
        others = self.guests.get(guest.person, set())
        others.discard(guest)
        if not others:
            self.guests.pop(guest.person, None)

    def admit(self, guest: Guest, pump: Pump, admitted: standing.Admitted) -> bool:
        """``guest`` is in the room, where a removal finds them. False when ``pump`` has ended meanwhile."""
        if self.pumps.get(pump.room) is not pump:
            return False
        if pump.room not in guest.follows:
            self.signals.of(pump.room).enter(admitted.person)
        guest.follows[pump.room] = admitted
        return True

    def join(self, guest: Guest, pump: Pump) -> bool:
        """``guest``, who was admitted, hears ``pump`` from now on; False when they were put out since."""
        if pump.room not in guest.follows:
            return False
        pump.audience.add(guest.codec, guest.outlet)
        guest.tell(self.signals.present(pump.room))
        return True

    def unfollow(self, guest: Guest, room: int) -> None:
        """``guest`` hears nothing more of ``room``."""
        if guest.follows.pop(room, None) is None:
            return
        if room in self.pumps:
            self.pumps[room].audience.discard(guest.codec, guest.outlet)
        self.signals.of(room).leave(guest.person)

    def mark(self, guest: Guest, room: int, seq: int) -> None:
        """Tell the person's other sockets how far they have read."""
        for other in self.guests.get(guest.person, ()):
            if other is not guest and room in other.follows:
                other.tell(Mark(room, seq))

    def _everybody(self) -> list[Guest]:
        return [guest for guests in self.guests.values() for guest in guests]

    # Rooms.

    async def pump(self, room: int) -> Pump | None:
        """The pump of ``room``, begun at the log's present end; None where there is no such room."""
        async with self._opening:
            if room not in self.pumps:
                await self._begin(room)
            return self.pumps.get(room)

    async def _begin(self, room: int) -> None:
        self._corridor.want(room)
        self.spawn(self._corridor.settle())
        found = (await _heads([room])).get(room)
        if found is None:
            self._corridor.unwant(room)
            return
        epoch, head = found
        # One page back: those who return together after a restart are told what they missed from memory.
        self.pumps[room] = pump = Pump(room, epoch, max(0, head - log.PAGE_EVENTS), _page)
        # What was written between reading the number and listening has had no hint here.
        await pump.catch_up((await _heads([room]))[room][1])

    def hint(self, entry: log.Entry) -> None:
        """The log of a room has grown, by this process's own doing."""
        self._believe(entry)
        words = {"type": "hint", "room": entry.room, "seq": entry.seq, "removes": entry.removes}
        self._corridor.say({**words, "json": entry.json}, entry.room)

    def _believe(self, entry: log.Entry) -> None:
        pump = self.pumps.get(entry.room)
        if pump is not None and not pump.hint(entry):
            self.spawn(self._fill(pump, entry.seq))

    async def _fill(self, pump: Pump, seq: int) -> None:
        await asyncio.sleep(GAP_LASTS)  # the missing hint is often only late
        await pump.catch_up(seq)

    # Standing: what a person may do has changed.

    def standing_changed(self, person: int, room: int) -> None:
        """By this process's own doing, ``person`` may do other things in ``room`` than before."""
        self.spawn(self.restand({(person, room)}))
        self._corridor.say({"type": "standing", "person": person, "room": room})

    async def restand(self, pairs: set[tuple[int, int]]) -> None:
        """Put each person out of that room at once, or tell them what they may do there now."""
        here = [pair for pair in pairs if self._following(*pair)]
        found = await database.read(lambda: standing.of_each(here)) if here else {}
        for (person, room), now in found.items():
            for guest in self._following(person, room):
                self._restand(guest, room, now)

    def _following(self, person: int, room: int) -> list[Guest]:
        return [guest for guest in self.guests.get(person, ()) if room in guest.follows]

    def _restand(self, guest: Guest, room: int, now: standing.Admitted | Refused) -> None:
        if isinstance(now, Refused):
            self._put_out(guest, room, now)
        elif guest.follows[room] != now:
            guest.follows[room] = now
            self.signals.of(room).meet(now.person)
            guest.tell(Standing(room, now.person.role, now.quieted))

    def _put_out(self, guest: Guest, room: int, refused: Refused) -> None:
        self.unfollow(guest, room)
        guest.tell(refused)
        if not guest.follows:
            guest.outlet.close(Close.REMOVED, "removed")

    def person_changed(self, person: int) -> None:
        """By this process's own doing, ``person`` may do other things than before, in all rooms."""
        self.spawn(self._look_at(person))
        self._corridor.say({"type": "person", "person": person})

    async def _look_at(self, person: int) -> None:
        if person in self.guests:
            self._bar(await database.read(lambda: standing.barred_of({person})))
            await self.restand({(person, room) for room in self.pumps})

    def _bar(self, people: set[int]) -> None:
        """They may not be here any more, whatever they follow."""
        for guest in [guest for person in people for guest in self.guests.get(person, ())]:
            guest.outlet.close(Close.SIGNED_OUT, "barred")

    def sign_out(self, session: str) -> None:
        """Close every socket of a session that has ended, here and elsewhere."""
        self._end_sessions({session})
        self._corridor.say({"type": "sign_out", "session": session})

    def _end_sessions(self, sessions: set[str]) -> None:
        for guest in self._everybody():
            if guest.session in sessions:
                guest.outlet.close(Close.SIGNED_OUT, "signed out")

    # What other processes say.

    def _heard(self, message: dict[str, Any]) -> None:
        match message:
            case {"type": "hint", "room": room, "seq": int(seq), "json": bytes(json), "removes": removes}:
                self._believe(log.Entry(room, seq, json, removes))
            case {"type": "standing", "person": person, "room": room}:
                self.spawn(self.restand({(person, room)}))
            case {"type": "person", "person": person}:
                self.spawn(self._look_at(person))
            case {"type": "sign_out", "session": session}:
                self._end_sessions({session})
            case _:
                self.signals.hear(message)

    # Every two seconds, whatever was heard or not.

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            self._looks += 1
            try:
                await self._look_once()
            except Exception:
                logger.exception("The two-second look failed; the next one will do its work.")

    async def _look_once(self) -> None:
        self._forget_empty()
        await self._compare_heads()
        await self._corridor.settle()
        await self._recheck()
        if self._looks % int(REPEAT / LOOK_EVERY) == 0:
            self.signals.repeat()

    async def _compare_heads(self) -> None:
        heads = await _heads(list(self.pumps)) if self.pumps else {}
        self._observe(heads)
        for room, (epoch, head) in heads.items():
            pump = self.pumps.get(room)
            if pump is None:
                continue
            if epoch != pump.epoch:
                self._restart(pump)
            elif head > pump.last:
                await pump.catch_up(head)

    def _observe(self, heads: dict[int, tuple[str, int]]) -> None:
        guests = self._everybody()
        lags = (head - self.pumps[room].last for room, (_epoch, head) in heads.items() if room in self.pumps)
        unsent = (guest.outlet.unsent for guest in guests)
        metrics.observe(len(guests), len(self.guests), len(self.pumps), unsent, max(0, sum(lags)))

    def _restart(self, pump: Pump) -> None:
        """The log began another life: nobody's knowledge of it holds."""
        for guest in self._everybody():
            if pump.room in guest.follows:
                guest.tell(Reset(pump.room, "epoch"))
                self.unfollow(guest, pump.room)
        self.pumps.pop(pump.room, None)

    def _forget_empty(self) -> None:
        followed = {room for guest in self._everybody() for room in guest.follows}
        for room in [room for room, pump in self.pumps.items() if pump.may_rest(room in followed)]:
            del self.pumps[room]
            self.signals.forget(room)
            self._corridor.unwant(room)

    async def _recheck(self) -> None:
        """Sign-outs, removals and role changes that no hint told of."""
        sessions = {guest.session for guest in self._everybody()}
        people, rooms = set(self.guests), list(self.pumps)
        if not people:
            return
        found = await database.read(lambda: standing.changes(people, rooms, sessions))
        self._end_sessions(found.ended)
        self._bar(found.barred)
        self._obeyed = {change: self._obeyed.get(change, 0) for change in found.lately}
        concerned = {change: self._concerned(change) for change, times in self._obeyed.items() if times < 2}
        self._obeyed |= {change: self._obeyed[change] + 1 for change, pairs in concerned.items() if pairs}
        await self.restand({pair for pairs in concerned.values() for pair in pairs})

    def _concerned(self, change: standing.Change) -> list[tuple[int, int]]:
        rooms = self.pumps if change.room is None else (change.room,)
        return [(change.person, room) for room in rooms if self._following(change.person, room)]

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            logger.error("A task of the house failed", exc_info=task.exception())


async def _heads(rooms: list[int]) -> dict[int, tuple[str, int]]:
    return await database.read(lambda: log.heads(rooms))


async def _page(room: int, seq: int) -> list[log.Entry]:
    return await database.read(lambda: log.since(room, seq))


house = House()
