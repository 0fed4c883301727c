"""Guests of a meeting in processes of their own, driven synchronously by a benchmark or a test."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self, TypeVar

import msgspec

from realtime.serve.options import HOUSE
from realtime.simulate.meeting.meeting_client import GuestSpec
from realtime.simulate.meeting.process_messages import (
    AllConnected,
    GuestReport,
    GuestsJob,
    GuestsOrder,
    GuestsProgress,
    GuestsReport,
    PauseMedia,
    SendReport,
    StartMedia,
    StopGuests,
)
from realtime.simulate.process_messages import Newcomer

EACH_PROCESS = 50  # guests that one process simulates with ease
GRACE = 10.0
FIRST_PERSON = 1
T = TypeVar("T", AllConnected, GuestsReport)


class GuestsMissing(Exception):
    """Some guests never had media; the message says how many."""


@dataclass(frozen=True)
class MeetingSize:
    """``people`` in a meeting, ``cameras`` that are on, ``pictures`` that each wants to see."""

    people: int
    cameras: int
    pictures: int
    speaking: int = 3
    loss: float = 0.0

    @property
    def shown(self) -> int:
        """Pictures that all guests together must see: nobody sees themselves."""
        seeing = min(self.pictures, self.cameras - 1)
        return self.cameras * seeing + (self.people - self.cameras) * min(self.pictures, self.cameras)

    def jobs(self, port: int, seed: str) -> list[GuestsJob]:
        """Return the job of each process, signalling through ``port``."""
        guests = [
            GuestSpec(
                f"Personne {number}", number, person=FIRST_PERSON + number, camera=number < self.cameras
            )
            for number in range(self.people)
        ]
        guests = [msgspec.structs.replace(guest, pictures=self.pictures) for guest in guests]
        processes = -(-self.people // EACH_PROCESS)
        begins = time.monotonic() + 1.0
        return [
            GuestsJob(
                guests=guests[number::processes],
                people=self.people,
                meeting=1,
                begins=begins,
                seed=seed,
                port=port,
                arrival=1.0,
                speaking=self.speaking,
                loss=self.loss,
            )
            for number in range(processes)
        ]


def all_with_cameras(people: Sequence[Newcomer], meeting: int, url: str) -> GuestsJob:
    """Return a job for ``people`` with cameras in a meeting at ``url``; the first of them hosts."""
    guests = [
        GuestSpec(who.name, number, cookie=who.cookie, camera=True, host=number == 0)
        for number, who in enumerate(people)
    ]
    return GuestsJob(guests, len(guests), meeting, time.monotonic(), "bench", url, arrival=1.0)


class BlockingGuestsWorker:
    """A ``guests_worker`` process, seen from outside. Calls raise ``GuestsMissing`` once it has ended."""

    def __init__(self, job: GuestsJob) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "realtime.simulate.meeting.guests_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            cwd=HOUSE,
            env={**os.environ, "PYTHONPATH": str(HOUSE)},
            process_group=0,
        )
        self._say(job)

    def are_in(self) -> int:
        """Wait until everybody is connected or has timed out. Return how many are not connected."""
        return self._until(AllConnected).missing

    def play(self) -> None:
        """Have them send, and count from here."""
        self._say(StartMedia())

    def rest(self) -> None:
        """Pause all media."""
        self._say(PauseMedia())

    def ask(self) -> None:
        """Request a report, to be read with ``hear``."""
        self._say(SendReport())

    def hear(self) -> GuestsReport:
        """Return the requested report of everything since ``play``."""
        return self._until(GuestsReport)

    def leave(self) -> None:
        """End the process. Does nothing when it has ended."""
        if self._process.poll() is not None:
            return
        try:
            self._process.communicate(msgspec.json.encode(StopGuests()) + b"\n", timeout=GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.leave()

    def _say(self, words: GuestsJob | GuestsOrder) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(msgspec.json.encode(words) + b"\n")

    def _until(self, wanted: type[T]) -> T:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            told = msgspec.json.decode(line, type=AllConnected | GuestsProgress | GuestsReport)
            if isinstance(told, wanted):
                return told
        raise GuestsMissing(f"the guests' process ended with {self._process.wait()}")


class BenchGuests:
    """All processes of a meeting of ``size``, signalling through ``port``."""

    def __init__(self, size: MeetingSize, port: int) -> None:
        self.size, self._port = size, port
        self._workers: list[BlockingGuestsWorker] = []

    def gather(self) -> None:
        """Start the guests and wait until all have media. Raises ``GuestsMissing``."""
        self._workers = [BlockingGuestsWorker(job) for job in self.size.jobs(self._port, "bench")]
        missing = sum(worker.are_in() for worker in self._workers)
        if missing:
            raise GuestsMissing(f"{missing} of {self.size.people} never had their media")

    def play(self) -> None:
        """Have them send, and count from here."""
        for worker in self._workers:
            worker.play()

    def rest(self) -> None:
        """Pause all media."""
        for worker in self._workers:
            worker.rest()

    def tell(self) -> tuple[float, list[GuestReport]]:
        """Return the seconds since ``play``, and the report of every guest."""
        for worker in self._workers:
            worker.ask()
        seen = [worker.hear() for worker in self._workers]
        return seen[0].seconds, [guest for each in seen for guest in each.guests]

    def disperse(self) -> None:
        """End all processes. Does nothing when they have ended."""
        workers, self._workers = self._workers, []
        for worker in workers:
            worker.leave()
