"""Measure how long other people wait for their answers while one person suffers a fault."""

import asyncio
import json
from collections.abc import Awaitable

from realtime.simulate.seeding import cookie_of
from realtime.simulate.wire_client import JSON
from tests.bench.results import percentile
from tests.faults.crowd import CrowdWriter
from tests.realtime.raw_websocket import TEXT, RawClient

# An event of ten kilobytes, with its HTML: a hundred of them send a megabyte to each subscriber.
LONG_WORDS = " mot" * 1_200


async def deaf(writer: CrowdWriter) -> RawClient:
    """Connect the person of ``writer`` on a device that follows the room and never reads."""
    port, url = writer.hub.port, writer.hub.url
    own = {"Cookie": cookie_of(writer.session), "Sec_WebSocket_Protocol": JSON}
    ours = {"Host": f"127.0.0.1:{port}", "Origin": url}
    client = await RawClient.open(port, "/wire", receive_buffer=4096, **own, **ours)
    room, epoch = writer.place
    say(client, type="subscribe", room=room, epoch=epoch, since=writer.last)
    return client


def say(client: RawClient, **command: object) -> None:
    """Send one command, in one frame."""
    client.send(TEXT, json.dumps(command).encode())


async def write(writers: list[CrowdWriter], each: int, words: str = LONG_WORDS) -> list[float]:
    """Let each of ``writers`` write ``each`` more bodies; return the seconds that each answer took."""
    for number, writer in enumerate(writers):
        written = len(writer.bodies)
        writer.waits = []
        writer.bodies += [f"{number} · {written + more}{words}" for more in range(each)]
    await asyncio.gather(*(writer.write_all() for writer in writers))
    return [wait for writer in writers for wait in writer.waits]


def slower(meanwhile: list[float], alone: list[float]) -> float:
    """Return the ratio of the 99th percentiles of the waits."""
    return percentile(meanwhile, 99) / percentile(alone, 99)


async def write_meanwhile(
    writers: list[CrowdWriter], work: Awaitable[object], words: str = LONG_WORDS
) -> list[float]:
    """Let everybody write ten more bodies, again and again, until ``work`` is done; return the seconds of
    each wait."""
    doing, waits = asyncio.ensure_future(work), list[float]()
    while not doing.done():
        waits += await write(writers, 10, words)
    await doing
    return waits
