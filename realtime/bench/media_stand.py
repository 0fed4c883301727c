"""A running media server with its guests before it: what ``media`` measures, window by window."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from realtime.bench.party import Crowd, Guests
from realtime.simulate.meeting.telling import GuestSeen, StreamSeen

WARM = 1.5  # seconds until every picture has begun again


@dataclass(frozen=True)
class Window:
    """What ``seconds`` cost and brought: ``cores`` of the server, and what the guests saw."""

    seconds: float
    cores: float
    guests: list[GuestSeen]

    @property
    def pictures(self) -> list[StreamSeen]:
        """Those in which somebody is."""
        return [each for guest in self.guests for each in guest.pictures if each.person is not None]

    @property
    def voices(self) -> list[StreamSeen]:
        """Sections that carry a voice."""
        return [each for guest in self.guests for each in guest.voices]

    @property
    def gaps(self) -> int:
        """Packets that never came."""
        return sum(each.gaps for each in (*self.pictures, *self.voices))

    @property
    def packets_a_second(self) -> float:
        """That the server sent."""
        return sum(each.packets for each in (*self.pictures, *self.voices)) / self.seconds

    @property
    def microseconds(self) -> float:
        """Of the server's processor for each packet sent."""
        return 1e6 * self.cores / self.packets_a_second if self.packets_a_second else 0.0

    @property
    def fewest_frames(self) -> float:
        """Frames a second of the worst picture."""
        return min((each.frames for each in self.pictures), default=0) / self.seconds

    @property
    def longest_freeze(self) -> float:
        """Seconds."""
        return max((each.longest for each in self.pictures), default=self.seconds)


class MediaStand:
    """``name`` of the contender; ``cpu``: processor seconds of its server so far."""

    def __init__(self, name: str, cpu: Callable[[], float], guests: Guests) -> None:
        self.name, self._cpu, self._guests = name, cpu, guests

    def window(self, seconds: float) -> Window:
        """Everybody sends for so long, then rests."""
        self._guests.play()
        time.sleep(WARM)
        self._guests.play()
        before, began = self._cpu(), time.monotonic()
        time.sleep(seconds)
        cores = (self._cpu() - before) / (time.monotonic() - began)
        span, guests = self._guests.tell()
        self._guests.rest()
        return Window(span, cores, guests)


@contextmanager
def gathered(name: str, port: int, cpu: Callable[[], float], crowd: Crowd) -> Iterator[MediaStand]:
    """``crowd`` at the bare line on ``port``, all with their media and still. Raises ``Missing``."""
    guests = Guests(crowd, port)
    try:
        guests.gather()
        guests.rest()
        yield MediaStand(name, cpu, guests)
    finally:
        guests.disperse()
