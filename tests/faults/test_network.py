"""Networks that cut anywhere, at any byte: what was acknowledged is kept, once, and every feed is the log."""

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from itertools import chain, repeat

import pytest

from tests.faults.crowd import all_feeds_are_the_log, crowd, lean, writing
from tests.faults.proxy import BadNetwork, bad_network
from tests.machine.hub import Hub

pytestmark = [pytest.mark.storage, pytest.mark.usefixtures("unhurried")]


async def test_cuts_at_any_byte_lose_and_double_nothing(
    servers: list[Hub], long: bool, recovery: float | None
) -> None:
    wanted = 1_000 if long else 100
    writers = crowd(servers, people=10, each=2)
    async with AsyncExitStack() as stack:
        networks = {
            server: await stack.enter_async_context(bad_network(server.port, longest=8_000))
            for server in servers
        }
        for number, writer in enumerate(writers):
            writer.port = networks[writer.hub].port
            # Most come back at once; in the long run one sleeps for a minute, and another for two.
            asleep = [60.0 * number] if long and number in (1, 2) else [0.1, 1.0, 3.0]
            writer.gaps = chain(asleep, repeat(0.1))
        async with lean(servers, writers), writing(writers):
            while cuts(networks) < wanted:  # noqa: ASYNC110 - the network tells nobody
                await asyncio.sleep(0.1)
            for network in networks.values():
                network.calm = True
        async with asyncio.timeout(recovery):
            await all_feeds_are_the_log(writers)


def cuts(networks: Mapping[Hub, BadNetwork]) -> int:
    """All of them."""
    return sum(network.cuts for network in networks.values())
