"""A bad network between a client and the Hub: connections are cut after a random number of bytes."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

CHUNK = 4096


@dataclass
class Cable:
    """One connection: it carries a number of bytes, both ways together, and is cut with the last of them."""

    left: int
    is_cut: bool = False

    def take(self, data: bytes) -> bytes:
        """Return as much of ``data`` as still passes."""
        carried = data[: self.left]
        self.left -= len(carried)
        self.is_cut = self.left == 0
        return carried


@dataclass
class BadNetwork:
    """Forwards TCP from ``port`` to ``to``. Each connection dies after at most ``longest`` bytes of both ways
    together, in the middle of a frame as likely as not; ``cuts`` counts those that did. ``calm`` lets
    everything through."""

    to: int
    longest: int
    seed: int = 3
    port: int = 0
    cuts: int = 0
    calm: bool = False

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)

    async def carry(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        """Carry one connection, until it is cut or either side ends it."""
        try:
            far, forth = await asyncio.open_connection("127.0.0.1", self.to)
        except OSError:
            back.transport.abort()
            return
        cable = Cable(self._chance.randint(200, self.longest))
        await asyncio.gather(self._pass(near, forth, cable), self._pass(far, back, cable))
        self.cuts += cable.is_cut
        for writer in (forth, back):
            writer.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, cable: Cable) -> None:
        try:
            while not cable.is_cut and (data := await reader.read(CHUNK)):
                writer.write(data if self.calm else cable.take(data))
                await writer.drain()
        except OSError:
            pass  # the other direction was cut
        writer.transport.abort()


@asynccontextmanager
async def bad_network(to: int, longest: int) -> AsyncIterator[BadNetwork]:
    """Open a ``BadNetwork`` that listens on a port of its own."""
    network = BadNetwork(to, longest)
    server = await asyncio.start_server(network.carry, "127.0.0.1", 0)
    network.port = server.sockets[0].getsockname()[1]
    try:
        yield network
    finally:
        server.close()
