"""The gateway's own consumer of a socket, in a test's thread and transaction: bytes in, bytes out."""

from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar
from unittest.mock import patch

import msgspec

from database import workers
from people.models import Person
from people.pacing import pace_of
from realtime.fanout.connection_registry import ConnectionRegistry
from realtime.fanout.frames import PreparedFrame
from realtime.gateway.client_socket import ClientSocket
from realtime.wire.codec import JSON
from rooms.command import Lasting

T = TypeVar("T")
Event = dict[str, Any]


@dataclass(eq=False)
class _Sender:
    """The writing side, which keeps what it was given."""

    frames: list[PreparedFrame] = field(default_factory=list)
    closed: bool = False

    def send(self, frame: PreparedFrame) -> None:
        self.frames.append(frame)

    def close(self, _code: int, _reason: str = "") -> None:
        self.closed = True


def exchange(person: Person, command: Lasting) -> Event:
    """Send ``command`` on a socket of ``person``; return the one answer."""
    sender = _Sender()
    socket = ClientSocket(
        registry=ConnectionRegistry(),
        person=person.pk,
        language="fr",
        session="",
        codec=JSON,
        sender=sender,  # type: ignore[arg-type]
        pace=pace_of(person.pk),
    )
    text = msgspec.json.encode(command).decode()
    coming = iter([{"type": "websocket.receive", "text": text}, {"type": "websocket.disconnect"}])
    with patch.object(workers, "write", _at_once):
        _finish(socket.run(lambda: _next(coming)))
    assert not sender.closed, text
    [frame] = sender.frames
    answer: Event = msgspec.json.decode(frame.payload)
    return answer


async def _next(coming: Iterator[Event]) -> Event:
    return next(coming)


async def _at_once(work: Callable[[], T], _group: int | None = None, _hint: Any = None) -> T:
    return work()


def _finish(work: Coroutine[Any, Any, None]) -> None:
    """Run what waits for nothing, without an event loop: there the database refuses to be asked."""
    try:
        work.send(None)
    except StopIteration:
        return
    raise AssertionError("a socket waited for something that no one brings")
