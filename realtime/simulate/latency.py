"""Measures the time from sending a command until another person's socket has its event."""

import math
from array import array
from collections import Counter, defaultdict
from dataclasses import dataclass, field

GROWTH = math.log(1.01)
LEAST = 0.001  # milliseconds
SENT_AGAIN = -math.inf  # the sending time of a command that was sent more than once

# Deliveries by bucket; each bucket is 1 % longer than the one before.
Histogram = Counter[int]
# A line of a log: the room's id, and the line's number.
LogPosition = tuple[int, int]


def bucket_of(milliseconds: float) -> int:
    """Return the bucket of a duration, which overstates it by at most 1 %."""
    return math.ceil(math.log(max(milliseconds, LEAST)) / GROWTH)


def longest(bucket: int) -> float:
    """Return the upper edge of a bucket, in milliseconds."""
    return math.exp(bucket * GROWTH)


def quantile(histogram: Histogram, share: float) -> float | None:
    """Return the duration in milliseconds that ``share`` of them did not exceed; None without any."""
    rank = share * histogram.total()
    passed = 0
    for bucket in sorted(histogram):
        passed += histogram[bucket]
        if passed >= rank:
            return longest(bucket)
    return None


@dataclass
class LatencyRecorder:
    """Records what one process sent and received. ``begins``: ``time.monotonic`` at second 0.

    It leaves out commands that were sent twice, since the sender's own network delayed them, and lines that
    somebody catches up with, since they were not connected when these were sent.
    """

    begins: float
    histograms: dict[int, Histogram] = field(default_factory=lambda: defaultdict(Counter))
    deliveries: Counter[int] = field(default_factory=Counter)
    sent: dict[LogPosition, float] = field(default_factory=dict)
    # Lines received before the sender, perhaps in another process, learned their number: see ``heard``.
    waiting: dict[LogPosition, "array[float]"] = field(default_factory=dict)

    def was_sent(self, position: LogPosition, at: float) -> None:
        """Note that the command sent ``at`` (or ``SENT_AGAIN``) became that line."""
        self.sent[position] = at
        pairs = self.waiting.pop(position, array("d"))
        for heard_at, live_since in zip(pairs[::2], pairs[1::2], strict=True):
            self._measure(at, heard_at, live_since)

    def heard(self, position: LogPosition, at: float, live_since: float) -> None:
        """Note that somebody else, subscribed since ``live_since``, received that line."""
        self.deliveries[int(at - self.begins)] += 1
        sent = self.sent.get(position)
        if sent is not None:
            self._measure(sent, at, live_since)
        else:
            self.waiting.setdefault(position, array("d")).extend((at, live_since))

    def _measure(self, sent: float, at: float, live_since: float) -> None:
        if live_since <= sent:
            self.histograms[int(at - self.begins)][bucket_of((at - sent) * 1000)] += 1
