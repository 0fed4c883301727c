"""The clock of sessions: in each process, it lets phases pass and texts appear when they are due.

Whichever process wakes first does it, once (``rooms.sessions.advancing``). It runs from the start of the
server, so that a session goes on when nobody is connected.

When a phase ends is a time of day, which a page without JavaScript and a server that restarts can read. So
where the machine's clock is set, by an hour say, while a session runs, its times are moved as much: a phase
keeps the time that was left, neither passing at once nor lasting an hour longer. Screens have the house's
new time with their next ping, 25 seconds later at most. A server that starts anew knows of no jump: it goes
by the time of day.
"""

import asyncio
import logging
import time
from collections.abc import Collection
from datetime import timedelta
from functools import partial
from typing import Protocol

from django.utils import timezone

from database import workers
from realtime.fanout.clock_jumps import ClockJumps
from realtime.fanout.presence import MAX_NAMED
from realtime.wire.answers import CutOff, Message, Tally
from rooms.sessions import advancing, attending, reading
from rooms.sessions.advancing import Awaited

LOOK_SECONDS = 1.0
STAND_BACK_SECONDS = 0.1

logger = logging.getLogger(__name__)


class Rooms(Protocol):
    """What the clock needs of the rooms that people follow in this process."""

    def present_in(self, room: int) -> Collection[int]:
        """Return the ids of who is there, in any process; nobody where none follow the room here."""

    def tell(self, room: int, signal: Message) -> None:
        """Send ``signal`` to who follows the room here."""


class Leaders(Protocol):
    """Those who lead, as far as they are connected to this process."""

    def tell(self, signal: CutOff) -> None:
        """Send ``signal`` to who leads its room, once."""

    def forget(self, rooms: Collection[int]) -> None:
        """Keep only what was told of ``rooms``."""


class SessionClock:
    """Looks at the running sessions every second, and wakes between for what is due.

    A process without people in a room stands back for a moment, so that those who have some need not wait
    for its transactions; what another process has done by then is read, not done again.
    """

    def __init__(self, rooms: Rooms, leaders: Leaders) -> None:
        self._rooms = rooms
        self._leaders = leaders
        self._told: dict[int, Tally] = {}
        self._running: dict[int, Awaited] = {}
        self._look_at = 0.0
        self._jumps = ClockJumps()

    async def run(self) -> None:
        """Run until cancelled; a look that fails is logged, and the next one does its work."""
        while True:
            try:
                wait = await self.look()
            except Exception:
                logger.exception("The clock of sessions could not look; it looks again in a second.")
                wait = LOOK_SECONDS
            await asyncio.sleep(wait)

    async def look(self) -> float:
        """Do what is due; return the seconds until the next look."""
        if jump := self._jumps.last():
            await self._move(jump)
        if time.monotonic() >= self._look_at:
            self._look_at = time.monotonic() + LOOK_SECONDS
            await self._read()
            await self._look_at_all()
        if any(not self._has_people(each) for each in self._due()):
            await self._read()
        await asyncio.gather(*map(self._advance, self._due()))
        waits = [self._look_at - time.monotonic(), *map(self._seconds_until, self._running.values())]
        return max(min(waits), 0.0)

    async def _move(self, jump: timedelta) -> None:
        logger.warning("The clock of this machine was set by %s seconds.", jump.total_seconds())
        for of in self._running.values():
            await workers.write(partial(advancing.move, of, jump), of.room)
        self._look_at = 0.0

    async def _read(self) -> None:
        self._running = {each.session: each for each in await workers.read(advancing.awaited)}

    def _due(self) -> list[Awaited]:
        return [each for each in self._running.values() if self._seconds_until(each) <= 0]

    def _seconds_until(self, of: Awaited) -> float:
        """Return the seconds until this process does what is due in a session."""
        if of.due_at is None:
            return LOOK_SECONDS
        wait = (of.due_at - timezone.now()).total_seconds()
        return wait if self._has_people(of) else wait + STAND_BACK_SECONDS

    def _has_people(self, of: Awaited) -> bool:
        return bool(self._rooms.present_in(of.room))

    async def _advance(self, of: Awaited) -> None:
        """Do what is due in one session; where that fails, the next look comes back to it."""
        try:
            then = await workers.write(lambda: advancing.advance(of.session, of.room), of.room)
        except Exception:
            logger.exception("The clock of session %s could not pass on.", of.session)
            then = None
        if then is None:
            self._running.pop(of.session, None)
        else:
            self._running[of.session] = then

    async def _look_at_all(self) -> None:
        """Pass on where everybody has finished; tell how many have, and those who lead who is cut off."""
        here = [each for each in self._running.values() if self._has_people(each)]
        await asyncio.gather(*map(self._pass_when_finished, here))
        await self._tell_tallies(here)
        await self._tell_cut_off(here)

    async def _tell_tallies(self, here: Collection[Awaited]) -> None:
        counted = await workers.read(lambda: reading.tallies([each.phase for each in here])) if here else {}
        for each in here:
            told = Tally(each.room, each.phase, counted[each.phase].finished, counted[each.phase].writing)
            if self._told.get(each.phase) != told:
                self._rooms.tell(each.room, told)
            self._told[each.phase] = told
        self._told = {each.phase: self._told[each.phase] for each in here}

    async def _tell_cut_off(self, here: Collection[Awaited]) -> None:
        present = {each.session: frozenset(self._rooms.present_in(each.room)) for each in here}
        now = timezone.now()
        found = await workers.read(lambda: attending.look(present, now)) if here else {}
        for each in here:
            seen = found[each.session]
            if seen.newcomers:
                await workers.write(partial(attending.note, each.session, seen.newcomers))
            people = seen.cut_off
            self._leaders.tell(CutOff(each.room, len(people), list(people[:MAX_NAMED])))
        self._leaders.forget({each.room for each in here})

    async def _pass_when_finished(self, of: Awaited) -> None:
        if of.finished:
            present = frozenset(self._rooms.present_in(of.room))
            await workers.write(lambda: advancing.pass_when_finished(of, present), of.room)
