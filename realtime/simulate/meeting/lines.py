"""How a simulated person reaches who signals to them: the wire of a Hub, or the bare line of a bench."""

import asyncio
import random
import struct
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from websockets.exceptions import WebSocketException
from websockets.protocol import State

from realtime.simulate.client import Fact, Wire, dial, packed, unpacked
from realtime.simulate.phone import FOR_GOOD, longest_pause

Hear = Callable[[Fact], None]
HEADER = struct.Struct("!II")  # bytes that follow, and whose they are


class Line(Protocol):
    """``opened`` is called each time that something can be said; ``hear`` with each message."""

    def say(self, fact: Fact) -> None:
        """Send a command; lost when the line is cut."""

    async def keep(self, opened: Callable[[], None], hear: Hear) -> None:
        """Hold the line until cancelled, or until it is closed for good."""

    async def close(self) -> None:
        """Say goodbye. Harmless when it is closed."""


class HubLine:
    """One socket on ``url`` with the cookie of a session; it comes back as a browser does."""

    def __init__(self, url: str, cookie: str) -> None:
        self._url, self._cookie = url, cookie
        self._wire: Wire | None = None
        self.counts: Counter[str] = Counter()

    @property
    def is_open(self) -> bool:
        """Whether something can be said."""
        return self._wire is not None and self._wire.state is State.OPEN

    def say(self, fact: Fact) -> None:
        """Send a command; lost when the line is cut."""
        if self._wire is not None and self.is_open:
            self._wire.say(packed(fact))

    async def keep(self, opened: Callable[[], None], hear: Hear) -> None:
        """Open the socket each time it ends, with full-jitter back-off."""
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
        """Say goodbye; harmless when the line is cut."""
        if self._wire is not None:
            await self._wire.close()

    def cut(self) -> None:
        """The network goes away without a word."""
        if self._wire is not None:
            self._wire.transport.abort()


class Switchboard:
    """The bare line of a bench: everybody's signalling through one stream, each message with its person."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._ears: dict[int, Hear] = {}

    @classmethod
    async def dial(cls, port: int) -> "Switchboard":
        """Raises ``OSError``."""
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    def line(self, person: int) -> "BareLine":
        """The line of ``person``."""
        return BareLine(self, person)

    def say(self, person: int, fact: Fact) -> None:
        """Send what ``person`` says."""
        message = packed(fact)
        self._writer.write(HEADER.pack(len(message), person) + message)

    def listen(self, person: int, hear: Hear) -> None:
        """``hear`` what is said to ``person``."""
        self._ears[person] = hear

    async def run(self) -> None:
        """Hand over until the stream ends."""
        while True:
            try:
                size, person = HEADER.unpack(await self._reader.readexactly(HEADER.size))
                fact = unpacked(await self._reader.readexactly(size))
            except (asyncio.IncompleteReadError, ConnectionError):
                return
            self._ears[person](fact)


class BareLine:
    """The line of one person through a switchboard."""

    def __init__(self, board: Switchboard, person: int) -> None:
        self._board, self._person = board, person

    def say(self, fact: Fact) -> None:
        """Send a command."""
        self._board.say(self._person, fact)

    def keep(self, opened: Callable[[], None], hear: Hear) -> Coroutine[Any, Any, None]:
        """It is open from the beginning."""
        self._board.listen(self._person, hear)
        opened()
        return asyncio.sleep(0)

    async def close(self) -> None:
        """It is everybody's: it stays."""
