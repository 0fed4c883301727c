"""Signalling channels of simulated guests: a WebSocket of a Hub, or one TCP stream shared by all
(benchmarks)."""

import asyncio
import random
import struct
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from websockets.exceptions import WebSocketException
from websockets.protocol import State

from realtime.simulate.phone import FOR_GOOD, longest_pause
from realtime.simulate.wire_client import Fact, WireClient, dial, packed, unpacked

Hear = Callable[[Fact], None]
HEADER = struct.Struct("!II")  # the size of the message, and the person's id


class SignallingChannel(Protocol):
    """Carries the signalling of one guest."""

    def say(self, fact: Fact) -> None:
        """Send a command; it is lost when the channel is down."""

    async def keep(self, opened: Callable[[], None], hear: Hear) -> None:
        """Stay connected until cancelled or refused. ``opened``: called on every connection; ``hear``: on
        messages."""

    async def close(self) -> None:
        """Close the channel. Does nothing when it is closed."""


class HubChannel:
    """A WebSocket to ``url`` with a session cookie; it reconnects as a browser does."""

    def __init__(self, url: str, cookie: str) -> None:
        self._url, self._cookie = url, cookie
        self._wire: WireClient | None = None
        self.counts: Counter[str] = Counter()

    @property
    def is_open(self) -> bool:
        """Whether a socket is open."""
        return self._wire is not None and self._wire.state is State.OPEN

    def say(self, fact: Fact) -> None:
        """Send a command; it is lost when the channel is down."""
        if self._wire is not None and self.is_open:
            self._wire.say(packed(fact))

    async def keep(self, opened: Callable[[], None], hear: Hear) -> None:
        """Reopen the socket each time it ends, with full-jitter back-off."""
        attempt = 0
        while True:
            try:
                self._wire = wire = await dial(self._url, self._cookie)
            except (OSError, TimeoutError, WebSocketException) as error:
                self.counts[f"no connection: {type(error).__name__}"] += 1
            else:
                attempt = 0
                wire.listen(lambda payload: hear(unpacked(payload)))
                opened()
                await wire.wait_closed()
                self.counts[f"closed: {wire.close_code}"] += 1
                if (wire.close_code or 0) >= FOR_GOOD:
                    return
            await asyncio.sleep(random.random() * longest_pause(attempt))  # noqa: S311
            attempt += 1

    async def close(self) -> None:
        """Close the socket. Does nothing without one."""
        if self._wire is not None:
            await self._wire.close()

    def cut(self) -> None:
        """Abort the connection without a closing handshake."""
        if self._wire is not None:
            self._wire.transport.abort()


class SignallingMultiplexer:
    """One TCP stream for the signalling of all guests; each message carries the id of its person."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._ears: dict[int, Hear] = {}

    @classmethod
    async def dial(cls, port: int) -> "SignallingMultiplexer":
        """Connect to ``port``. Raises ``OSError``."""
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    def channel(self, person: int) -> "MultiplexedChannel":
        """Return the channel of ``person``."""
        return MultiplexedChannel(self, person)

    def say(self, person: int, fact: Fact) -> None:
        """Send a command of ``person``."""
        message = packed(fact)
        self._writer.write(HEADER.pack(len(message), person) + message)

    def listen(self, person: int, hear: Hear) -> None:
        """Call ``hear`` for every message to ``person``."""
        self._ears[person] = hear

    async def run(self) -> None:
        """Dispatch messages until the stream ends."""
        while True:
            try:
                size, person = HEADER.unpack(await self._reader.readexactly(HEADER.size))
                fact = unpacked(await self._reader.readexactly(size))
            except (asyncio.IncompleteReadError, ConnectionError):
                return
            self._ears[person](fact)


class MultiplexedChannel:
    """The channel of one person through a multiplexer."""

    def __init__(self, multiplexer: SignallingMultiplexer, person: int) -> None:
        self._multiplexer, self._person = multiplexer, person

    def say(self, fact: Fact) -> None:
        """Send a command."""
        self._multiplexer.say(self._person, fact)

    def keep(self, opened: Callable[[], None], hear: Hear) -> Coroutine[Any, Any, None]:
        """Register ``hear``; the channel is open from the beginning."""
        self._multiplexer.listen(self._person, hear)
        opened()
        return asyncio.sleep(0)

    async def close(self) -> None:
        """Do nothing: the stream is shared."""
