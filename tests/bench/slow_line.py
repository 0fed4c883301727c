"""A slow line to the service: what passes takes its time, and not always as long."""

import asyncio
import random

from tests.browser.line import NetworkLine


class SlowLine(NetworkLine):
    """A ``NetworkLine`` to ``port`` on which a round trip takes ``seconds`` at the least, and half as much
    again at the most. What is sent arrives in its order."""

    def __init__(self, port: int, seconds: float) -> None:
        self._way = seconds / 2
        self._chance = random.Random(seconds)
        super().__init__(port)

    async def _pour(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, is_answer: bool = False
    ) -> None:
        arrives = 0.0
        try:
            while data := await source.read(65536):
                takes = self._way * self._chance.uniform(1, 1.5)
                arrives = max(arrives, self._loop.time() + takes)
                self._loop.call_at(arrives, sink.write, data)
        except ConnectionError:
            pass  # an end hung up
        self._loop.call_at(max(arrives, self._loop.time()), sink.close)
