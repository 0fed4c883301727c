"""A loop clock under the test's control: its seconds cost no time."""

import asyncio

import pytest

STEP = 0.05


class Clock:
    """``now`` is the time of the loop, in seconds; timers fire in order as it advances."""

    def __init__(self, loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = loop.time()
        monkeypatch.setattr(loop, "time", lambda: self.now)

    async def go_on(self, seconds: float) -> None:
        """Advance by ``seconds``, firing all timers that are due."""
        for _step in range(round(seconds / STEP)):
            self.now += STEP
            for _turn in range(3):  # the loop finds what is due, fires it, and runs what that started
                await asyncio.sleep(0)
