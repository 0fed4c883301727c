"""How long it takes from the sending of a command until another person's socket has its event."""

import math
from array import array
from collections import Counter, defaultdict
from dataclasses import dataclass, field

GROWTH = math.log(1.01)
LEAST = 0.001  # milliseconds
TWICE = -math.inf  # when a command left that had to be sent again

# How many deliveries took so long: by bucket, each 1 % longer than the one before.
Histogram = Counter[int]
# A line of the log: the room's id and its number.
Place = tuple[int, int]


def bucket_of(milliseconds: float) -> int:
    """The bucket of a duration. What is told of it afterwards is at most 1 % too long."""
    return math.ceil(math.log(max(milliseconds, LEAST)) / GROWTH)


def longest(bucket: int) -> float:
    """The upper edge of a bucket, in milliseconds."""
    return math.exp(bucket * GROWTH)


def quantile(histogram: Histogram, share: float) -> float | None:
    """The duration, in milliseconds, that ``share`` of them did not pass; None without any."""
    rank = share * histogram.total()
    passed = 0
    for bucket in sorted(histogram):
        passed += histogram[bucket]
        if passed >= rank:
            return longest(bucket)
    return None


@dataclass
class Ledger:
    """What one process sent and heard. ``begins``: the clock at second 0 (``time.monotonic``).

    A command that had to be sent twice is not measured: what made it late was the network of its person.
    Nor is a line that somebody catches up with: they were not there when it was sent.
    """

    begins: float
    histograms: dict[int, Histogram] = field(default_factory=lambda: defaultdict(Counter))
    deliveries: Counter[int] = field(default_factory=Counter)
    sent: dict[Place, float] = field(default_factory=dict)
    # Heard before its sender, perhaps in another process, knows its number: pairs of times, see ``heard``.
    waiting: dict[Place, "array[float]"] = field(default_factory=dict)

    def was_sent(self, place: Place, at: float) -> None:
        """The command sent ``at`` (``TWICE`` when it was sent again) is that line of the log."""
        self.sent[place] = at
        pairs = self.waiting.pop(place, array("d"))
        for heard_at, live_since in zip(pairs[::2], pairs[1::2], strict=True):
            self._measure(at, heard_at, live_since)

    def heard(self, place: Place, at: float, live_since: float) -> None:
        """Somebody else's socket, following since ``live_since``, has that line."""
        self.deliveries[int(at - self.begins)] += 1
        sent = self.sent.get(place)
        if sent is not None:
            self._measure(sent, at, live_since)
        else:
            self.waiting.setdefault(place, array("d")).extend((at, live_since))

    def _measure(self, sent: float, at: float, live_since: float) -> None:
        if live_since <= sent:
            self.histograms[int(at - self.begins)][bucket_of((at - sent) * 1000)] += 1
