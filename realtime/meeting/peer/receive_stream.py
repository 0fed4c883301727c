"""Receive statistics of one SSRC: sequence numbers, NACKs, frames and freezes; nothing is decoded."""

from dataclasses import dataclass, field
from typing import NamedTuple

from realtime.meeting.peer.rtp import Vp8Fragment

AGAIN = 0.1  # seconds until a packet is NACKed once more
TRIES = 6
CYCLE = 1 << 16
KEY_AGAIN = 0.5  # seconds between two PLIs


@dataclass
class _MissingPacket:
    """A packet that has not come: ``asked`` how often, and when it is due ``again``."""

    asked: int
    again: float


class SequenceTracker:
    """Sequence numbers of one stream (RFC 3550 appendix A). ``gaps``: lost in spite of NACKs."""

    def __init__(self, clock: int) -> None:
        self.received = self.gaps = self.repaired = self.asked = self.late = 0
        self.jitter = 0.0
        self.highest = -1
        self.first = 0
        self.missing: dict[int, _MissingPacket] = {}
        self._clock = clock
        self._transit: float | None = None
        self._reported = (0, 0)

    def take(self, number: int, timestamp: int, now: float) -> int | None:
        """Return the unwrapped number, or None for a packet that is a duplicate or too late."""
        if self.highest < 0:
            self.highest = self.first = number + CYCLE
        extended = self.highest + ((number - self.highest + CYCLE // 2) % CYCLE) - CYCLE // 2
        if extended > self.highest:
            for lost in range(max(self.highest + 1, extended - 512), extended):
                self.missing[lost] = _MissingPacket(0, now)
            self.highest = extended
            self._measure(timestamp, now)
        elif self.missing.pop(extended, None) is not None:
            self.repaired += 1
        elif self.received:
            self.late += 1
            return None
        self.received += 1
        return extended

    def due(self, now: float, tries: int = TRIES) -> tuple[list[int], list[int]]:
        """Return the numbers (16 bits) to NACK now, and those (unwrapped) given up after ``tries``."""
        ask, lost = [], []
        for number, missing in list(self.missing.items()):
            if missing.again > now:
                continue
            if missing.asked >= tries:
                lost.append(number)
                del self.missing[number]
            else:
                ask.append(number % CYCLE)
                missing.asked, missing.again = missing.asked + 1, now + AGAIN
        self.gaps += len(lost)
        self.asked += len(ask)
        return ask, lost

    def report(self) -> tuple[int, int]:
        """Return the share lost since the last report in 1/256, and all lost so far (RFC 3550, 6.4.1)."""
        expected = self.highest - self.first + 1
        before, received = self._reported
        self._reported = (expected, self.received)
        since = expected - before
        lost = max(0, since - (self.received - received))
        return (min(255, lost * 256 // since) if since > 0 else 0), max(0, expected - self.received)

    def _measure(self, timestamp: int, now: float) -> None:
        """Update the jitter, in units of the clock (RFC 3550 section 6.4.1)."""
        transit = now * self._clock - timestamp
        if self._transit is not None:
            change = abs(transit - self._transit)
            if change < self._clock:  # not the leap from one person to the next
                self.jitter += (change - self.jitter) / 16
        self._transit = transit


@dataclass
class FrameTracker:
    """Counts frames as a decoder would show them: complete, in order, each after the one it needs.

    ``shown`` counts them; ``longest`` is the longest pause between two, in seconds, while somebody is seen.
    """

    shown: int = 0
    keys: int = 0
    longest: float = 0.0
    last: float | None = None
    key_asked: float = 0.0
    _next: int | None = None
    _is_key: bool = False
    _early: dict[int, Vp8Fragment] = field(default_factory=dict)

    def take(self, number: int, piece: Vp8Fragment, now: float) -> bool:
        """Take a fragment; return whether it completes a frame."""
        shown = self.shown
        if self._next is None and piece.begins and piece.is_key:
            self._next = number
            self._early = {each: kept for each, kept in self._early.items() if each > number}
        if number == self._next:
            self._go_on(number, piece, now)
        elif self._next is None or number > self._next:
            self._early[number] = piece
            while len(self._early) > 1_024:
                del self._early[min(self._early)]
        return self.shown > shown

    def _go_on(self, number: int, piece: Vp8Fragment | None, now: float) -> None:
        while piece is not None:
            self._is_key = piece.is_key if piece.begins else self._is_key
            if piece.ends:
                self._show(now)
            number += 1
            self._next = number
            piece = self._early.pop(number, None)

    def _show(self, now: float) -> None:
        self.shown += 1
        self.keys += self._is_key
        if self.last is not None:
            self.longest = max(self.longest, now - self.last)
        self.last = now

    def give_up(self, number: int, now: float) -> None:
        """Give up packet ``number``: nothing is shown until a key frame, which may be here already."""
        if self._next is None or number < self._next:
            return
        self._next = None
        for early in sorted(self._early):
            piece = self._early[early]
            if early > number and piece.begins and piece.is_key:
                del self._early[early]
                self.take(early, piece, now)
                return

    def wants_key(self, now: float) -> bool:
        """Whether to send a PLI now."""
        if self._next is not None or now - self.key_asked < KEY_AGAIN:
            return False
        self.key_asked = now
        return True

    def pause(self, now: float) -> float:
        """Return the seconds since the last frame; 0 when none is awaited."""
        return now - self.last if self.last is not None else 0.0


class StreamCounts(NamedTuple):
    """Counts of one stream."""

    packets: int
    gaps: int
    repaired: int
    frames: int


class ReceiveStream:
    """One SSRC. ``person``: whom it carries now, as the server says; ``waited``: seconds from each such
    change to the first frame. ``is_repaired``: the server retransmits what is NACKed."""

    def __init__(self, mid: str, kind: str, ssrc: int) -> None:
        self.mid, self.kind, self.ssrc = mid, kind, ssrc
        self.is_repaired = False
        self.sequence = SequenceTracker(90_000 if kind == "video" else 48_000)
        self.pictures = FrameTracker()
        self.person: int | None = None
        self.waited: list[float] = []
        self.longest = 0.0
        self._given: float | None = None
        self._before = StreamCounts(0, 0, 0, 0)

    def counted(self) -> StreamCounts:
        """Return the counts since ``count_anew``."""
        return StreamCounts(*(now - then for now, then in zip(self._all(), self._before, strict=True)))

    def count_anew(self, now: float) -> None:
        """Count from now on; an intended pause is no freeze."""
        self._before = self._all()
        self.longest = self.pictures.longest = 0.0
        self.pictures.last = now if self.person is not None and self.pictures.last is not None else None

    def _all(self) -> StreamCounts:
        sequence = self.sequence
        return StreamCounts(sequence.received, sequence.gaps, sequence.repaired, self.pictures.shown)

    def give(self, person: int | None, now: float) -> None:
        """Note that this section carries ``person`` from now on; None: nobody."""
        if person == self.person:
            return
        self.person = person
        self.longest = max(self.longest, self.pictures.longest)
        self.pictures.longest, self.pictures.last = 0.0, None
        self._given = now if person is not None else None

    def showed(self, now: float) -> None:
        """Note that a frame was shown."""
        if self._given is not None:
            self.waited.append(now - self._given)
            self._given = None

    def freeze(self, now: float) -> float:
        """Return the longest freeze while somebody was in this picture, in seconds."""
        running = self.pictures.pause(now) if self.person is not None else 0.0
        return max(self.longest, self.pictures.longest, running)

    @property
    def waits(self) -> bool:
        """Whether somebody is to be seen of whom no frame has come."""
        return self._given is not None
