"""Runs a rehearsal: spreads the people over processes, and collects what each of them received."""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import msgspec

from realtime.serve.options import HOUSE
from realtime.serve.sentences import CommandRefused
from realtime.simulate.process_messages import (
    AllAnswered,
    Heads,
    LogLines,
    Newcomer,
    PeopleJob,
    PeopleReport,
    PlannedPhase,
    Progress,
    Ready,
)
from realtime.simulate.sampling import Sample, sample
from realtime.simulate.scenario import Scenario, timeline
from realtime.simulate.sentences import PLAYER_BROKE
from realtime.simulate.venue import Venue

EACH_PROCESS = 400  # people that one process simulates with ease
SESSION_HEADSTART = 5.0  # seconds in which whoever starts a session gets ready
HEADSTART = 0.5  # seconds in which the workers, ready by then, read who they are at second 0
NOTE_EVERY = 60.0
LINE_BYTES = 2**22


@dataclass(frozen=True)
class RehearsalPlan:
    """What to simulate. ``goal_ms``: the 99th percentile of deliveries must not exceed it.
    ``slow_phones``: of a hundred people, how many have a slow line."""

    rooms: int
    people: int
    seconds: float
    scenario_name: str
    scenario: Scenario
    seed: str
    goal_ms: float
    slow_phones: int = 0

    def without_storm(self) -> "RehearsalPlan":
        """Return the same evening with nobody who harms."""
        return replace(self, scenario=msgspec.structs.replace(self.scenario, hostile=0, team=0))


@dataclass
class RehearsalRecord:
    """What happened. ``samples``: servers and machine by second; ``progress``: of each worker."""

    people: int
    begins: float
    servers: int
    played: list[PeopleReport]
    logs: dict[int, LogLines]
    samples: dict[int, Sample]
    progress: list[list[Progress]]


Show = Callable[[Sequence[Progress]], None]


@dataclass
class PeopleWorker:
    """A ``people_worker`` process, seen from outside."""

    process: asyncio.subprocess.Process
    file: Path
    progress: list[Progress] = field(default_factory=list)

    @classmethod
    async def start(cls, file: Path) -> "PeopleWorker":
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "realtime.simulate.people_worker", str(file)),
            cwd=HOUSE,
            env={**os.environ, "PYTHONPATH": str(HOUSE)},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=LINE_BYTES,
            process_group=0,
        )
        return cls(process, file)

    def tell(self, words: PeopleJob | Heads) -> None:
        """Write one message to the process."""
        assert self.process.stdin is not None  # noqa: S101 - asked for above
        self.process.stdin.write(msgspec.json.encode(words) + b"\n")

    async def until_ready(self) -> None:
        """Wait until it reads its job. Raises ``CommandRefused`` when it breaks."""
        await self._hear()

    async def until_quiet(self, changed: Callable[[], None]) -> None:
        """Collect its progress until all commands are answered. Raises ``CommandRefused`` when it breaks."""
        while isinstance(told := await self._hear(), Progress):
            self.progress.append(told)
            changed()

    async def _hear(self) -> Ready | Progress | AllAnswered:
        assert self.process.stdout is not None  # noqa: S101
        line = await self.process.stdout.readline()
        if not line:
            raise CommandRefused(PLAYER_BROKE(code=await self.process.wait()))
        return msgspec.json.decode(line, type=Ready | Progress | AllAnswered)

    async def played(self) -> PeopleReport:
        """Return its report, once it has ended. Raises ``CommandRefused`` when it broke."""
        await self.process.communicate()
        if self.process.returncode:
            raise CommandRefused(PLAYER_BROKE(code=self.process.returncode))
        return msgspec.msgpack.decode(self.file.read_bytes(), type=PeopleReport)

    async def stop(self) -> None:
        """Kill the process if it still runs."""
        if self.process.returncode is None:
            self.process.kill()
            await self.process.wait()


async def rehearse(venue: Venue, plan: RehearsalPlan, show: Show) -> RehearsalRecord:
    """Run ``plan`` at ``venue``, calling ``show`` at every progress. Raises ``CommandRefused``."""
    people = slowed(await venue.gather(plan.rooms, plan.people), plan.slow_phones)
    if plan.scenario.is_storm:
        people += await venue.unsettle(people[0].slug, plan.scenario.hostile, plan.scenario.team)
    sessions = await venue.compose(planned(plan)) if plan.scenario.is_session else {}
    samples: dict[int, Sample] = {}
    async with _workers(len(people)) as workers:
        headstart = SESSION_HEADSTART if sessions else HEADSTART
        begins = time.monotonic() + headstart
        for worker, job in zip(workers, _jobs(venue, plan, people, begins, len(workers)), strict=True):
            worker.tell(msgspec.structs.replace(job, sessions=sessions))
        beside = [asyncio.create_task(_sample(venue, begins, samples)), asyncio.create_task(_note(venue))]
        if sessions:
            beside.append(asyncio.create_task(venue.start(time.time() + headstart)))
        try:
            played, logs = await _play(venue, workers, show)
        finally:
            for task in beside:
                task.cancel()
    for task in beside:
        _check(task)
    progress = [worker.progress for worker in workers]
    return RehearsalRecord(len(people), begins, len(venue.pids), played, logs, samples, progress)


def slowed(people: Sequence[Newcomer], share: int) -> list[Newcomer]:
    """Give ``share`` of a hundred people a slow line, evenly among them."""
    return [
        msgspec.structs.replace(who, is_slow=(number + 1) * share // 100 > number * share // 100)
        for number, who in enumerate(people)
    ]


def planned(plan: RehearsalPlan) -> list[PlannedPhase]:
    """Return the phases of a session, in whole seconds. The last one has no end: nobody is to hear of it as
    they leave."""
    times = [round(each.starts) for each in timeline(plan.scenario, plan.seconds)]
    lengths = [*(max(end - start, 1) for start, end in pairwise(times)), None]
    return [
        PlannedPhase(phase.kind, phase.title, seconds)
        for phase, seconds in zip(plan.scenario.phase, lengths, strict=True)
    ]


@asynccontextmanager
async def _workers(people: int) -> AsyncIterator[list[PeopleWorker]]:
    """Start the processes that ``people`` need; yield once all are ready."""
    workers: list[PeopleWorker] = []
    with tempfile.TemporaryDirectory(prefix="hub-players-") as folder:
        try:
            for number in range(min(os.cpu_count() or 1, -(-people // EACH_PROCESS))):
                workers.append(await PeopleWorker.start(Path(folder) / f"played-{number}"))
            for worker in workers:
                await worker.until_ready()
            yield workers
        finally:
            for worker in workers:
                await worker.stop()


def _jobs(
    venue: Venue, plan: RehearsalPlan, people: Sequence[Newcomer], begins: float, workers: int
) -> Iterator[PeopleJob]:
    for number in range(workers):
        yield PeopleJob(
            venue.url, list(people[number::workers]), plan.scenario, begins, plan.seconds, plan.seed
        )


async def _play(
    venue: Venue, workers: Sequence[PeopleWorker], show: Show
) -> tuple[list[PeopleReport], dict[int, LogLines]]:
    def changed() -> None:
        show([worker.progress[-1] for worker in workers if worker.progress])

    await asyncio.gather(*(worker.until_quiet(changed) for worker in workers))
    logs = await venue.read_log()
    heads = Heads({room: lines[-1][0] for room, lines in logs.items() if lines})
    for worker in workers:
        worker.tell(heads)
    return [await worker.played() for worker in workers], logs


async def _sample(venue: Venue, begins: float, samples: dict[int, Sample]) -> None:
    while True:
        second = time.monotonic() - begins
        samples[int(second)] = sample(venue.pids)
        await asyncio.sleep(1 - second % 1)


async def _note(venue: Venue) -> None:
    while True:
        await asyncio.sleep(NOTE_EVERY)
        await venue.note()


def _check(task: "asyncio.Task[None]") -> None:
    if task.done() and not task.cancelled():
        task.result()
