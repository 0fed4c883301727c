"""The connections of this process: who is connected, which rooms they follow, what they may do there."""

import asyncio
import logging
from collections import Counter
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import msgspec

from database import workers
from realtime import metrics
from realtime.fanout import access_rights, catching_up
from realtime.fanout.cuts import CUT
from realtime.fanout.leader_signals import LeaderSignals
from realtime.fanout.presence import REPEAT_SECONDS, RoomPresence
from realtime.fanout.process_bus import ProcessBus
from realtime.fanout.room_follower import RoomFollower
from realtime.fanout.room_signals import RoomSignals
from realtime.fanout.room_subscriber import RoomSubscriber
from realtime.fanout.struggling import StrugglingSignals
from realtime.wire.answers import Looking, Mark, Refused, Reset, Standing
from realtime.wire.close_codes import Close
from rooms import log
from rooms.events import ShownPerson

logger = logging.getLogger(__name__)

POLL_SECONDS = 2.0
# Whoever asks over plain HTTP is there, and for this long until they ask again.
ASKS_AGAIN = 5.0
GAP_SECONDS = 0.05


class ConnectionRegistry:
    """Keeps room followers by room and connections by person, and polls the database every two seconds."""

    def __init__(self) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self.followers: dict[int, RoomFollower] = {}
        self.connections: dict[int, set[RoomSubscriber]] = {}
        self._unseen: set[tuple[RoomSubscriber, int]] = set()
        self._asking: Counter[int] = Counter()
        self._opening = asyncio.Lock()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._bus = ProcessBus(self._on_bus_message)
        self.signals = RoomSignals(self.followers, self._bus)
        self._leaders = LeaderSignals(self.connections)
        self.struggling = StrugglingSignals(self._bus, self._leaders)
        self._polls = 0
        # Every poll within ``LOOKBACK`` finds a change again. It is applied twice: a client that was being
        # admitted during the first time had been checked before the change.
        self._applied: dict[access_rights.AccessChange, int] = {}

    def open(self) -> None:
        """Start on the running loop, unless started already."""
        if self.loop is None:
            self.loop = asyncio.get_running_loop()
            self.spawn(self._bus.listen())
            self.spawn(self._poll_forever())

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run ``work`` in a task of its own; log what it raises."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._task_done)

    # Connections.

    def add(self, subscriber: RoomSubscriber) -> None:
        """Register a connected socket."""
        self.connections.setdefault(subscriber.person, set()).add(subscriber)

    def remove(self, subscriber: RoomSubscriber) -> None:
        """Remove a closed socket, from every room."""
        for room, access in list(subscriber.access_by_room.items()):
            if subscriber.close_code in CUT and (subscriber, room) not in self._unseen:
                self.struggling.was_cut(room, access.person)
            self.unsubscribe(subscriber, room)
        others = self.connections.get(subscriber.person, set())
        others.discard(subscriber)
        if not others:
            self.connections.pop(subscriber.person, None)

    def admit(
        self,
        subscriber: RoomSubscriber,
        follower: RoomFollower,
        access: access_rights.Access,
        *,
        unseen: bool = False,
    ) -> bool:
        """Note what ``subscriber`` may do, so that a removal finds them. False if ``follower`` has ended.

        ``unseen``: the others are not told that they are here.
        """
        if self.followers.get(follower.room) is not follower:
            return False
        if follower.room not in subscriber.access_by_room:
            if unseen:
                self._unseen.add((subscriber, follower.room))
            else:
                self.signals.presence_in(follower.room).add_socket(access.person)
        subscriber.access_by_room[follower.room] = access
        return True

    def subscribe(self, subscriber: RoomSubscriber, follower: RoomFollower) -> bool:
        """Start sending events to an admitted ``subscriber``. Return False if they were removed since."""
        if follower.room not in subscriber.access_by_room:
            return False
        on_behind = partial(self._fell_behind, subscriber, follower)
        follower.subscribers.add(subscriber.codec, subscriber.sender, on_behind)
        subscriber.send(self.signals.presence_message(follower.room))
        if subscriber.access_by_room[follower.room].leads:
            self.struggling.tell(subscriber, follower.room)
        return True

    def _fell_behind(self, subscriber: RoomSubscriber, follower: RoomFollower, heard: int) -> None:
        self.spawn(self._bring_forward(subscriber, follower, heard))

    async def _bring_forward(self, subscriber: RoomSubscriber, follower: RoomFollower, heard: int) -> None:
        """Send what came after ``heard`` as fast as the line takes it, then events again as they come."""
        is_forward = await catching_up.catch_up(subscriber, follower, heard)
        if self.followers.get(follower.room) is not follower:
            return  # the room was reset meanwhile
        if is_forward:
            self.subscribe(subscriber, follower)
        else:
            self.unsubscribe(subscriber, follower.room)
            subscriber.send(Reset(follower.room, "far"))

    def unsubscribe(self, subscriber: RoomSubscriber, room: int) -> None:
        """Send nothing more of ``room`` to ``subscriber``."""
        if subscriber.access_by_room.pop(room, None) is None:
            return
        if room in self.followers:
            self.followers[room].subscribers.discard(subscriber.codec, subscriber.sender)
        if (subscriber, room) in self._unseen:
            self._unseen.discard((subscriber, room))
        else:
            self.signals.presence_in(room).remove_socket(subscriber.person)

    @contextmanager
    def asking(self, room: int, person: ShownPerson) -> Iterator[None]:
        """Count somebody without a socket as there while they ask for what happens in ``room``."""
        self._asking[room] += 1
        presence = self.signals.presence_in(room)
        presence.add_socket(person)
        try:
            yield
        finally:
            asyncio.get_running_loop().call_later(ASKS_AGAIN, self._asked, room, presence, person.id)

    def _asked(self, room: int, presence: RoomPresence, person: int) -> None:
        presence.remove_socket(person)
        self._asking -= Counter([room])

    def send_read_mark(self, subscriber: RoomSubscriber, room: int, seq: int) -> None:
        """Send to the person's other sockets how far they have read."""
        for other in self.connections.get(subscriber.person, ()):
            if other is not subscriber and room in other.access_by_room:
                other.send(Mark(room, seq))

    def look(self, room: int, person: ShownPerson, piece: str) -> None:
        """Tell who leads ``room``, in all processes, which ``piece`` of its régie ``person`` has in hand."""
        told = {"type": "looking", "room": room, "person": msgspec.to_builtins(person), "piece": piece}
        self._bus.publish(told, room)
        self._leaders.pass_on(room, Looking(room, person, piece))

    def _all_subscribers(self) -> list[RoomSubscriber]:
        return [subscriber for connections in self.connections.values() for subscriber in connections]

    # Rooms.

    async def follower(self, room: int) -> RoomFollower | None:
        """Return the follower of ``room``, started at the end of its log; None if there is no such room."""
        async with self._opening:
            if room not in self.followers:
                await self._start_follower(room)
            return self.followers.get(room)

    async def _start_follower(self, room: int) -> None:
        self._bus.add_room(room)
        self.spawn(self._bus.sync_groups())
        found = (await _heads([room])).get(room)
        if found is None:
            self._bus.remove_room(room)
            return
        epoch, head = found
        # Start one page back: clients that reconnect together after a restart catch up from memory.
        self.followers[room] = follower = RoomFollower(
            room, epoch, max(0, head - log.PAGE_EVENTS), catching_up.read
        )
        # Read again: there was no hint here of what was written before the bus listened to this room.
        await follower.catch_up((await _heads([room]))[room][1])

    def hint(self, entry: log.LogEntry) -> None:
        """Announce a new log entry, written by this process, here and to the other processes."""
        self._apply_hint(entry)
        words = {"type": "hint", "room": entry.room, "seq": entry.seq, "removes": entry.removes}
        self._bus.publish({**words, "json": entry.json}, entry.room)

    def _apply_hint(self, entry: log.LogEntry) -> None:
        follower = self.followers.get(entry.room)
        if follower is not None and not follower.hint(entry):
            self.spawn(self._fill_gap(follower, entry.seq))

    async def _fill_gap(self, follower: RoomFollower, seq: int) -> None:
        await asyncio.sleep(GAP_SECONDS)  # the missing hint is usually only late
        await follower.catch_up(seq)

    # Access: what a person may do has changed.

    def access_changed(self, person: int, room: int) -> None:
        """Apply and announce that this process changed what ``person`` may do in ``room``."""
        self.spawn(self.refresh_access({(person, room)}))
        self._bus.publish({"type": "standing", "person": person, "room": room})

    async def refresh_access(self, pairs: set[tuple[int, int]]) -> None:
        """Check each (person, room) again: remove the person from the room, or send them their new rights."""
        here = [pair for pair in pairs if self._following(*pair)]
        found = await workers.read(lambda: access_rights.check_each(here)) if here else {}
        for (person, room), now in found.items():
            for subscriber in self._following(person, room):
                self._apply_access(subscriber, room, now)

    def _following(self, person: int, room: int) -> list[RoomSubscriber]:
        return [
            subscriber for subscriber in self.connections.get(person, ()) if room in subscriber.access_by_room
        ]

    def _apply_access(
        self, subscriber: RoomSubscriber, room: int, now: access_rights.Access | Refused
    ) -> None:
        if isinstance(now, Refused):
            self._evict(subscriber, room, now)
        elif subscriber.access_by_room[room] != now:
            subscriber.access_by_room[room] = now
            if (subscriber, room) not in self._unseen:
                self.signals.presence_in(room).update_person(now.person)
            subscriber.send(Standing(room, *now.mine))

    def _evict(self, subscriber: RoomSubscriber, room: int, refused: Refused) -> None:
        self.unsubscribe(subscriber, room)
        subscriber.send(refused)
        if not subscriber.access_by_room:
            subscriber.sender.close(Close.REMOVED, "removed")

    def person_changed(self, person: int) -> None:
        """Apply and announce that this process changed what ``person`` may do in all rooms."""
        self.spawn(self._recheck_person(person))
        self._bus.publish({"type": "person", "person": person})

    async def _recheck_person(self, person: int) -> None:
        if person in self.connections:
            sessions = {subscriber.session for subscriber in self.connections[person]}
            self._close_sessions(await workers.read(lambda: access_rights.find_ended(sessions)))
            self._close_barred(await workers.read(lambda: access_rights.find_barred({person})))
            self._close_merged(await workers.read(lambda: access_rights.find_merged({person})))
            await self.refresh_access({(person, room) for room in self.followers})

    def _close_barred(self, people: set[int]) -> None:
        """Close all sockets of ``people`` who may no longer enter."""
        self._close_all(people, Close.SIGNED_OUT, "barred")

    def _close_merged(self, people: set[int]) -> None:
        """Let the screens of ``people`` come back as who they are now."""
        self._close_all(people, Close.RESTART, "another account")

    def _close_all(self, people: set[int], code: Close, reason: str) -> None:
        for subscriber in [each for person in people for each in self.connections.get(person, ())]:
            subscriber.sender.close(code, reason)

    def sign_out(self, session: str) -> None:
        """Close every socket of an ended session, here and in the other processes."""
        self._close_sessions({session})
        self._bus.publish({"type": "sign_out", "session": session})

    def _close_sessions(self, sessions: set[str]) -> None:
        for subscriber in self._all_subscribers():
            if subscriber.session in sessions:
                subscriber.sender.close(Close.SIGNED_OUT, "signed out")

    # Messages from other processes.

    def _on_bus_message(self, message: dict[str, Any]) -> None:
        match message:
            case {"type": "hint", "room": room, "seq": int(seq), "json": bytes(json), "removes": removes}:
                self._apply_hint(log.LogEntry(room, seq, json, removes))
            case {"type": "standing", "person": person, "room": room}:
                self.spawn(self.refresh_access({(person, room)}))
            case {"type": "person", "person": person}:
                self.spawn(self._recheck_person(person))
            case {"type": "sign_out", "session": session}:
                self._close_sessions({session})
            case {"type": "cut" | "unheard" | "heard"}:
                self.struggling.apply_remote(message)
            case {"type": "looking", "room": room, "person": person, "piece": piece}:
                self._leaders.pass_on(room, Looking(room, msgspec.convert(person, ShownPerson), piece))
            case _:
                self.signals.apply_remote(message)

    # Polling every two seconds, since hints may be lost.

    async def _poll_forever(self) -> None:
        while True:
            await asyncio.sleep(POLL_SECONDS)
            self._polls += 1
            try:
                await self._poll()
            except Exception:
                logger.exception("The two-second poll failed; the next one will do its work.")

    async def _poll(self) -> None:
        self._drop_idle_followers()
        self.struggling.forget_old()
        await self._compare_heads()
        await self._bus.sync_groups()
        await self._apply_recent_changes()
        if self._polls % int(REPEAT_SECONDS / POLL_SECONDS) == 0:
            self.signals.repeat_presence()

    async def _compare_heads(self) -> None:
        heads = await _heads(list(self.followers)) if self.followers else {}
        self._update_metrics(heads)
        for room, (epoch, head) in heads.items():
            follower = self.followers.get(room)
            if follower is None:
                continue
            if epoch != follower.epoch:
                self._reset_room(follower)
            elif head > follower.last:
                await follower.catch_up(head)

    def _update_metrics(self, heads: dict[int, tuple[str, int]]) -> None:
        connections = self._all_subscribers()
        lags = (
            head - self.followers[room].last
            for room, (_epoch, head) in heads.items()
            if room in self.followers
        )
        unsent = (subscriber.sender.unsent for subscriber in connections)
        metrics.observe(
            len(connections), len(self.connections), len(self.followers), unsent, max(0, sum(lags))
        )

    def _reset_room(self, follower: RoomFollower) -> None:
        """Reset all subscribers of a room whose log has a new epoch."""
        for subscriber in self._all_subscribers():
            if follower.room in subscriber.access_by_room:
                subscriber.send(Reset(follower.room, "epoch"))
                self.unsubscribe(subscriber, follower.room)
        self.followers.pop(follower.room, None)

    def _drop_idle_followers(self) -> None:
        followed = {room for subscriber in self._all_subscribers() for room in subscriber.access_by_room}
        followed |= set(self._asking)
        for room in [
            room for room, follower in self.followers.items() if follower.is_idle_twice(room in followed)
        ]:
            del self.followers[room]
            self.signals.forget(room)
            self._bus.remove_room(room)

    async def _apply_recent_changes(self) -> None:
        """Apply sign-outs, removals and role changes that no message announced."""
        sessions = {subscriber.session for subscriber in self._all_subscribers()}
        people, rooms = set(self.connections), list(self.followers)
        if not people:
            return
        found = await workers.read(lambda: access_rights.recent_changes(people, rooms, sessions))
        self._close_sessions(found.ended_sessions)
        self._close_barred(found.barred_people)
        self._close_merged(found.merged_people)
        self._applied = {change: self._applied.get(change, 0) for change in found.recent}
        concerned = {change: self._affected(change) for change, times in self._applied.items() if times < 2}
        self._applied |= {change: self._applied[change] + 1 for change, pairs in concerned.items() if pairs}
        await self.refresh_access({pair for pairs in concerned.values() for pair in pairs})

    def _affected(self, change: access_rights.AccessChange) -> list[tuple[int, int]]:
        rooms = self.followers if change.room is None else (change.room,)
        return [(change.person, room) for room in rooms if self._following(change.person, room)]

    def _task_done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            logger.error("A background task of the connections failed", exc_info=task.exception())


async def _heads(rooms: list[int]) -> dict[int, tuple[str, int]]:
    return await workers.read(lambda: log.heads(rooms))


registry = ConnectionRegistry()
