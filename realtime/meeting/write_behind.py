"""A write-behind queue to the database: writes of live meetings, in order, off the real-time path."""

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence

from django.core.exceptions import ObjectDoesNotExist
from django.db import Error, InterfaceError, OperationalError, transaction

from database import workers
from people.models import Person
from people.refusals import Refusal
from realtime.meeting.state import effects as e
from rooms.meetings import keeping, living, recordings

logger = logging.getLogger(__name__)

MOST_IN_BATCH = 64
PAUSE = 1.0

PendingWrite = tuple[int, e.DatabaseEffect]


class WriteBehindQueue:
    """Writes in the background, so that no voice waits for a disk; a kill may lose the last moment.

    What the database refuses is logged and dropped; while the database is away, everything waits.
    """

    def __init__(self) -> None:
        self._queue: asyncio.Queue[PendingWrite] = asyncio.Queue()
        self._pending: Counter[int] = Counter()

    def put(self, meeting: int, fact: e.DatabaseEffect) -> None:
        """Queue ``fact``."""
        self._pending[meeting] += 1
        self._queue.put_nowait((meeting, fact))

    def has_pending(self, meeting: int) -> bool:
        """Whether a write of ``meeting`` is pending, so that its row is stale."""
        return meeting in self._pending

    async def run(self) -> None:
        """Write until cancelled."""
        while True:
            await self._write(await self._next_batch())

    async def drain(self) -> None:
        """Return when everything queued is written."""
        await self._queue.join()

    async def _next_batch(self) -> list[PendingWrite]:
        facts = [await self._queue.get()]
        while len(facts) < MOST_IN_BATCH and not self._queue.empty():
            facts.append(self._queue.get_nowait())
        return facts

    async def _write(self, facts: list[PendingWrite]) -> None:
        try:
            await workers.write(lambda: write_all(facts))
        except (Error, ObjectDoesNotExist, Refusal):
            for fact in facts:
                await self._write_alone(fact)
        for meeting, _fact in facts:
            self._pending -= Counter([meeting])
            self._queue.task_done()

    @staticmethod
    async def _write_alone(fact: PendingWrite) -> None:
        while True:
            try:
                await workers.write(lambda: write(*fact))
            except (OperationalError, InterfaceError):
                logger.exception("The database does not answer; what meetings keep waits.")
                await asyncio.sleep(PAUSE)
                continue
            except (Error, ObjectDoesNotExist) as error:
                _drop(fact, type(error).__name__)
            except Refusal as refusal:
                _drop(fact, refusal.code)
            return


def _drop(fact: PendingWrite, why: str) -> None:
    """Drop a write that the database refuses: retrying it for ever would block everything behind it."""
    logger.warning("Meeting %s: %s not kept, %s", fact[0], type(fact[1]).__name__, why)


def write_all(facts: Sequence[PendingWrite]) -> None:
    """Write all facts or none, in one transaction."""
    with transaction.atomic():
        for meeting, fact in facts:
            write(meeting, fact)


def write(meeting: int, fact: e.DatabaseEffect) -> None:
    """Write one fact. Raises ``Refusal``, ``DatabaseError``."""
    match fact:
        case e.SaveAttendance(person, columns):
            keeping.attendance(meeting, person, columns)
        case e.ClearGroups():
            keeping.clear_groups(meeting)
        case e.SaveMeeting(columns):
            keeping.meeting(meeting, columns)
        case e.SaveCaption(person, text, at):
            keeping.caption(meeting, person, text, at)
        case e.EraseRecording(at):
            recordings.withdraw(meeting, at)
        case e.SaveBeginning(by):
            living.begin(meeting, Person.objects.get(pk=by))
        case e.SaveEnd(by):
            living.finish(meeting, Person.objects.filter(pk=by).first() if by else None)
