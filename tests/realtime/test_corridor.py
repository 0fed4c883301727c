"""The corridor between processes: whatever Redis does, this process goes on."""

import asyncio
import logging

import pytest

from realtime.fanout import corridor as module
from realtime.fanout.corridor import Corridor


class Away:
    """A channel layer whose Redis does not answer, as an address that nobody has."""

    async def group_add(self, group: str, channel: str) -> None:
        await asyncio.sleep(3600)


class Gone:
    """A channel layer whose Redis refuses."""

    async def group_add(self, group: str, channel: str) -> None:
        raise ConnectionError


@pytest.mark.parametrize("layer", [Away(), Gone()])
async def test_a_redis_that_does_not_answer_holds_nobody_up(
    layer: object, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.01)
    corridor = Corridor(lambda _message: None)
    corridor._layer, corridor._channel = layer, "ici"
    corridor.want(7)
    async with asyncio.timeout(10):
        await corridor.settle()
    assert corridor._joined == set()
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
