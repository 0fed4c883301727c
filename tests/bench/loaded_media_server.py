"""A running media server with its guests connected, which ``media`` measures window by window."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from realtime.simulate.meeting.process_messages import GuestReport, StreamReport
from tests.bench.guest_processes import BenchGuests, MeetingSize

WARM = 1.5  # seconds until every picture has begun again


@dataclass(frozen=True)
class MediaWindow:
    """One measured span: ``cores`` that the server used, and what the guests received."""

    seconds: float
    cores: float
    guests: list[GuestReport]

    @property
    def pictures(self) -> list[StreamReport]:
        """Video streams that carry somebody."""
        return [each for guest in self.guests for each in guest.pictures if each.person is not None]

    @property
    def voices(self) -> list[StreamReport]:
        """Audio streams."""
        return [each for guest in self.guests for each in guest.voices]

    @property
    def gaps(self) -> int:
        """Packets that never arrived."""
        return sum(each.gaps for each in (*self.pictures, *self.voices))

    @property
    def packets_a_second(self) -> float:
        """Packets a second that the server sent."""
        return sum(each.packets for each in (*self.pictures, *self.voices)) / self.seconds

    @property
    def microseconds(self) -> float:
        """Processor microseconds of the server for each packet sent."""
        return 1e6 * self.cores / self.packets_a_second if self.packets_a_second else 0.0

    @property
    def fewest_frames(self) -> float:
        """Frames a second of the worst picture."""
        return min((each.frames for each in self.pictures), default=0) / self.seconds

    @property
    def longest_freeze(self) -> float:
        """The longest pause between two frames, in seconds."""
        return max((each.longest for each in self.pictures), default=self.seconds)


class LoadedMediaServer:
    """``name`` of the server; ``cpu`` returns its processor seconds so far."""

    def __init__(self, name: str, cpu: Callable[[], float], guests: BenchGuests) -> None:
        self.name, self._cpu, self._guests = name, cpu, guests

    def window(self, seconds: float) -> MediaWindow:
        """Let everybody send for ``seconds``, then pause."""
        self._guests.play()
        time.sleep(WARM)
        self._guests.play()
        before, began = self._cpu(), time.monotonic()
        time.sleep(seconds)
        cores = (self._cpu() - before) / (time.monotonic() - began)
        span, guests = self._guests.tell()
        self._guests.rest()
        return MediaWindow(span, cores, guests)


@contextmanager
def loaded_media_server(
    name: str, port: int, cpu: Callable[[], float], size: MeetingSize
) -> Iterator[LoadedMediaServer]:
    """Connect a meeting of ``size`` through ``port``, paused. Raises ``GuestsMissing``."""
    guests = BenchGuests(size, port)
    try:
        guests.gather()
        guests.rest()
        yield LoadedMediaServer(name, cpu, guests)
    finally:
        guests.disperse()
