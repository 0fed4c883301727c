"""RTP and VP8 of spooled packets, as the composition reads them."""

from typing import NamedTuple

from realtime.meeting.media.sfu.rtp import HEADER, MARKER, MalformedPacket, payload_bounds

EXTENDED, START, HAS_PICTURE, HAS_TL0, HAS_LAYER, LONG = 0x80, 0x10, 0x80, 0x40, 0x30, 0x80
KEY_START = b"\x9d\x01\x2a"  # RFC 6386 section 9.1


class RecordedPacket(NamedTuple):
    """A parsed packet. ``ends``: the marker, on the last packet of a frame."""

    ends: bool
    seq: int
    timestamp: int
    ssrc: int
    payload: bytes


def parse(data: bytes) -> RecordedPacket:
    """Parse a packet. Raises ``MalformedPacket``."""
    if len(data) < HEADER.size:
        raise MalformedPacket("no header")
    _first, second, seq, timestamp, ssrc = HEADER.unpack_from(data)
    start, end = payload_bounds(memoryview(data), len(data))
    return RecordedPacket(bool(second & MARKER), seq, timestamp, ssrc, data[start:end])


class CounterUnwrapper:
    """Unwraps a counter of so many bits."""

    def __init__(self, bits: int) -> None:
        self._whole, self._last = 1 << bits, -1

    def __call__(self, value: int) -> int:
        if self._last < 0:
            self._last = value
        half = self._whole // 2
        found = self._last + ((value - self._last + half) % self._whole) - half
        self._last = max(self._last, found)
        return found


class MediaTimeline:
    """Maps RTP timestamps to the time of arrival: smoothly while the clock runs on, and anew after a leap
    (another person, or a pause)."""

    def __init__(self, rate: int, slack_ms: int) -> None:
        self._rate, self._slack = rate, slack_ms
        self._unwrap = CounterUnwrapper(32)
        self._offset: float | None = None

    def at(self, timestamp: int, arrived_ms: int) -> float:
        """Return milliseconds since the beginning."""
        media = self._unwrap(timestamp) * 1000 / self._rate
        if self._offset is None or abs(media + self._offset - arrived_ms) > self._slack:
            self._offset = arrived_ms - media
        return max(0.0, media + self._offset)


def begins_frame(payload: bytes) -> bool:
    """Whether this is the first packet of a VP8 frame (RFC 7741 section 4.2)."""
    return bool(payload) and payload[0] & (START | 0x07) == START


def without_descriptor(payload: bytes) -> bytes:
    """Return a VP8 payload without its descriptor. Raises ``IndexError`` when it is cut."""
    at = 1
    if payload[0] & EXTENDED:
        flags, at = payload[1], 2
        if flags & HAS_PICTURE:
            at += 2 if payload[at] & LONG else 1
        at += bool(flags & HAS_TL0) + bool(flags & HAS_LAYER)
    return payload[at:]


def key_size(frame: bytes) -> tuple[int, int] | None:
    """Return width and height of a key frame; None for another one."""
    if len(frame) < 10 or frame[0] & 1 or frame[3:6] != KEY_START:
        return None
    return int.from_bytes(frame[6:8], "little") & 0x3FFF, int.from_bytes(frame[8:10], "little") & 0x3FFF
