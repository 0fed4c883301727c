"""Simulated people beside real browsers: those of ``bin/simulate --meeting``, in a process of their own."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

from realtime.simulate.meeting.attendee import Guest
from realtime.simulate.meeting.telling import (
    GuestSeen,
    Inside,
    Leave,
    Order,
    Party,
    Play,
    Second,
    Seen,
    Tell,
    Told,
)

T = TypeVar("T", Inside, Seen)

HOUSE = Path(__file__).resolve().parents[2]


class Guests:
    """Everybody of one party. Raises ``EOFError`` when their process has broken."""

    def __init__(self, party: Party) -> None:
        self._running = subprocess.Popen(
            [sys.executable, "-P", "-m", "realtime.simulate.meeting.player"],
            cwd=HOUSE,
            env={**os.environ, "PYTHONPATH": str(HOUSE)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            process_group=0,
        )
        self._say(party)

    def are_in(self) -> int:
        """Wait until everybody is connected; how many are not, though they had long enough."""
        return self._hear(Inside).missing

    def play(self) -> None:
        """Count from here."""
        self._say(Play())

    def seen(self) -> list[GuestSeen]:
        """What each of them has seen since ``play``."""
        self._say(Tell())
        return self._hear(Seen).guests

    def leave(self) -> None:
        """Everybody goes home."""
        self._say(Leave())
        self._running.communicate(timeout=30)

    def stop(self) -> None:
        """However they are."""
        if self._running.poll() is None:
            self._running.kill()
            self._running.communicate()

    def _say(self, words: Party | Order) -> None:
        assert self._running.stdin is not None
        self._running.stdin.write(msgspec.json.encode(words) + b"\n")
        self._running.stdin.flush()

    def _hear(self, kind: type[T]) -> T:
        assert self._running.stdout is not None
        while line := self._running.stdout.readline():
            told: Told = msgspec.json.decode(line, type=Told)
            if not isinstance(told, Second):
                assert isinstance(told, kind)
                return told
        raise EOFError("the process of the guests has ended")


@contextmanager
def party(url: str, meeting: int, cookies: Sequence[str], cameras: int) -> Iterator[Guests]:
    """One guest for each session cookie, ``cameras`` of them seen, two heard at a time."""
    people = [
        Guest(f"Figurant·e {number + 1}", number, cookie=cookie, camera=number < cameras, pictures=4)
        for number, cookie in enumerate(cookies)
    ]
    guests = Guests(
        Party(people, len(people), meeting, time.monotonic(), "rencontre", url, arrival=2.0, speaking=2)
    )
    try:
        yield guests
    finally:
        guests.stop()
