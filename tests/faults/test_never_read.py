"""People who do not read what they are sent: it costs the house little, and the others nothing."""

import asyncio
import json
from contextlib import suppress
from statistics import median
from uuid import uuid4

import pytest

from realtime.bench.outcome import percentile
from realtime.simulate.backstage import cookie_of
from realtime.simulate.client import JSON
from tests.faults.crowd import Writer, all_feeds_are_the_log, crowd
from tests.machine.hub import Hub
from tests.realtime.raw_websocket import TEXT, RawClient

pytestmark = [pytest.mark.storage, pytest.mark.usefixtures("unhurried", "hanging_up")]

MEGABYTE = 1 << 20
# With its HTML, an event of ten kilobytes: a hundred of them are a megabyte to each who follows.
LONG_WORDS = " mot" * 1_200


async def deaf(writer: Writer) -> RawClient:
    """The person of ``writer`` on another device, which follows the room from now on and never reads."""
    port, url = writer.hub.port, writer.hub.url
    own = {"Cookie": cookie_of(writer.session), "Sec_WebSocket_Protocol": JSON}
    ours = {"Host": f"127.0.0.1:{port}", "Origin": url}
    client = await RawClient.open(port, "/wire", receive_buffer=4096, **own, **ours)
    room, epoch = writer.place
    say(client, type="subscribe", room=room, epoch=epoch, since=writer.last)
    return client


def say(client: RawClient, **command: object) -> None:
    """One command, in one frame."""
    client.send(TEXT, json.dumps(command).encode())


async def babble(client: RawClient, room: int) -> None:
    """Send commands as fast as they are taken, until the house ends the connection."""
    with suppress(ConnectionError):
        while True:
            say(client, type="publish", ref=str(uuid4()), room=room, body=" ")
            await client.writer.drain()


async def write(writers: list[Writer], each: int) -> float:
    """Everybody writes so many more; ninety-nine of a hundred answers came within these seconds."""
    for number, writer in enumerate(writers):
        written = len(writer.bodies)
        writer.waits = []
        writer.bodies += [f"{number} · {written + more}{LONG_WORDS}" for more in range(each)]
    await asyncio.gather(*(writer.write_all() for writer in writers))
    return percentile([wait for writer in writers for wait in writer.waits], 99)


async def test_ten_who_never_read_twenty_megabytes_cost_little_and_slow_nobody(hub: Hub, long: bool) -> None:
    writers = crowd([hub], people=10, each=0)
    each = 200 if long else 60
    slower = []
    for _round in range(3 if long else 1):
        alone = await write(writers, each)
        before = hub.process.memory
        clients = [await deaf(writer) for writer in writers]
        slower.append(await write(writers, each) / alone)
        assert hub.process.memory - before < 20 * MEGABYTE
        for client in clients:
            await client.end()
    await all_feeds_are_the_log(writers)
    assert not long or median(slower) <= 1.5


async def test_who_sends_without_ever_reading_is_ended_and_costs_little(hub: Hub, long: bool) -> None:
    writers = crowd([hub], people=10, each=0)
    await write(writers, 60)
    before = hub.process.memory
    clients = [await deaf(writer) for writer in writers[: 10 if long else 3]]
    babbling = asyncio.gather(*(babble(client, writers[0].place[0]) for client in clients))
    while not babbling.done():
        await write(writers, 10)
        assert hub.process.memory - before < 20 * MEGABYTE
    await babbling
    await all_feeds_are_the_log(writers)
