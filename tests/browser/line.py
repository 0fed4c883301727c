"""The line from one telephone to the house: it can be cut, bring no answers, let no WebSocket through, or
lose what asks for one thing."""

import asyncio
import threading
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any


class Line:
    """Forwards TCP to ``port`` of this machine; ``url`` is the house as seen from its other end."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.is_cut = False
        self.is_deaf = False
        self.bars_sockets = False
        self.loses = b""
        self._server: asyncio.Server
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._server = self._do(asyncio.start_server(self._carry, "127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def cut(self) -> None:
        """Nothing passes, and what was open is closed."""
        self.is_cut = True
        self._do(self._drop())

    def mend(self) -> None:
        """All passes again."""
        self.is_cut = self.is_deaf = False

    def close(self) -> None:
        """For good."""
        self.is_cut = True
        self._do(self._shut())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(5)

    async def _shut(self) -> None:
        self._server.close()
        while self._writers:
            await self._drop()

    async def _drop(self) -> None:
        for writer in list(self._writers):
            writer.transport.abort()
        await asyncio.sleep(0.01)  # for both ends to learn it

    async def _carry(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        self._writers.add(back)
        with suppress(ConnectionError):  # nobody is at home
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
        """What it holds is sent first, unless it is cut."""
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
        self._writers.discard(writer)

    async def _pour(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, is_answer: bool = False
    ) -> None:
        try:
            while (data := await source.read(65536)) and not self._is_barred(data):
                if not (self.is_deaf and is_answer):
                    sink.write(data)
                    await sink.drain()
        except ConnectionError:
            pass  # cut: the other end learns it by the close
        sink.close()

    def _is_barred(self, data: bytes) -> bool:
        is_lost = bool(self.loses) and self.loses in data
        return is_lost or (self.bars_sockets and b"upgrade: websocket" in data.lower())
