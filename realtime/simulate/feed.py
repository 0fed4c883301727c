"""What one person was told of a room, line by line as it arrived; and how it differs from the log."""

import json
from array import array
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from hashlib import blake2b
from itertools import pairwise
from typing import Any

import msgspec

# The lines of a room by number: digests of what they say.
Log = Mapping[int, int]


def digest(line: Mapping[str, Any]) -> int:
    """64 bits that tell one line of the log (``seq``, ``at``, ``by``, ``event``) from any other."""
    said = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return int.from_bytes(blake2b(said.encode(), digest_size=8).digest(), "big")


class Taken(Enum):
    """What became of a line: kept, passed over because it is known, or set aside because one is missing."""

    KEPT = "kept"
    KNOWN = "known"
    GAP = "gap"


@dataclass
class Feed:
    """What a browser would show: the lines after number ``since``, as they were kept."""

    since: int
    seqs: "array[int]" = field(default_factory=lambda: array("Q"))
    digests: "array[int]" = field(default_factory=lambda: array("Q"))

    def __post_init__(self) -> None:
        self.last = self.since  # the number of the last line kept in its order

    def take(self, seq: int, told: int) -> Taken:
        """The rule of the wire: keep the one after the last, pass over those you know. What is told again in
        other words is kept beside the first, so that the comparison finds it."""
        if seq > self.last + 1:
            return Taken.GAP
        if seq <= self.last and self._knows(seq, told):
            return Taken.KNOWN
        self.seqs.append(seq)
        self.digests.append(told)
        self.last = max(seq, self.last)
        return Taken.KEPT

    def _knows(self, seq: int, told: int) -> bool:
        place = seq - self.since - 1
        return place < 0 or self.digests[place] == told


class Fault(msgspec.Struct, frozen=True):
    """One line of ``room`` that is ``lost``, ``doubled``, ``disordered`` (after a later one) or ``altered``
    (not the log's). ``who`` was told so; empty when it is the log itself that is wrong."""

    kind: str
    room: int
    seq: int
    who: str = ""


def compare(feed: Feed, log: Log, room: int, who: str) -> list[Fault]:
    """``feed`` beside the whole ``log`` after ``feed.since``."""
    heard = Counter(feed.seqs)
    told = zip(feed.seqs, feed.digests, strict=True)
    wrong = {
        "lost": [seq for seq in log if seq > feed.since and seq not in heard],
        "doubled": [seq for seq, times in heard.items() for _again in range(times - 1)],
        "disordered": [seq for before, seq in pairwise(feed.seqs) if seq < before],
        "altered": [seq for seq, words in told if log.get(seq) != words],
    }
    return [Fault(kind, room, seq, who) for kind, seqs in wrong.items() for seq in seqs]
