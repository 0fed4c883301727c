"""One socket of the Hub as another program opens it: the ``websockets`` library and the ``msgpack`` package,
and nothing of ours, so that what is said here is what the wire really says."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import msgpack
from websockets.asyncio.client import ClientConnection, connect
from websockets.frames import DATA_OPCODES, Frame
from websockets.typing import Origin, Subprotocol

JSON, MSGPACK = "hub.v1+json", "hub.v1+msgpack"
OPENING_SECONDS = 20.0

Fact = dict[str, Any]
Hear = Callable[[bytes], None]


class Wire(ClientConnection):
    """Hands each message over as it arrives, without a queue: a thousand of them fit in one process."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._early: list[bytes] = []
        self._hear: Hear = self._early.append

    def listen(self, hear: Hear) -> None:
        """Call ``hear`` for every message, those that came already first."""
        self._hear = hear
        for payload in self._early:
            hear(payload)
        self._early.clear()

    def say(self, payload: bytes) -> None:
        """Send one binary message without waiting: people say little."""
        self.protocol.send_binary(payload)
        self.send_data()

    def process_event(self, event: Any) -> None:
        """Called by ``websockets`` for each frame. The service sends every message as one frame."""
        if self.response is None or not (isinstance(event, Frame) and event.opcode in DATA_OPCODES):
            super().process_event(event)
        elif not event.fin:
            raise ValueError("a message in fragments")
        else:
            self._hear(bytes(event.data))


def door(url: str, cookie: str, codec: str, origin: str | None = None, **options: Any) -> connect:
    """The way to ``/wire`` of the Hub at ``url`` (http or https), to be awaited or entered.

    ``cookie`` is the whole header; ``options`` are those of ``websockets``' ``connect``.
    """
    address = urlsplit(url)
    scheme = "wss" if address.scheme == "https" else "ws"
    return connect(
        f"{scheme}://{address.netloc}/wire",
        subprotocols=[Subprotocol(codec)],
        origin=Origin(origin or f"{address.scheme}://{address.netloc}"),
        additional_headers={"Cookie": cookie},
        compression=None,
        proxy=None,
        open_timeout=OPENING_SECONDS,
        ping_interval=None,  # the service asks whether we live; a browser never does
        max_size=None,
        **options,
    )


async def dial(url: str, cookie: str) -> Wire:
    """An open socket for MessagePack. Raises ``OSError``, ``TimeoutError``, ``WebSocketException``."""
    socket = await door(url, cookie, MSGPACK, create_connection=Wire, close_timeout=2)
    assert isinstance(socket, Wire)  # noqa: S101 - what create_connection made
    return socket


def packed(fact: Fact) -> bytes:
    """``fact`` as the payload of one frame of MessagePack."""
    payload: bytes = msgpack.packb(fact)
    return payload


def unpacked(frame: str | bytes) -> Fact:
    """What a frame says: text is JSON, bytes are MessagePack."""
    fact: Fact = msgpack.unpackb(frame) if isinstance(frame, bytes) else json.loads(frame)
    return fact
