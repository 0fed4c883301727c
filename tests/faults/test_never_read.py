"""People who do not read what they are sent cost the server little, and the others nothing."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from statistics import median
from uuid import uuid4

import pytest

from realtime.wire.close_codes import Close
from tests.faults.beside import deaf, slower, write, write_meanwhile
from tests.faults.crowd import MEGABYTE, all_feeds_are_the_log, crowd
from tests.machine.hub import Hub
from tests.machine.process import PATIENCE
from tests.realtime.raw_websocket import TEXT, RawClient, encode
from tests.realtime.test_metrics_page import counted as counted
from tests.realtime.test_metrics_page import figures

pytestmark = [pytest.mark.storage, pytest.mark.usefixtures("unhurried", "uncollected", "hanging_up")]


async def babble(client: RawClient, room: int) -> None:
    """Send commands as fast as they are taken, until the server closes the socket. Raises
    ``TimeoutError``."""
    command = {"type": "publish", "ref": str(uuid4()), "room": room, "body": " "}
    frame = encode(TEXT, json.dumps(command).encode())
    with suppress(ConnectionError):
        async with asyncio.timeout(2 * PATIENCE):
            while True:
                client.writer.write(frame)
                await client.writer.drain()
                await asyncio.sleep(0)  # lets this process's writers run


async def ended(hub: Hub, said: str, count: int, *codes: Close) -> None:
    """Wait until the server has closed so many sockets with these codes. Raises ``TimeoutError``."""
    names = [f'hub_closes_total{{code="{code}"}}' for code in codes]
    async with asyncio.timeout(PATIENCE):
        while True:
            found = await asyncio.to_thread(figures, hub, said)
            if sum(found.get(name, 0) for name in names) >= count:
                return
            await asyncio.sleep(0.1)


@asynccontextmanager
async def costing_little(hub: Hub) -> AsyncIterator[None]:
    """Check that the server never has twenty megabytes more than before, while the context lasts."""
    before, costs = hub.process.memory, list[int]()

    async def look() -> None:
        while True:
            costs.append(hub.process.memory - before)
            await asyncio.sleep(0.02)

    looking = asyncio.create_task(look())
    try:
        yield
    finally:
        looking.cancel()
    assert max(costs) < 20 * MEGABYTE


async def test_ten_who_never_read_twenty_megabytes_cost_little_and_slow_nobody(
    counted: str, hub: Hub, long: bool
) -> None:
    writers = crowd([hub], people=10, each=0)
    each = 200 if long else 60
    times = []
    for round_ in range(1, 4 if long else 2):
        alone = await write(writers, each if long else 2)
        async with costing_little(hub):
            clients = [await deaf(writer) for writer in writers]
            times.append(slower(await write(writers, each), alone))
            await ended(hub, counted, round_ * len(clients), Close.SLOW)
        for client in clients:
            await client.end()
    await all_feeds_are_the_log(writers)
    assert not long or median(times) <= 1.5


@pytest.mark.thorough
@pytest.mark.parametrize("babblers", [10, 1])
async def test_who_sends_without_ever_reading_is_ended_costs_little_and_slows_no_others(
    counted: str, hub: Hub, long: bool, babblers: int
) -> None:
    everybody = crowd([hub], people=10 + babblers, each=0)
    silent, writers = everybody[:babblers], everybody[babblers:]
    room, alone, beside = writers[0].place[0], list[float](), list[float]()
    for round_ in range(1, 6 if long else 2):
        alone += await write_meanwhile(writers, asyncio.sleep(4 if long else 0))
        head = max(writer.last for writer in writers)
        await asyncio.gather(*(writer.catch_up(head) for writer in silent))
        async with costing_little(hub):
            clients = [await deaf(writer) for writer in silent]
            babbling = asyncio.gather(*(babble(client, room) for client in clients))
            beside += await write_meanwhile(writers, babbling)
            await ended(hub, counted, round_ * babblers, Close.SLOW, Close.TOO_MUCH)
    await all_feeds_are_the_log(everybody)
    assert not long or babblers > 1 or slower(beside, alone) <= 1.5
