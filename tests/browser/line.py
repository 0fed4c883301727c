"""A TCP line from one phone to the Hub: it can be cut, carry no answers, block WebSockets, or drop requests
for one thing, or leave one of them without an answer."""

import asyncio
import threading
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any


class NetworkLine:
    """Forward TCP to ``port`` of this machine; ``url`` is the Hub's address at the line's other end, which
    is at ``host`` and ``own_port`` (0: any)."""

    def __init__(self, port: int, host: str = "127.0.0.1", own_port: int = 0) -> None:
        self._port = port
        self.is_cut = False
        self.is_deaf = False
        self.bars_sockets = False
        self.loses = b""
        self.swallows = b""
        self._server: asyncio.Server
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._server = self._do(asyncio.start_server(self._carry, host, own_port))
        self.url = f"http://{host}:{self._server.sockets[0].getsockname()[1]}"

    def cut(self) -> None:
        """Let nothing pass, and close what was open."""
        self.is_cut = True
        self._do(self._drop())

    def mend(self) -> None:
        """Let everything pass again."""
        self.is_cut = self.is_deaf = False

    def close(self) -> None:
        """Close the line for good."""
        self.is_cut = True
        self._do(self._shut())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(5)

    async def _shut(self) -> None:
        """Accept nothing more, and drop every connection, those too that were accepted a moment ago.

        The server is closed last: asyncio leaves open what a closed one has just accepted.
        """
        for listening in self._server.sockets:
            self._loop.remove_reader(listening.fileno())
        while len(asyncio.all_tasks()) > 1:
            await self._drop()
        self._server.close()

    async def _drop(self) -> None:
        for writer in list(self._writers):
            writer.transport.abort()
        await asyncio.sleep(0.01)  # until both ends have noticed

    async def _carry(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        self._writers.add(back)
        with suppress(ConnectionError):  # no server is listening
            await self._connect(near, back)
        await self._end(back)

    async def _connect(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        if self.is_cut:
            back.transport.abort()
            return
        far, forth = await asyncio.open_connection("127.0.0.1", self._port)
        self._writers.add(forth)
        await asyncio.gather(self._pour(near, forth), self._pour(far, back, is_answer=True))
        await self._end(forth)

    async def _end(self, writer: asyncio.StreamWriter) -> None:
        """Close the connection; unless the line is cut, send first what is buffered."""
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
        self._writers.discard(writer)

    async def _pour(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, is_answer: bool = False
    ) -> None:
        try:
            while (data := await source.read(65536)) and not self._is_barred(data):
                if self.swallows and self.swallows in data:
                    self.swallows = b""  # nobody hears of it, and its answer never comes
                    continue
                if not (self.is_deaf and is_answer):
                    sink.write(data)
                    await sink.drain()
        except ConnectionError:
            pass  # the line was cut: the other end notices the close
        sink.close()

    def _is_barred(self, data: bytes) -> bool:
        is_lost = bool(self.loses) and self.loses in data
        return is_lost or (self.bars_sockets and b"upgrade: websocket" in data.lower())
