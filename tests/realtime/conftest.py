"""Fixtures of the realtime tests."""

from collections.abc import AsyncIterator

import pytest

from tests.realtime.raw_websocket import RawClient


@pytest.fixture
async def hanging_up() -> AsyncIterator[None]:
    """Every client of the test is gone when it ends."""
    yield
    while RawClient.dialed:
        await RawClient.dialed.pop().hang_up()
