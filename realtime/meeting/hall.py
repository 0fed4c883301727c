"""All live meetings of the house, and who of which browser speaks in them."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from django.db import Error
from django.utils import timezone

from realtime import database
from realtime.meeting import admitting, sentences
from realtime.meeting.carriers import Carriers
from realtime.meeting.keeper import Keeper
from realtime.meeting.line.frames import Figures
from realtime.meeting.live import Live
from realtime.meeting.recording.recorders import Recorders
from realtime.meeting.seats import Seat, Seats
from realtime.meeting.state import entering, leaving, lobby, obeying, ticking
from realtime.meeting.state.gathering import Terms
from realtime.meeting.state.people import Barred
from realtime.wire.meeting import JoinMeeting, MeetingCommand, MeetingLeft, MeetingRefused
from rooms.meetings import keeping
from rooms.meetings.standing import Standing
from rooms.models import Meeting

logger = logging.getLogger(__name__)

TICK = 1.0
LOOK_EVERY = 2.0
RETRY = 2.0


def now() -> int:
    """Milliseconds since 1970."""
    return int(timezone.now().timestamp() * 1000)


class Hall:
    """Meetings by id. Joining asks the database; everything else is done at once."""

    def __init__(
        self, terms: Terms, carriers: Carriers, recorders: Recorders, clock: Callable[[], int] = now
    ) -> None:
        self._terms, self._carriers, self._clock = terms, carriers, clock
        self.recorders = recorders
        self.seats = Seats()
        self.keeper = Keeper()
        self.meetings: dict[int, Live] = {}
        self._joining: set[tuple[int, int]] = set()
        self._tasks: set[asyncio.Task[Any]] = set()

    async def live(self) -> None:
        """Lead until cancelled; first of all, those that a process before us led. ``keeper`` runs beside."""
        await self.recorders.recover()
        for meeting in await database.read(keeping.live):
            if meeting.pk not in self.meetings:
                self._lead(meeting)
        await asyncio.gather(self._tick(), self._look())

    # Browsers.

    def said(self, seat: Seat, command: MeetingCommand) -> None:
        """One command of a browser."""
        if isinstance(command, JoinMeeting):
            self._spawn(self._join(seat, command))
        elif command.meeting in seat.meetings and command.meeting in self.meetings:
            live = self.meetings[command.meeting]
            live.act(lambda g: obeying.obey(g, seat.number, command))
            self._forget(live)

    def gone(self, seat: Seat, restarts: bool) -> None:
        """A browser's socket is no more; ``restarts``: nor is its server, for a while."""
        self.seats.leave(seat)
        self.cut(seat, restarts)

    def cut(self, seat: Seat, restarts: bool) -> None:
        """Nobody hears that seat any more."""
        for meeting in list(seat.meetings):
            if meeting in self.meetings:
                self.meetings[meeting].act(lambda g: leaving.cut(g, seat.number, restarts))

    async def _join(self, seat: Seat, join: JoinMeeting) -> None:
        asked = (seat.number, join.meeting)
        if asked in self._joining:
            return
        self._joining.add(asked)
        try:
            found = await database.read(
                lambda: admitting.of(seat.person, join.meeting, timezone.now(), seat.language)
            )
        except Error:
            logger.exception("The database does not answer; who joins is asked to come again.")
            self._put_off(seat, join.meeting)
            return
        finally:
            self._joining.discard(asked)
        if seat.number not in self.seats:
            return
        if isinstance(found, Barred):
            self._turn_away(seat, join.meeting, found)
        else:
            self._let_come(seat, join, *found)

    def _let_come(self, seat: Seat, join: JoinMeeting, meeting: Meeting, standing: Standing) -> None:
        live = self.meetings.get(meeting.pk) or self._lead(meeting)
        seat.meetings.add(meeting.pk)
        live.act(lambda g: lobby.announced(g, meeting.lobby))
        runs = live.runs(seat.person)
        live.act(lambda g: entering.arrive(g, seat.number, standing, join, runs))

    def _put_off(self, seat: Seat, meeting: int) -> None:
        sentence = sentences.why_not("no_answer", seat.language)
        refused = MeetingRefused(meeting=meeting, code="no_answer", sentence=sentence, retry=RETRY)
        self.seats.tell([seat.number], refused)

    def _turn_away(self, seat: Seat, meeting: int, found: Barred) -> None:
        sentence = found.sentence or sentences.why_out(found.reason, seat.language)
        left = MeetingLeft(meeting=meeting, reason=found.reason, sentence=sentence, again=found.again)
        self.seats.tell([seat.number], left)

    # Meetings.

    def _lead(self, meeting: Meeting) -> Live:
        gathering = admitting.gathering(meeting, self._terms, self._clock())
        live = Live(gathering, self.seats, self._carriers, self.keeper, self.recorders, self._clock)
        self.meetings[meeting.pk] = live
        return live

    def _forget(self, live: Live) -> None:
        """One that is over, once that is written: who comes before reads in the database that it goes on."""
        meeting = live.gathering.meeting
        if live.gathering.over and not self.keeper.owes(meeting):
            self.meetings.pop(meeting, None)

    def figures(self) -> Figures:
        """How many there are now."""
        gatherings = [live.gathering for live in self.meetings.values()]
        members, waiting = sum(len(g.members) for g in gatherings), sum(len(g.knocks) for g in gatherings)
        return Figures(sum(bool(g.members) for g in gatherings), members, waiting)

    # What time brings.

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            for live in list(self.meetings.values()):
                live.act(ticking.tick)
                self._forget(live)

    async def _look(self) -> None:
        """Whoever may no longer be there is out within two seconds, whatever was heard or not."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                await self.look()
            except Exception:
                logger.exception("The two-second look failed; the next one will do its work.")

    async def look(self) -> None:
        """Ask the database again about everybody inside or at a door."""
        inside = {pk: [*live.gathering.members, *live.gathering.knocks] for pk, live in self.meetings.items()}
        inside = {pk: people for pk, people in inside.items() if people}
        if not inside:
            return
        answers = await database.read(lambda: admitting.again(inside, timezone.now()))
        for (meeting, who), found in answers.items():
            if meeting in self.meetings:
                self._restand(self.meetings[meeting], who, found)

    @staticmethod
    def _restand(live: Live, who: int, found: Standing | Barred) -> None:
        live.act(lambda g: leaving.restand(g, who, found))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            logger.error("Joining a meeting failed", exc_info=task.exception())
