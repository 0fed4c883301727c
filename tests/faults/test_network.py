"""Networks that cut anywhere, at any byte: what was acknowledged is kept, once, and every feed is the log."""

import asyncio
from itertools import chain, repeat

import pytest

from tests.faults.crowd import all_feeds_are_the_log, crowd
from tests.faults.proxy import bad_network
from tests.machine.hub import Hub

pytestmark = [pytest.mark.storage, pytest.mark.usefixtures("unhurried")]


async def test_cuts_at_any_byte_lose_and_double_nothing(hub: Hub, long: bool) -> None:
    wanted = 1_000 if long else 100
    writers = crowd(hub, people=10, each=200 if long else 25)
    async with bad_network(hub.port, longest=8_000) as network:
        for number, writer in enumerate(writers):
            writer.port = network.port
            # Most come back at once; in the long run one sleeps for a minute, and another for two.
            asleep = [60.0 * number] if long and number in (1, 2) else [0.1, 1.0, 3.0]
            writer.gaps = chain(asleep, repeat(0.1))
        writing = asyncio.gather(*(writer.write_all() for writer in writers))
        while network.cuts < wanted and not writing.done():  # noqa: ASYNC110 - the network tells nobody
            await asyncio.sleep(0.1)
        network.calm = True
        await writing
        assert network.cuts >= wanted / 2
        await all_feeds_are_the_log(hub, writers)
