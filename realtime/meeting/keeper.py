"""What meetings want kept, written in order and one after another, while they go on."""

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence

from django.core.exceptions import ObjectDoesNotExist
from django.db import Error, InterfaceError, OperationalError, transaction

from people.models import Person
from people.refusals import Refusal
from realtime import database
from realtime.meeting.state import effects as e
from rooms.meetings import keeping, living

logger = logging.getLogger(__name__)

TOGETHER = 64
PAUSE = 1.0

Fact = tuple[int, e.Kept]


class Keeper:
    """Writes in the background: no voice waits for a disk, and a kill may lose the last moment. What the
    database refuses is logged; while it does not answer, everything waits."""

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[Fact] = asyncio.Queue()
        self._owed: Counter[int] = Counter()

    def keep(self, meeting: int, fact: e.Kept) -> None:
        """Write ``fact`` soon."""
        self._owed[meeting] += 1
        self._waiting.put_nowait((meeting, fact))

    def owes(self, meeting: int) -> bool:
        """Whether something of ``meeting`` is still to be written: what the database says of it is old."""
        return meeting in self._owed

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._write(await self._next())

    async def rest(self) -> None:
        """Come back when all is written."""
        await self._waiting.join()

    async def _next(self) -> list[Fact]:
        facts = [await self._waiting.get()]
        while len(facts) < TOGETHER and not self._waiting.empty():
            facts.append(self._waiting.get_nowait())
        return facts

    async def _write(self, facts: list[Fact]) -> None:
        try:
            await database.write(lambda: write_all(facts))
        except (Error, ObjectDoesNotExist, Refusal):
            for fact in facts:
                await self._write_alone(fact)
        for meeting, _fact in facts:
            self._owed -= Counter([meeting])
            self._waiting.task_done()

    @staticmethod
    async def _write_alone(fact: Fact) -> None:
        while True:
            try:
                await database.write(lambda: write(*fact))
            except (OperationalError, InterfaceError):
                logger.exception("The database does not answer; what meetings keep waits.")
                await asyncio.sleep(PAUSE)
                continue
            except (Error, ObjectDoesNotExist) as error:
                _give_up(fact, type(error).__name__)
            except Refusal as refusal:
                _give_up(fact, refusal.code)
            return


def _give_up(fact: Fact, why: str) -> None:
    """It would be refused for ever, and all that comes after it would wait behind it."""
    logger.warning("Meeting %s: %s not kept, %s", fact[0], type(fact[1]).__name__, why)


def write_all(facts: Sequence[Fact]) -> None:
    """All of them or none."""
    with transaction.atomic():
        for meeting, fact in facts:
            write(meeting, fact)


def write(meeting: int, fact: e.Kept) -> None:
    """Raises ``Refusal``, ``DatabaseError``."""
    match fact:
        case e.KeepAttendance(person, columns):
            keeping.attendance(meeting, person, columns)
        case e.KeepMeeting(columns):
            keeping.meeting(meeting, columns)
        case e.KeepCaption(person, text, at):
            keeping.caption(meeting, person, text, at)
        case e.Begin(by):
            living.begin(meeting, Person.objects.get(pk=by))
        case e.Finish(by):
            living.finish(meeting, Person.objects.filter(pk=by).first() if by else None)
