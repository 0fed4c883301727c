"""Simulated people beside real browsers: those of ``bin/simulate --meeting``, in a process of their own."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from realtime.bench.party import Player
from realtime.simulate.meeting.attendee import Guest
from realtime.simulate.meeting.telling import GuestSeen, Party


class Guests:
    """Everybody of one party. Raises ``Missing`` when their process has broken."""

    def __init__(self, player: Player) -> None:
        self._player = player
        self.are_in, self.play, self.leave = player.are_in, player.play, player.leave

    def seen(self) -> list[GuestSeen]:
        """What each of them has seen since ``play``."""
        self._player.ask()
        return self._player.hear().guests


@contextmanager
def party(url: str, meeting: int, cookies: Sequence[str], cameras: int) -> Iterator[Guests]:
    """One guest for each session cookie, ``cameras`` of them seen, two heard at a time."""
    people = [
        Guest(f"Figurant·e {number + 1}", number, cookie=cookie, camera=number < cameras, pictures=4)
        for number, cookie in enumerate(cookies)
    ]
    asked = Party(people, len(people), meeting, time.monotonic(), "rencontre", url, arrival=2.0, speaking=2)
    with Player(asked) as player:
        yield Guests(player)
