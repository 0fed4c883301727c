"""All live meetings of this process, and the clients that take part in them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from django.db import Error
from django.utils import timezone

from database import workers
from realtime.meeting import admission, phases, sentences
from realtime.meeting.clients import ClientRef, ClientRefs
from realtime.meeting.ipc.frames import MeetingCounts
from realtime.meeting.media.backends import MediaBackends
from realtime.meeting.recording.manager import RecordingManager
from realtime.meeting.runner import MeetingRunner
from realtime.meeting.state import dispatch, entering, groups, leaving, lobby, timers
from realtime.meeting.state.attendees import Barred
from realtime.meeting.state.machine import MeetingPolicy
from realtime.meeting.write_behind import WriteBehindQueue
from realtime.wire.meeting import JoinMeeting, MeetingCommand, MeetingLeft, MeetingRefused
from rooms.meetings import keeping
from rooms.meetings.models import Meeting
from rooms.meetings.rights import AttendeeRights

logger = logging.getLogger(__name__)

TICK = 1.0
RECHECK_EVERY = 2.0
FOLLOW_EVERY = 1.0
RETRY = 2.0


def now() -> int:
    """Return milliseconds since 1970."""
    return int(timezone.now().timestamp() * 1000)


class MeetingManager:
    """Live meetings by id. Joining asks the database; every other command is carried out at once."""

    def __init__(
        self,
        policy: MeetingPolicy,
        backends: MediaBackends,
        recordings: RecordingManager,
        clock: Callable[[], int] = now,
    ) -> None:
        self._policy, self._backends, self._clock = policy, backends, clock
        self.recordings = recordings
        self.clients = ClientRefs()
        self.writes = WriteBehindQueue()
        self.meetings: dict[int, MeetingRunner] = {}
        self._joining: set[tuple[int, int]] = set()
        self._tasks: set[asyncio.Task[Any]] = set()

    async def run(self) -> None:
        """Lead until cancelled, beginning with the meetings that an earlier process left live.

        ``writes.run`` must run beside it.
        """
        await self.recordings.recover()
        for meeting in await workers.read(keeping.live):
            if meeting.pk not in self.meetings:
                self._start(meeting)
        await asyncio.gather(
            self._tick(),
            self._look_every(RECHECK_EVERY, self.recheck_rights),
            self._look_every(FOLLOW_EVERY, self.follow_phases),
        )

    # Browsers.

    def handle_command(self, client: ClientRef, command: MeetingCommand) -> None:
        """Carry out one command of a browser."""
        if isinstance(command, JoinMeeting):
            self._spawn(self._join(client, command))
        elif command.meeting in client.meetings and command.meeting in self.meetings:
            runner = self.meetings[command.meeting]
            runner.act(lambda g: dispatch.dispatch(g, client.number, command))
            self._forget(runner)

    def client_gone(self, client: ClientRef, restarts: bool) -> None:
        """Forget a socket that is gone; ``restarts``: its gateway is restarting, so it will be back."""
        self.clients.disconnect(client)
        self.client_lost(client, restarts)

    def client_lost(self, client: ClientRef, restarts: bool) -> None:
        """Mark this client disconnected in all its meetings."""
        for meeting in list(client.meetings):
            if meeting in self.meetings:
                self.meetings[meeting].act(lambda g: leaving.disconnect(g, client.number, restarts))

    async def _join(self, client: ClientRef, join: JoinMeeting) -> None:
        asked = (client.number, join.meeting)
        if asked in self._joining:
            return
        self._joining.add(asked)
        try:
            found = await workers.read(
                lambda: admission.admit(client.person, join.meeting, timezone.now(), client.language)
            )
        except Error:
            logger.exception("The database does not answer; who joins is asked to come again.")
            self._defer(client, join.meeting)
            return
        finally:
            self._joining.discard(asked)
        if client.number not in self.clients:
            return
        if isinstance(found, Barred):
            self._turn_away(client, join.meeting, found)
        else:
            self._enter(client, join, *found)

    def _enter(self, client: ClientRef, join: JoinMeeting, meeting: Meeting, rights: AttendeeRights) -> None:
        runner = self.meetings.get(meeting.pk) or self._start(meeting)
        client.meetings.add(meeting.pk)
        runner.act(lambda g: lobby.announced(g, meeting.lobby))
        has_connection = runner.has_connection(client.person)
        runner.act(lambda g: entering.arrive(g, client.number, rights, join, has_connection))

    def _defer(self, client: ClientRef, meeting: int) -> None:
        sentence = sentences.why_not("no_answer", client.language)
        refused = MeetingRefused(meeting=meeting, code="no_answer", sentence=sentence, retry=RETRY)
        self.clients.send([client.number], refused)

    def _turn_away(self, client: ClientRef, meeting: int, found: Barred) -> None:
        sentence = found.sentence or sentences.why_out(found.reason, client.language)
        left = MeetingLeft(meeting=meeting, reason=found.reason, sentence=sentence, again=found.again)
        self.clients.send([client.number], left)

    # Meetings.

    def _start(self, meeting: Meeting) -> MeetingRunner:
        machine = admission.machine_of(meeting, self._policy, self._clock())
        runner = MeetingRunner(
            machine, self.clients, self._backends, self.writes, self.recordings, self._clock
        )
        self.meetings[meeting.pk] = runner
        return runner

    def _forget(self, runner: MeetingRunner) -> None:
        """Drop a meeting that is over once that is written: until then the database says it goes on."""
        meeting = runner.machine.meeting
        if runner.machine.over and not self.writes.has_pending(meeting):
            self.meetings.pop(meeting, None)

    def counts(self) -> MeetingCounts:
        """Count live meetings, members and people in lobbies."""
        machines = [runner.machine for runner in self.meetings.values()]
        members, waiting = sum(len(g.members) for g in machines), sum(len(g.knocks) for g in machines)
        return MeetingCounts(sum(bool(g.members) for g in machines), members, waiting)

    # Timers.

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            for runner in list(self.meetings.values()):
                runner.act(timers.tick)
                self._forget(runner)

    @staticmethod
    async def _look_every(seconds: float, look: Callable[[], Awaitable[None]]) -> None:
        """Look at the database every so many ``seconds``, whether or not an event arrived."""
        while True:
            await asyncio.sleep(seconds)
            try:
                await look()
            except Exception:
                logger.exception("A look at the database failed; the next one will do its work.")

    async def recheck_rights(self) -> None:
        """Ask the database again about everybody inside or in a lobby."""
        inside = {
            pk: [*runner.machine.members, *runner.machine.knocks] for pk, runner in self.meetings.items()
        }
        inside = {pk: people for pk, people in inside.items() if people}
        if not inside:
            return
        answers = await workers.read(lambda: admission.readmit(inside, timezone.now()))
        for (meeting, who), found in answers.items():
            if meeting in self.meetings:
                self._apply_rights(self.meetings[meeting], who, found)

    async def follow_phases(self) -> None:
        """Let a phase make its groups when it begins, and end them when it ends, whenever that is."""
        machines = [runner.machine for runner in self.meetings.values()]
        bound = {each.meeting: each.groups_phase for each in machines if each.members}
        found = await workers.read(lambda: phases.current(bound)) if bound else {}
        for meeting, phase in bound.items():
            if meeting in self.meetings:
                self._follow(self.meetings[meeting], phase, found.get(meeting))

    @staticmethod
    def _follow(runner: MeetingRunner, phase: int | None, current: groups.CurrentPhase | None) -> None:
        runner.act(lambda g: groups.follow(g, phase, current))

    @staticmethod
    def _apply_rights(runner: MeetingRunner, who: int, found: AttendeeRights | Barred) -> None:
        runner.act(lambda g: leaving.apply_rights(g, who, found))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            logger.error("Joining a meeting failed", exc_info=task.exception())
