"""Fixtures of the realtime tests."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.conftest import METRICS_TOKEN
from tests.machine.hub import Hub, OpenHouse
from tests.realtime.clock import Clock
from tests.realtime.raw_websocket import RawClient


@pytest.fixture
async def hanging_up() -> AsyncIterator[None]:
    """Close every client of the test when it ends."""
    yield
    while RawClient.dialed:
        await RawClient.dialed.pop().hang_up()


@pytest.fixture(scope="session")
def strict_hub(open_house: OpenHouse) -> Iterator[Hub]:
    """Where a person has two pages, three tries at the door and one command: no test ends it."""
    paces = {"HUB_SOCKETS_EACH": "2", "HUB_PACE_DOORS": "3,0.001", "HUB_PACE_LASTING": "1,0.001"}
    with open_house(HUB_METRICS_TOKEN=METRICS_TOKEN, **paces) as hub:
        yield hub


@pytest.fixture
async def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the test's loop, which the test advances."""
    return Clock(asyncio.get_running_loop(), monkeypatch)
