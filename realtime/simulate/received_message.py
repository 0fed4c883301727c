"""Decodes messages of the service, once for all people of this process who receive the same bytes."""

from functools import lru_cache
from typing import NamedTuple

from realtime.simulate.received_log import digest
from realtime.simulate.wire_client import Fact, unpacked

KEPT = 512


class ReceivedLine(NamedTuple):
    """What a simulated person needs of a log line. ``told``: its digest; ``post``: a post that it
    publishes."""

    seq: int
    by: int | None
    told: int
    post: int | None


class ReceivedMessage(NamedTuple):
    """A decoded message, with the ``lines`` of an ``events`` message."""

    fact: Fact
    lines: list[ReceivedLine]


@lru_cache(KEPT)
def read(payload: bytes) -> ReceivedMessage:
    """Decode a frame of MessagePack."""
    fact = unpacked(payload)
    return ReceivedMessage(fact, [_line(line) for line in fact.get("events", ())])


def _line(line: Fact) -> ReceivedLine:
    event = line["event"]
    post = event["post"]["id"] if event["kind"] == "post.published" else None
    return ReceivedLine(line["seq"], line["by"], digest(line), post)
