"""A WebSocket client of the Hub. It uses the libraries ``websockets`` and ``msgpack`` and none of our own
code, so that it tests what is really on the wire."""

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


class WireClient(ClientConnection):
    """Passes each message on without a queue, so that a thousand clients fit in one process."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._early: list[bytes] = []
        self._hear: Hear = self._early.append

    def listen(self, hear: Hear) -> None:
        """Call ``hear`` for every message, beginning with those that have already arrived."""
        self._hear = hear
        for payload in self._early:
            hear(payload)
        self._early.clear()

    def say(self, payload: bytes) -> None:
        """Send one binary message without waiting for the network: people send little."""
        self.protocol.send_binary(payload)
        self.send_data()

    def process_event(self, event: Any) -> None:
        """Handle a frame, for ``websockets``. The service sends every message as one frame."""
        if self.response is None or not (isinstance(event, Frame) and event.opcode in DATA_OPCODES):
            super().process_event(event)
        elif not event.fin:
            raise ValueError("a message in fragments")
        else:
            self._hear(bytes(event.data))


def connect_wire(url: str, cookie: str, codec: str, origin: str | None = None, **options: Any) -> connect:
    """Return a connection to ``/wire`` of the Hub at ``url`` (http or https), to be awaited or entered.

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
        ping_interval=None,  # the service sends pings; a browser never does
        max_size=None,
        **options,
    )


async def dial(url: str, cookie: str) -> WireClient:
    """Open a socket for MessagePack. Raises ``OSError``, ``TimeoutError``, ``WebSocketException``."""
    socket = await connect_wire(url, cookie, MSGPACK, create_connection=WireClient, close_timeout=2)
    assert isinstance(socket, WireClient)  # noqa: S101 - made by create_connection
    return socket


def packed(fact: Fact) -> bytes:
    """Encode ``fact`` in MessagePack."""
    payload: bytes = msgpack.packb(fact)
    return payload


def unpacked(frame: str | bytes) -> Fact:
    """Decode a frame: text is JSON, bytes are MessagePack."""
    fact: Fact = msgpack.unpackb(frame) if isinstance(frame, bytes) else json.loads(frame)
    return fact
