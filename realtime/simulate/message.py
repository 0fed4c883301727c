"""Messages of the service, decoded once however many people of this process receive the same bytes."""

from functools import lru_cache
from typing import NamedTuple

from realtime.simulate.client import Fact, unpacked
from realtime.simulate.feed import digest

KEPT = 512


class Line(NamedTuple):
    """A line of the log as it concerns a simulated person. ``post``: one that it places in the feed."""

    seq: int
    by: int | None
    told: int
    post: int | None


class Message(NamedTuple):
    """``fact`` as decoded; ``lines`` of an ``events`` message."""

    fact: Fact
    lines: list[Line]


@lru_cache(KEPT)
def read(payload: bytes) -> Message:
    """What a frame of MessagePack says."""
    fact = unpacked(payload)
    return Message(fact, [_line(line) for line in fact.get("events", ())])


def _line(line: Fact) -> Line:
    event = line["event"]
    post = event["post"]["id"] if event["kind"] == "post.published" else None
    return Line(line["seq"], line["by"], digest(line), post)
