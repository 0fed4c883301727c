"""Reassembly of VP8 frames from RTP packets: complete, in order, each after the one it needs."""

from collections.abc import Iterator
from typing import NamedTuple

from realtime.meeting.media.sfu import vp8
from realtime.meeting.recording.rtp import (
    CounterUnwrapper,
    MediaTimeline,
    RecordedPacket,
    begins_frame,
    key_size,
    without_descriptor,
)

RATE = 90_000
SLACK_MS = 400
PATIENCE_MS = 500  # how long to wait for a retransmission
LEAP = 64  # pictures: a number so far from the one before is of another camera


class EncodedFrame(NamedTuple):
    """An encoded frame at ``at`` milliseconds; ``size`` of a key frame, None otherwise."""

    at: int
    data: bytes
    size: tuple[int, int] | None


class FrameAssembler:
    """Assembles one section. It waits for the next key frame after a lost packet, after ``darken``, and where
    another camera begins."""

    def __init__(self) -> None:
        self._timeline, self._unwrap = MediaTimeline(RATE, SLACK_MS), CounterUnwrapper(16)
        self._waiting: dict[int, tuple[RecordedPacket, int]] = {}
        self._next: int | None = None
        self._parts: list[bytes] | None = None
        self._needs_key = True
        self._picture: int | None = None
        self._last = -1

    def take(self, packet: RecordedPacket, at_ms: int) -> Iterator[EncodedFrame]:
        """Take a packet that came at that moment; yield the frames that it completes."""
        number = self._unwrap(packet.seq)
        if self._next is None:
            self._next = number
        if number >= self._next:
            self._waiting[number] = packet, at_ms
        self._skip_what_never_comes(at_ms)
        while (found := self._waiting.pop(self._next, None)) is not None:
            self._next += 1
            frame = self._put(*found)
            if frame is not None:
                yield frame

    def after(self, at: int) -> int:
        """Return ``at``, or just after the last frame, and let the next frame come after it."""
        self._last = max(self._last + 1, at)
        return self._last

    def darken(self) -> None:
        """Drop everything until the next key frame: nobody is seen any more."""
        self._needs_key, self._parts = True, None

    def _skip_what_never_comes(self, now_ms: int) -> None:
        if self._next in self._waiting or not self._waiting:
            return
        first = min(self._waiting)
        if now_ms - self._waiting[first][1] > PATIENCE_MS:
            self._next = first
            self.darken()

    def _put(self, packet: RecordedPacket, at_ms: int) -> EncodedFrame | None:
        if begins_frame(packet.payload):
            self._parts = []
            self._count(packet.payload)
        if self._parts is None or not packet.payload:
            return None
        try:
            self._parts.append(without_descriptor(packet.payload))
        except IndexError:
            self.darken()
            return None
        if not packet.ends:
            return None
        data, self._parts = b"".join(self._parts), None
        return self._whole(data, packet.timestamp, at_ms)

    def _count(self, payload: bytes) -> None:
        """Find out by the picture's number whether it is another camera's: Janus switches to whatever comes
        next, under packet numbers that go on."""
        found = vp8.read(payload)
        if not found.mask:
            return
        if self._picture is not None and not 0 < (found.picture - self._picture) & found.mask <= LEAP:
            self._needs_key = True
        self._picture = found.picture

    def _whole(self, data: bytes, timestamp: int, at_ms: int) -> EncodedFrame | None:
        size = key_size(data)
        self._needs_key = self._needs_key and size is None
        if self._needs_key:
            return None
        return EncodedFrame(self.after(int(self._timeline.at(timestamp, at_ms))), data, size)
