"""Runs a simulated rencontre: spreads the guests over processes, and collects their reports."""

import asyncio
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import msgspec

from realtime.serve.options import HOUSE
from realtime.serve.sentences import CommandRefused
from realtime.simulate.meeting.meeting_client import GuestSpec
from realtime.simulate.meeting.plan import SimulatedMeeting
from realtime.simulate.meeting.process_messages import (
    AllConnected,
    GuestsJob,
    GuestsMessage,
    GuestsOrder,
    GuestsProgress,
    GuestsReport,
    SendReport,
    StartMedia,
    StopGuests,
)
from realtime.simulate.meeting.venue import MeetingVenue
from realtime.simulate.sampling import Sample, sample
from realtime.simulate.sentences import PLAYER_BROKE

EACH_PROCESS = 50  # guests that one process simulates with ease
HEADSTART = 2.0  # seconds for the workers to encode their tracks
LINE_BYTES = 2**24

Show = Callable[[Sequence[GuestsProgress]], None]


@dataclass
class MeetingRecord:
    """What happened. ``house``, ``media``: samples of their processes by second; ``progress``: of each
    worker."""

    seen: list[GuestsReport] = field(default_factory=list)
    missing: int = 0
    house: dict[int, Sample] = field(default_factory=dict)
    media: dict[int, Sample] = field(default_factory=dict)
    progress: list[list[GuestsProgress]] = field(default_factory=list)


class GuestsWorker:
    """A ``guests_worker`` process, seen from outside."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.progress: list[GuestsProgress] = []

    @classmethod
    async def start(cls, job: GuestsJob) -> "GuestsWorker":
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "realtime.simulate.meeting.guests_worker"),
            cwd=HOUSE,
            env={**os.environ, "PYTHONPATH": str(HOUSE)},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=LINE_BYTES,
            process_group=0,
        )
        worker = cls(process)
        worker.order(job)
        return worker

    def order(self, words: GuestsJob | GuestsOrder) -> None:
        """Write one message to the process."""
        assert self._process.stdin is not None  # noqa: S101 - asked for above
        self._process.stdin.write(msgspec.json.encode(words) + b"\n")

    async def hear(self) -> GuestsMessage:
        """Return the next message that is not progress. Raises ``CommandRefused`` when the process breaks."""
        assert self._process.stdout is not None  # noqa: S101
        while line := await self._process.stdout.readline():
            told: GuestsMessage = msgspec.json.decode(line, type=GuestsMessage)
            if not isinstance(told, GuestsProgress):
                return told
            self.progress.append(told)
        raise CommandRefused(PLAYER_BROKE(code=await self._process.wait()))

    async def stop(self) -> None:
        """Ask the process to end, and kill it if it does not."""
        if self._process.returncode is None:
            self.order(StopGuests())
            try:
                await asyncio.wait_for(self._process.communicate(), 5)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()


async def hold(venue: MeetingVenue, plan: SimulatedMeeting, show: Show) -> MeetingRecord:
    """Run ``plan`` at ``venue``, calling ``show`` each second. Raises ``CommandRefused``."""
    meeting, guests = await venue.make_meeting(plan)
    record, begins = MeetingRecord(), time.monotonic() + HEADSTART
    workers: list[GuestsWorker] = []
    beside: list[asyncio.Task[None]] = []
    try:
        for job in _jobs(venue, plan, meeting, guests, begins):
            workers.append(await GuestsWorker.start(job))
        beside.append(asyncio.create_task(_sample(venue, begins, record)))
        beside.append(asyncio.create_task(_show(workers, show)))
        await _conduct(workers, plan, begins, record)
    finally:
        for task in beside:
            task.cancel()
        for worker in workers:
            await worker.stop()
    record.progress = [worker.progress for worker in workers]
    return record


async def _conduct(
    workers: Sequence[GuestsWorker], plan: SimulatedMeeting, begins: float, record: MeetingRecord
) -> None:
    answers = [asyncio.ensure_future(worker.hear()) for worker in workers]
    record.missing = sum(
        told.missing for told in await asyncio.gather(*answers) if isinstance(told, AllConnected)
    )
    for worker in workers:
        worker.order(StartMedia())
    answers = [asyncio.ensure_future(worker.hear()) for worker in workers]
    rest = begins + plan.arrival + plan.seconds - time.monotonic()
    await asyncio.wait(answers, timeout=max(rest, 1.0))  # a worker sends nothing now unless it breaks
    for worker in workers:
        worker.order(SendReport())
    record.seen = [told for told in await asyncio.gather(*answers) if isinstance(told, GuestsReport)]


def _jobs(
    venue: MeetingVenue, plan: SimulatedMeeting, meeting: int, guests: Sequence[GuestSpec], begins: float
) -> list[GuestsJob]:
    processes = min(os.cpu_count() or 1, -(-len(guests) // EACH_PROCESS))
    return [
        GuestsJob(
            guests=list(guests[number::processes]),
            people=plan.people,
            meeting=meeting,
            begins=begins,
            seed=plan.seed,
            url=venue.url,
            arrival=plan.arrival,
            speaking=plan.speaking,
            turn=plan.turn,
            loss=plan.loss,
        )
        for number in range(processes)
    ]


async def _sample(venue: MeetingVenue, begins: float, record: MeetingRecord) -> None:
    while True:
        second = time.monotonic() - begins
        record.house[int(second)] = sample(venue.pids)
        record.media[int(second)] = sample(venue.media)
        await asyncio.sleep(1 - second % 1)


async def _show(workers: Sequence[GuestsWorker], show: Show) -> None:
    while True:
        await asyncio.sleep(1)
        latest = [worker.progress[-1] for worker in workers if worker.progress]
        if latest:
            show(latest)
