"""Transport-wide congestion control: feedback to a browser on when each of its packets arrived.

The format is draft-holmer-rmcat-transport-wide-cc-extensions-01. Loss alone would tell a browser too late: a
narrow line first delays, for seconds.
"""

from collections.abc import Iterator, Sequence
from struct import pack

from realtime.meeting.media.sfu.rtcp import FEEDBACK, SFU_SSRC

TWCC_ID = 3
EVERY = 0.1
FORMAT = 15
TICK = 0.00025
REFERENCE = 256
"""The reference time counts in units of so many ticks, 64 milliseconds."""
MOST = 400
A_CHUNK = 7
TWO_BITS = 0xC000
NOT_COME, SHORT, LONG = 0, 1, 2


class TwccFeedback:
    """Arrival times by transport-wide sequence number, over all streams of a person. Times are seconds of
    any steady clock."""

    def __init__(self) -> None:
        self.is_used = False
        """Whether the browser sends transport-wide sequence numbers at all."""
        self._arrived: dict[int, int] = {}
        self._next = self._highest = 0
        self._reports = 0
        self._due = 0.0

    def note(self, seq: int, at: float) -> None:
        """Note that the packet with the 16-bit number ``seq`` has arrived."""
        if not self.is_used:
            self.is_used, self._next, self._highest = True, seq, seq
        ahead = (seq - self._highest) & 0xFFFF
        number = self._highest + ahead - (0x10000 if ahead >= 0x8000 else 0)
        if number >= self._next:
            self._arrived[number] = int(at / TICK)
            self._highest = max(self._highest, number)

    def report(self, ssrc: int, now: float) -> bytes | None:
        """Return feedback on what arrived since the last one, ten times a second; ``ssrc`` is any stream of
        the person."""
        if now < self._due or not self._arrived:
            return None
        self._due = now + EVERY
        base, end = max(self._next, self._highest + 1 - MOST), self._highest + 1
        arrived, self._arrived, self._next = self._arrived, {}, end
        times = [arrived.get(number) for number in range(base, end)]
        self._reports += 1
        return encode_feedback(ssrc, base, times, self._reports)


def encode_feedback(ssrc: int, base: int, times: Sequence[int | None], count: int) -> bytes:
    """Write the ``count``-th feedback on packets from ``base`` on: arrival times in ticks, or None."""
    began = next(time for time in times if time is not None) // REFERENCE
    kinds, deltas = [], b""
    last = began * REFERENCE
    for time in times:
        kind, delta = _delta(time, last)
        kinds.append(kind)
        deltas += delta
        last = last if time is None else time
    head = pack("!IIHHI", SFU_SSRC, ssrc, base & 0xFFFF, len(times), (began & 0xFF_FFFF) << 8 | count & 0xFF)
    return _padded(head + b"".join(_chunks(kinds)) + deltas)


def _delta(time: int | None, last: int) -> tuple[int, bytes]:
    """Return the status symbol of a packet, and its encoded delta to the ``last`` one that arrived."""
    if time is None:
        return NOT_COME, b""
    delta = time - last
    if 0 <= delta <= 0xFF:
        return SHORT, bytes([delta])
    return LONG, pack("!h", max(-0x8000, min(delta, 0x7FFF)))


def _chunks(kinds: Sequence[int]) -> Iterator[bytes]:
    """Write two-bit status vector chunks, seven packets each."""
    for start in range(0, len(kinds), A_CHUNK):
        chunk = TWO_BITS
        for place, kind in enumerate(kinds[start : start + A_CHUNK]):
            chunk |= kind << 2 * (A_CHUNK - 1 - place)
        yield pack("!H", chunk)


def _padded(body: bytes) -> bytes:
    """Wrap ``body`` as an RTCP packet, padded to whole words."""
    missing = -len(body) % 4
    first = 0x80 | (0x20 if missing else 0) | FORMAT
    padding = bytes(missing - 1) + bytes([missing]) if missing else b""
    return pack("!BBH", first, FEEDBACK, (len(body) + missing) // 4) + body + padding
