"""Decodes messages of the service, once for all people of this process who receive the same bytes."""

from functools import lru_cache
from typing import NamedTuple

from realtime.simulate.received_log import digest
from realtime.simulate.wire_client import Fact, unpacked

KEPT = 512


class ReceivedLine(NamedTuple):
    """What a simulated person needs of a log line. ``told``: its digest; ``post``: a post that it
    publishes, of which ``silent`` is the text if it was written in silence; ``phase``: the version and the
    position that a session changes to, -1 for its end; ``emptied``: its words were removed since."""

    seq: int
    by: int | None
    told: int
    post: int | None
    silent: str | None = None
    phase: tuple[int, int] | None = None
    emptied: bool = False


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
    post = event["post"] if event["kind"] == "post.published" else None
    silent = post["body"] if post and post["kind"] == "silence" else None
    phase = _phase(event["session"]) if event["kind"] == "session.changed" else None
    emptied = event["kind"] == "erased"
    return ReceivedLine(line["seq"], line["by"], digest(line), post and post["id"], silent, phase, emptied)


def _phase(session: Fact) -> tuple[int, int]:
    return session["version"], -1 if session["ended_at"] else session["phase"]["position"]
