"""Guests of a rencontre in processes of their own, as a bench leads them."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self, TypeVar

import msgspec

from realtime.serve.options import HOUSE
from realtime.simulate.meeting.attendee import Guest
from realtime.simulate.meeting.telling import (
    GuestSeen,
    Inside,
    Leave,
    Order,
    Party,
    Play,
    Rest,
    Second,
    Seen,
    Tell,
)
from realtime.simulate.telling import Newcomer

EACH_PROCESS = 50  # guests that one process plays with ease
GRACE = 10.0
FIRST_PERSON = 1
T = TypeVar("T", Inside, Seen)


class Missing(Exception):
    """Some guests never had their media; the text says how many."""


@dataclass(frozen=True)
class Crowd:
    """How many come, how many with a camera on, and how many pictures each wants to see."""

    people: int
    cameras: int
    pictures: int
    speaking: int = 3
    loss: float = 0.0

    @property
    def shown(self) -> int:
        """Pictures that everybody together must see: nobody sees themselves."""
        seeing = min(self.pictures, self.cameras - 1)
        return self.cameras * seeing + (self.people - self.cameras) * min(self.pictures, self.cameras)

    def parties(self, port: int, seed: str) -> list[Party]:
        """By process, at the bare line on ``port``."""
        guests = [
            Guest(f"Personne {number}", number, person=FIRST_PERSON + number, camera=number < self.cameras)
            for number in range(self.people)
        ]
        guests = [msgspec.structs.replace(guest, pictures=self.pictures) for guest in guests]
        processes = -(-self.people // EACH_PROCESS)
        begins = time.monotonic() + 1.0
        return [
            Party(
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


def filmed(people: Sequence[Newcomer], meeting: int, url: str) -> Party:
    """All of ``people``, with cameras, in the rencontre of the Hub at ``url``; the first of them leads it."""
    guests = [
        Guest(who.name, number, cookie=who.cookie, camera=True, host=number == 0)
        for number, who in enumerate(people)
    ]
    return Party(guests, len(guests), meeting, time.monotonic(), "bench", url, arrival=1.0)


class Player:
    """A process of guests. What it is asked raises ``Missing`` when it has ended."""

    def __init__(self, party: Party) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "realtime.simulate.meeting.player"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            cwd=HOUSE,
            env={**os.environ, "PYTHONPATH": str(HOUSE)},
            process_group=0,
        )
        self._say(party)

    def are_in(self) -> int:
        """Wait until everybody is connected; how many are not, though they had long enough."""
        return self._until(Inside).missing

    def play(self) -> None:
        """Have them send, and count from here."""
        self._say(Play())

    def rest(self) -> None:
        """Have them be still."""
        self._say(Rest())

    def ask(self) -> None:
        """Ask what they have seen, to be heard by ``hear``."""
        self._say(Tell())

    def hear(self) -> Seen:
        """What each has seen since ``play``, when asked."""
        return self._until(Seen)

    def leave(self) -> None:
        """Everybody goes home; harmless when they have, however they are."""
        if self._process.poll() is not None:
            return
        try:
            self._process.communicate(msgspec.json.encode(Leave()) + b"\n", timeout=GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.leave()

    def _say(self, words: Party | Order) -> None:
        assert self._process.stdin is not None  # noqa: S101 - asked for above
        self._process.stdin.write(msgspec.json.encode(words) + b"\n")

    def _until(self, wanted: type[T]) -> T:
        assert self._process.stdout is not None  # noqa: S101
        for line in self._process.stdout:
            told = msgspec.json.decode(line, type=Inside | Second | Seen)
            if isinstance(told, wanted):
                return told
        raise Missing(f"the guests' process ended with {self._process.wait()}")


class Guests:
    """The processes of ``crowd`` at the bare line on ``port``."""

    def __init__(self, crowd: Crowd, port: int) -> None:
        self.crowd, self._port = crowd, port
        self._players: list[Player] = []

    def gather(self) -> None:
        """Come back when everybody has their media. Raises ``Missing``."""
        self._players = [Player(party) for party in self.crowd.parties(self._port, "bench")]
        missing = sum(player.are_in() for player in self._players)
        if missing:
            raise Missing(f"{missing} of {self.crowd.people} never had their media")

    def play(self) -> None:
        """Have them send, and count from here."""
        for player in self._players:
            player.play()

    def rest(self) -> None:
        """Have them be still."""
        for player in self._players:
            player.rest()

    def tell(self) -> tuple[float, list[GuestSeen]]:
        """Seconds since ``play``, and what everybody saw."""
        for player in self._players:
            player.ask()
        seen = [player.hear() for player in self._players]
        return seen[0].seconds, [guest for each in seen for guest in each.guests]

    def disperse(self) -> None:
        """Everybody leaves; harmless when they have."""
        players, self._players = self._players, []
        for player in players:
            player.leave()
