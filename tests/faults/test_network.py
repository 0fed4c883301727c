"""Networks that cut anywhere, at any byte: what was acknowledged is kept, once, and every feed is the log."""

import asyncio

import pytest

from tests.faults.crowd import all_feeds_are_the_log, crowd
from tests.faults.proxy import bad_network
from tests.machine.hub import Hub

pytestmark = [pytest.mark.storage, pytest.mark.usefixtures("unhurried")]


async def test_cuts_at_any_byte_lose_and_double_nothing(hub: Hub, long: bool) -> None:
    wanted = 1_000 if long else 100
    writers = crowd(hub, people=10, each=200 if long else 25)
    async with bad_network(hub.port, longest=8_000) as network:
        for writer in writers:
            writer.port = network.port
        writing = asyncio.gather(*(writer.write_all() for writer in writers))
        while network.cuts < wanted and not writing.done():  # noqa: ASYNC110 - the network tells nobody
            await asyncio.sleep(0.1)
        network.calm = True
        await writing
        assert network.cuts >= wanted / 2
        await all_feeds_are_the_log(hub, writers)
