"""One rehearsal: the people are spread over processes, the evening happens, everybody's feed is collected."""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from realtime.serve.options import HOUSE
from realtime.serve.sentences import Refusal
from realtime.simulate.sampling import Sample, sample
from realtime.simulate.scenario import Scenario
from realtime.simulate.sentences import PLAYER_BROKE
from realtime.simulate.telling import Heads, Job, Lines, Newcomer, Played, Progress, Quiet
from realtime.simulate.venue import Venue

EACH_PROCESS = 400  # people that one process plays with ease
HEADSTART = 1.5  # seconds for the players to be there at second 0
NOTE_EVERY = 60.0
LINE_BYTES = 2**22


@dataclass(frozen=True)
class Plan:
    """What is to be played, and how long a delivery may take (99 of 100), in milliseconds."""

    rooms: int
    people: int
    seconds: float
    scenario_name: str
    scenario: Scenario
    seed: str
    goal_ms: float


@dataclass
class Evening:
    """What happened. ``samples``: the servers and the machine by second; ``progress``: of each player."""

    people: int
    begins: float
    servers: int
    played: list[Played]
    logs: dict[int, Lines]
    samples: dict[int, Sample]
    progress: list[list[Progress]]


Show = Callable[[Sequence[Progress]], None]


@dataclass
class Player:
    """A process of simulated people, from outside."""

    process: asyncio.subprocess.Process
    file: Path
    progress: list[Progress] = field(default_factory=list)

    @classmethod
    async def start(cls, job: Job, file: Path) -> "Player":
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "realtime.simulate.player", str(file)),
            cwd=HOUSE,
            env={**os.environ, "PYTHONPATH": str(HOUSE)},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=LINE_BYTES,
            process_group=0,
        )
        player = cls(process, file)
        player.tell(job)
        return player

    def tell(self, words: Job | Heads) -> None:
        """One line to the process."""
        assert self.process.stdin is not None  # noqa: S101 - asked for above
        self.process.stdin.write(msgspec.json.encode(words) + b"\n")

    async def until_quiet(self, changed: Callable[[], None]) -> None:
        """Listen to its progress until its people have said all. Raises ``Refusal`` when it breaks."""
        while True:
            assert self.process.stdout is not None  # noqa: S101
            line = await self.process.stdout.readline()
            if not line:
                raise Refusal(PLAYER_BROKE(code=await self.process.wait()))
            told = msgspec.json.decode(line, type=Progress | Quiet)
            if isinstance(told, Quiet):
                return
            self.progress.append(told)
            changed()

    async def played(self) -> Played:
        """What it leaves once everybody has heard everything. Raises ``Refusal`` when it broke."""
        await self.process.communicate()
        if self.process.returncode:
            raise Refusal(PLAYER_BROKE(code=self.process.returncode))
        return msgspec.msgpack.decode(self.file.read_bytes(), type=Played)

    async def stop(self) -> None:
        """Whatever it is doing."""
        if self.process.returncode is None:
            self.process.kill()
            await self.process.wait()


async def rehearse(venue: Venue, plan: Plan, show: Show) -> Evening:
    """Play ``plan`` at ``venue``; ``show`` is called as often as there is news. Raises ``Refusal``."""
    people = await venue.gather(plan.rooms, plan.people)
    begins = time.monotonic() + HEADSTART
    samples: dict[int, Sample] = {}
    with tempfile.TemporaryDirectory(prefix="hub-players-") as folder:
        players = await _start(venue, plan, people, begins, Path(folder))
        beside = [asyncio.create_task(_sample(venue, begins, samples)), asyncio.create_task(_note(venue))]
        try:
            played, logs = await _play(venue, players, show)
        finally:
            for task in beside:
                task.cancel()
            for player in players:
                await player.stop()
    for task in beside:
        _check(task)
    progress = [player.progress for player in players]
    return Evening(len(people), begins, len(venue.pids), played, logs, samples, progress)


async def _start(
    venue: Venue, plan: Plan, people: Sequence[Newcomer], begins: float, folder: Path
) -> list[Player]:
    processes = min(os.cpu_count() or 1, -(-len(people) // EACH_PROCESS))
    jobs = (
        Job(venue.url, list(people[number::processes]), plan.scenario, begins, plan.seconds, plan.seed)
        for number in range(processes)
    )
    return [await Player.start(job, folder / f"played-{number}") for number, job in enumerate(jobs)]


async def _play(venue: Venue, players: Sequence[Player], show: Show) -> tuple[list[Played], dict[int, Lines]]:
    def changed() -> None:
        show([player.progress[-1] for player in players if player.progress])

    await asyncio.gather(*(player.until_quiet(changed) for player in players))
    logs = await venue.read_log()
    heads = Heads({room: lines[-1][0] for room, lines in logs.items() if lines})
    for player in players:
        player.tell(heads)
    return [await player.played() for player in players], logs


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
