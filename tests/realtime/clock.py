"""A clock for what waits: its seconds cost nothing."""

import asyncio

import pytest

STEP = 0.05


class Clock:
    """``now`` is the time of the loop, in seconds; timers ring as it goes on, each in its turn."""

    def __init__(self, loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = loop.time()
        monkeypatch.setattr(loop, "time", lambda: self.now)

    async def go_on(self, seconds: float) -> None:
        """All that is due within ``seconds`` happens."""
        for _step in range(round(seconds / STEP)):
            self.now += STEP
            for _turn in range(3):  # the loop finds what is due, rings, and runs what that began
                await asyncio.sleep(0)
