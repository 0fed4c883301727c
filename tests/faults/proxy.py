"""A bad network between a client and the house: connections are cut after a number of bytes drawn by lot."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

CHUNK = 4096


@dataclass
class BadNetwork:
    """Forwards TCP from ``port`` to ``to``. Each connection dies after at most ``longest`` bytes either way,
    in the middle of a frame as likely as not; ``cuts`` counts them. ``calm`` lets everything through."""

    to: int
    longest: int
    seed: int = 3
    port: int = 0
    cuts: int = 0
    calm: bool = False

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)

    async def carry(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        """One connection, until it is cut or either side ends it."""
        try:
            far, forth = await asyncio.open_connection("127.0.0.1", self.to)
        except OSError:
            back.transport.abort()
            return
        left = [self._chance.randint(200, self.longest)]
        await asyncio.gather(self._pass(near, forth, left), self._pass(far, back, left))
        for writer in (forth, back):
            writer.transport.abort()

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, left: list[int]
    ) -> None:
        try:
            while data := await reader.read(CHUNK):
                allowed = data if self.calm else data[: left[0]]
                writer.write(allowed)
                await writer.drain()
                left[0] -= len(data)
                if left[0] <= 0 and not self.calm:
                    self.cuts += 1
                    break
        except OSError:
            pass  # the other direction was cut
        writer.transport.abort()


@asynccontextmanager
async def bad_network(to: int, longest: int) -> AsyncIterator[BadNetwork]:
    """A ``BadNetwork`` that listens on a port of its own."""
    network = BadNetwork(to, longest)
    server = await asyncio.start_server(network.carry, "127.0.0.1", 0)
    network.port = server.sockets[0].getsockname()[1]
    try:
        yield network
    finally:
        server.close()
