"""Fixtures of the realtime tests."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.realtime.clock import Clock
from tests.realtime.raw_websocket import RawClient


@pytest.fixture
async def hanging_up() -> AsyncIterator[None]:
    """Every client of the test is gone when it ends."""
    yield
    while RawClient.dialed:
        await RawClient.dialed.pop().hang_up()


@pytest.fixture
async def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time of the test's own loop, which goes on when the test says so."""
    return Clock(asyncio.get_running_loop(), monkeypatch)
