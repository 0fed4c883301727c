"""A slow phone's line to a hub of this machine: what passes takes its time, one piece after the other."""

import asyncio
import socket
from contextlib import suppress
from urllib.parse import urlsplit

BYTES_A_SECOND = 400_000 / 8
ONE_WAY = 0.2  # seconds: a round trip takes twice as long
PIECE = 4096
# The kernel would take the whole page at once for a phone that is still reading its first lines, and no
# server would feel how slow the line is.
KERNEL_KEEPS = 65_536


class SlowPhoneLine:
    """Forwards TCP to the hub at ``url``; ``own_url`` is the hub's address at the phone's end. All
    connections of the phone share its line."""

    def __init__(self, url: str) -> None:
        address = urlsplit(url)
        self._far = address.hostname or "", address.port or 80
        self._free = {"up": 0.0, "down": 0.0}
        self._writers: set[asyncio.StreamWriter] = set()
        self._connections: set[asyncio.Task[None] | None] = set()
        self._server: asyncio.Server
        self.own_url = ""

    async def open(self) -> None:
        """Listen on a port of its own."""
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", 0, limit=PIECE)
        self.own_url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        """Accept nothing more, and drop what is open."""
        self._server.close()
        while self._connections:
            for writer in self._writers:
                writer.transport.abort()
            await asyncio.sleep(ONE_WAY)

    async def _carry(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        self._connections.add(task)
        await asyncio.sleep(2 * ONE_WAY)  # in which a connection is made
        with suppress(OSError):
            await self._connect(near, back)
        back.close()
        self._connections.remove(task)

    async def _connect(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        far, forth = await self._reach()
        ends = {back, forth}
        self._writers |= ends
        await asyncio.gather(self._pour(near, forth, "up"), self._pour(far, back, "down"))
        self._writers -= ends

    async def _reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        outside = socket.socket()
        outside.setblocking(False)
        outside.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, KERNEL_KEEPS)
        await asyncio.get_running_loop().sock_connect(outside, self._far)
        return await asyncio.open_connection(sock=outside, limit=PIECE)

    async def _pour(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, way: str) -> None:
        loop = asyncio.get_running_loop()
        with suppress(ConnectionError):  # an end hung up
            while piece := await source.read(PIECE):
                self._free[way] = max(self._free[way], loop.time()) + len(piece) / BYTES_A_SECOND
                loop.call_at(self._free[way] + ONE_WAY, _arrive, sink, piece)
                await asyncio.sleep(self._free[way] - loop.time())
        loop.call_at(max(self._free[way], loop.time()) + ONE_WAY, sink.close)


def _arrive(sink: asyncio.StreamWriter, piece: bytes) -> None:
    if not sink.transport.is_closing():
        sink.write(piece)
