"""The log lines that one person received of a room, and their comparison with the room's log."""

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

# The digests of a room's log lines, by number.
Log = Mapping[int, int]


# What a later line of a session empties: who was there has the words, who comes later has none.
FORGOTTEN = {"session.changed", "erased"}
# The digest of a line that is emptied in the log: what it was is not known any more.
EMPTIED = 0


def digest(line: Mapping[str, Any]) -> int:
    """Return a 64-bit digest of a log line (``seq``, ``at``, ``by``, ``event``)."""
    if line["event"].get("kind") in FORGOTTEN:
        line = {**line, "event": {}}
    said = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return int.from_bytes(blake2b(said.encode(), digest_size=8).digest(), "big")


def digest_in_log(line: Mapping[str, Any]) -> int:
    """Return the digest of a line of the log itself; ``EMPTIED`` for one whose words were removed since."""
    return EMPTIED if line["event"].get("kind") == "erased" else digest(line)


def author_of(line: Mapping[str, Any]) -> int | None:
    """Return who asked for a line; None for a text that its reveal published."""
    post = line["event"].get("post")
    is_revealed = isinstance(post, dict) and post["kind"] == "silence"
    by: int | None = None if is_revealed else line["by"]
    return by


class LineStatus(Enum):
    """What happened to a received line: kept, skipped as known, or refused since a line before it is
    missing."""

    KEPT = "kept"
    KNOWN = "known"
    GAP = "gap"


@dataclass
class ReceivedLog:
    """The lines after number ``since``, in the order in which they were kept."""

    since: int
    seqs: "array[int]" = field(default_factory=lambda: array("Q"))
    digests: "array[int]" = field(default_factory=lambda: array("Q"))

    def __post_init__(self) -> None:
        self.last = self.since  # the highest number kept

    def take(self, seq: int, told: int) -> LineStatus:
        """Apply the rule of the wire: keep the line after the last, skip known lines. A known number with
        other content is kept too, so that ``compare`` finds it."""
        if seq > self.last + 1:
            return LineStatus.GAP
        if seq <= self.last and self._knows(seq, told):
            return LineStatus.KNOWN
        self.seqs.append(seq)
        self.digests.append(told)
        self.last = max(seq, self.last)
        return LineStatus.KEPT

    def _knows(self, seq: int, told: int) -> bool:
        place = seq - self.since - 1
        return place < 0 or self.digests[place] == told


class Fault(msgspec.Struct, frozen=True):
    """A line of ``room`` that is ``lost``, ``doubled``, ``disordered`` (after a later one) or ``altered``
    (not the log's). ``who`` received it so; empty when the log itself is wrong."""

    kind: str
    room: int
    seq: int
    who: str = ""


def compare(feed: ReceivedLog, log: Log, room: int, who: str) -> list[Fault]:
    """Compare ``feed`` with the ``log`` after ``feed.since``."""
    heard = Counter(feed.seqs)
    told = zip(feed.seqs, feed.digests, strict=True)
    wrong = {
        "lost": [seq for seq in log if seq > feed.since and seq not in heard],
        "doubled": [seq for seq, times in heard.items() for _again in range(times - 1)],
        "disordered": [seq for before, seq in pairwise(feed.seqs) if seq < before],
        "altered": [seq for seq, words in told if log.get(seq) not in (words, EMPTIED)],
    }
    return [Fault(kind, room, seq, who) for kind, seqs in wrong.items() for seq in seqs]
