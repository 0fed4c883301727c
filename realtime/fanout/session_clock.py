"""The clock of sessions: in each process, it lets phases pass and texts appear when they are due.

Whichever process wakes first does it, once (``rooms.sessions.advancing``). It runs from the start of the
server, so that a session goes on when nobody is connected.
"""

import asyncio
import logging
from collections.abc import Collection
from typing import Protocol

from django.utils import timezone

from database import workers
from realtime.wire.answers import Message, Tally
from rooms.sessions import advancing, reading
from rooms.sessions.advancing import Awaited

LOOK_SECONDS = 1.0

logger = logging.getLogger(__name__)


class Rooms(Protocol):
    """What the clock needs of the rooms that people follow in this process."""

    def present_in(self, room: int) -> Collection[int]:
        """Return the ids of who is there, in any process; nobody where none follow the room here."""

    def tell(self, room: int, signal: Message) -> None:
        """Send ``signal`` to who follows the room here."""


class SessionClock:
    """Looks at the running sessions every second, and wakes between for what is due."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._told: dict[int, Tally] = {}

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
        running = await workers.read(advancing.awaited)
        due = [each for each in running if _seconds_until(each) <= 0]
        await asyncio.gather(*map(self._advance, due))
        if due:
            return 0.0
        await asyncio.gather(*map(self._look_at, running))
        self._told = {each.phase: self._told[each.phase] for each in running if each.phase in self._told}
        return min([LOOK_SECONDS, *(max(_seconds_until(each), 0.0) for each in running)])

    async def _advance(self, of: Awaited) -> None:
        await workers.write(lambda: advancing.advance(of.session, of.room), of.room)

    async def _look_at(self, of: Awaited) -> None:
        """Pass on where everybody has finished; tell how many have."""
        present = frozenset(self._rooms.present_in(of.room))
        if not present:
            return
        if of.finished:
            await workers.write(lambda: advancing.pass_when_finished(of, present), of.room)
        counted = await workers.read(lambda: reading.tally(of.phase))
        told = Tally(of.room, of.phase, counted.finished, counted.writing)
        if self._told.get(of.phase) != told:
            self._told[of.phase] = told
            self._rooms.tell(of.room, told)


def _seconds_until(of: Awaited) -> float:
    if of.due_at is None:
        return LOOK_SECONDS
    return (of.due_at - timezone.now()).total_seconds()
