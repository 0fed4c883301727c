"""When each packet of one person arrived, told to their browser, which learns from it what their line holds.

The format is draft-holmer-rmcat-transport-wide-cc-extensions-01. Loss alone would tell a browser too late: a
narrow line first delays, for seconds.
"""

from collections.abc import Iterator, Sequence
from struct import pack

from realtime.meeting.forwarder.rtcp import FEEDBACK, HOUSE

JOURNAL_ID = 3
EVERY = 0.1
FORMAT = 15
TICK = 0.00025
REFERENCE = 256
"""Of these ticks, 64 milliseconds, is the unit of the time from which a report counts."""
MOST = 400
A_CHUNK = 7
TWO_BITS = 0xC000
NOT_COME, SHORT, LONG = 0, 1, 2


class Journal:
    """Numbers are counted over all streams of the person. Times are seconds of any steady clock."""

    def __init__(self) -> None:
        self.is_used = False
        """Whether their browser numbers its packets for this at all."""
        self._arrived: dict[int, int] = {}
        self._next = self._highest = 0
        self._reports = 0
        self._due = 0.0

    def note(self, seq: int, at: float) -> None:
        """The packet with the 16-bit number ``seq`` has arrived."""
        if not self.is_used:
            self.is_used, self._next, self._highest = True, seq, seq
        ahead = (seq - self._highest) & 0xFFFF
        number = self._highest + ahead - (0x10000 if ahead >= 0x8000 else 0)
        if number >= self._next:
            self._arrived[number] = int(at / TICK)
            self._highest = max(self._highest, number)

    def report(self, ssrc: int, now: float) -> bytes | None:
        """Ten times a second, what came since the last report; ``ssrc`` is any stream of theirs."""
        if now < self._due or not self._arrived:
            return None
        self._due = now + EVERY
        base, end = max(self._next, self._highest + 1 - MOST), self._highest + 1
        arrived, self._arrived, self._next = self._arrived, {}, end
        times = [arrived.get(number) for number in range(base, end)]
        self._reports += 1
        return written(ssrc, base, times, self._reports)


def written(ssrc: int, base: int, times: Sequence[int | None], count: int) -> bytes:
    """The ``count``-th report on the packets from the number ``base``: when each came, in ticks, or None."""
    began = next(time for time in times if time is not None) // REFERENCE
    kinds, deltas = [], b""
    last = began * REFERENCE
    for time in times:
        kind, delta = _delta(time, last)
        kinds.append(kind)
        deltas += delta
        last = last if time is None else time
    head = pack("!IIHHI", HOUSE, ssrc, base & 0xFFFF, len(times), (began & 0xFF_FFFF) << 8 | count & 0xFF)
    return _padded(head + b"".join(_chunks(kinds)) + deltas)


def _delta(time: int | None, last: int) -> tuple[int, bytes]:
    """How a packet is told: its kind, and its time since the ``last`` one before it."""
    if time is None:
        return NOT_COME, b""
    delta = time - last
    if 0 <= delta <= 0xFF:
        return SHORT, bytes([delta])
    return LONG, pack("!h", max(-0x8000, min(delta, 0x7FFF)))


def _chunks(kinds: Sequence[int]) -> Iterator[bytes]:
    """The kinds of the packets, seven in two bytes."""
    for start in range(0, len(kinds), A_CHUNK):
        chunk = TWO_BITS
        for place, kind in enumerate(kinds[start : start + A_CHUNK]):
            chunk |= kind << 2 * (A_CHUNK - 1 - place)
        yield pack("!H", chunk)


def _padded(body: bytes) -> bytes:
    """As an RTCP packet, which is made of whole words."""
    missing = -len(body) % 4
    first = 0x80 | (0x20 if missing else 0) | FORMAT
    padding = bytes(missing - 1) + bytes([missing]) if missing else b""
    return pack("!BBH", first, FEEDBACK, (len(body) + missing) // 4) + body + padding
