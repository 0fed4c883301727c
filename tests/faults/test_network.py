"""Networks cut at any byte: what was acknowledged is kept, once, and every feed equals the log."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import chain, repeat
from statistics import median

import pytest

from tests.faults.beside import slower, write_meanwhile
from tests.faults.crowd import CrowdWriter, all_feeds_are_the_log, crowd, lean, writing
from tests.faults.proxy import BadNetwork, bad_network
from tests.machine.hub import Hub

pytestmark = [pytest.mark.storage, pytest.mark.usefixtures("unhurried")]


async def test_cuts_at_any_byte_lose_and_double_nothing(
    servers: list[Hub], long: bool, recovery: float | None
) -> None:
    wanted = 1_000 if long else 100
    writers = crowd(servers, people=10, each=2)
    async with bad_networks(servers, writers, longest=8_000) as networks:
        for number, writer in enumerate(writers):
            # Most writers come back at once; in the long run one sleeps for a minute, and another for two.
            asleep = [60.0 * number] if long and number in (1, 2) else [0.1, 1.0, 3.0]
            writer.gaps = chain(asleep, repeat(0.1))
        async with lean(servers, writers), writing(writers):
            while cuts(networks) < wanted:  # noqa: ASYNC110 - the network tells nobody
                await asyncio.sleep(0.1)
            calm(networks)
        async with asyncio.timeout(recovery):
            await all_feeds_are_the_log(writers)


@pytest.mark.thorough
@pytest.mark.usefixtures("uncollected")
async def test_whoever_is_cut_again_and_again_slows_nobody_else(servers: list[Hub], long: bool) -> None:
    everybody = crowd(servers, people=10, each=0)
    unlucky, others = everybody[:5], everybody[5:]
    seconds, times = 5 if long else 1, list[float]()
    async with bad_networks(servers, unlucky, longest=100_000) as networks:
        for _round in range(5 if long else 1):
            calm(networks)
            async with writing(unlucky):
                alone = await write_meanwhile(others, asyncio.sleep(seconds if long else 0), "")
            calm(networks, False)
            before = cuts(networks)
            async with writing(unlucky):
                times.append(slower(await write_meanwhile(others, asyncio.sleep(seconds), ""), alone))
            assert cuts(networks) - before > seconds
        calm(networks)
        await all_feeds_are_the_log(everybody)
    assert not long or median(times) <= 1.5


@asynccontextmanager
async def bad_networks(
    servers: Sequence[Hub], writers: Sequence[CrowdWriter], longest: int
) -> AsyncIterator[list[BadNetwork]]:
    """Put a bad network before each of ``servers``, and let ``writers`` connect through it."""
    async with AsyncExitStack() as stack:
        entering = [stack.enter_async_context(bad_network(server.port, longest)) for server in servers]
        networks = dict(zip(servers, [await entered for entered in entering], strict=True))
        for writer in writers:
            writer.port = networks[writer.hub].port
        yield list(networks.values())


def calm(networks: Iterable[BadNetwork], is_calm: bool = True) -> None:
    """Let the networks carry everything from now on, or cut again."""
    for network in networks:
        network.calm = is_calm


def cuts(networks: Iterable[BadNetwork]) -> int:
    """Return the number of cuts of all networks."""
    return sum(network.cuts for network in networks)
