"""Simulate people beside real browsers, as ``bin/simulate --meeting`` does, in a process of their own."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from realtime.simulate.meeting.meeting_client import GuestSpec
from realtime.simulate.meeting.process_messages import GuestReport, GuestsJob
from tests.bench.guest_processes import BlockingGuestsWorker


class Guests:
    """The simulated people of one party. Raises ``GuestsMissing`` when their process has broken."""

    def __init__(self, player: BlockingGuestsWorker) -> None:
        self._player = player
        self.are_in, self.play, self.leave = player.are_in, player.play, player.leave

    def seen(self) -> list[GuestReport]:
        """Return what each of them has seen since ``play``."""
        self._player.ask()
        return self._player.hear().guests


@contextmanager
def party(url: str, meeting: int, cookies: Sequence[str], cameras: int) -> Iterator[Guests]:
    """Start one guest for each session cookie; ``cameras`` of them are seen, two are heard at a time."""
    people = [
        GuestSpec(f"Figurant·e {number + 1}", number, cookie=cookie, camera=number < cameras, pictures=4)
        for number, cookie in enumerate(cookies)
    ]
    asked = GuestsJob(
        *(people, len(people), meeting, time.monotonic(), "rencontre", url),
        arrival=2.0,
        speaking=2,
        patience=120.0,  # beside real browsers, on a busy machine
    )
    with BlockingGuestsWorker(asked) as player:
        yield Guests(player)
