"""What befalls one must not be felt by the others: how long they wait for their answers meanwhile."""

import asyncio
import json
from collections.abc import Awaitable

from realtime.bench.outcome import percentile
from realtime.simulate.backstage import cookie_of
from realtime.simulate.client import JSON
from tests.faults.crowd import Writer
from tests.realtime.raw_websocket import TEXT, RawClient

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


async def write(writers: list[Writer], each: int, words: str = LONG_WORDS) -> list[float]:
    """Everybody writes so many more; the seconds that each answer took."""
    for number, writer in enumerate(writers):
        written = len(writer.bodies)
        writer.waits = []
        writer.bodies += [f"{number} · {written + more}{words}" for more in range(each)]
    await asyncio.gather(*(writer.write_all() for writer in writers))
    return [wait for writer in writers for wait in writer.waits]


def slower(meanwhile: list[float], alone: list[float]) -> float:
    """How many times as long ninety-nine of a hundred answers took."""
    return percentile(meanwhile, 99) / percentile(alone, 99)


async def write_meanwhile(
    writers: list[Writer], work: Awaitable[object], words: str = LONG_WORDS
) -> list[float]:
    """Ten more of everybody again and again until ``work`` is done; the seconds that each answer took."""
    doing, waits = asyncio.ensure_future(work), list[float]()
    while not doing.done():
        waits += await write(writers, 10, words)
    await doing
    return waits
