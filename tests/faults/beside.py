"""Measure how long other people wait for their answers while one person suffers a fault."""

import asyncio
import json
import random
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass

from realtime.simulate.seeding import cookie_of
from realtime.simulate.wire_client import JSON
from tests.bench.results import Spread, percentile
from tests.faults.crowd import CrowdWriter, writing
from tests.realtime.raw_websocket import TEXT, RawClient

# An event of ten kilobytes, with its HTML: a hundred of them send a megabyte to each subscriber.
LONG_WORDS = " mot" * 1_200
RESAMPLES = 200
MOMENT = 0.01  # seconds


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


@dataclass(frozen=True)
class Round:
    """The seconds of each wait ``beside`` a fault, and of those just after it, for as long ``alone``."""

    beside: list[float]
    alone: list[float]


async def in_turn(
    writers: Sequence[CrowdWriter], faults: Iterable[Callable[[], Awaitable[object]]]
) -> list[Round]:
    """Let everybody write on one socket without rest, beside each of ``faults`` and, as long, after it."""
    async with writing(writers):
        return [await _round(writers, fault) for fault in faults]


async def _round(writers: Sequence[CrowdWriter], fault: Callable[[], Awaitable[object]]) -> Round:
    first, began = [len(writer.waits) for writer in writers], time.monotonic()
    await fault()
    lasted = time.monotonic() - began
    last = [len(writer.waits) + 1 for writer in writers]  # what each waits for now was sent beside it
    await asyncio.sleep(lasted)
    # A fault may be over before anybody is answered: each has an answer beside it, and one alone.
    while any(len(writer.waits) <= end for writer, end in zip(writers, last, strict=True)):  # noqa: ASYNC110
        await asyncio.sleep(MOMENT)
    beside = [
        wait for writer, one, end in zip(writers, first, last, strict=True) for wait in writer.waits[one:end]
    ]
    return Round(
        beside, [wait for writer, end in zip(writers, last, strict=True) for wait in writer.waits[end:]]
    )


def pooled(rounds: Sequence[Round]) -> Round:
    """Return all waits of ``rounds`` as those of one."""
    beside = [wait for each in rounds for wait in each.beside]
    return Round(beside, [wait for each in rounds for wait in each.alone])


def times_slower(rounds: Sequence[Round]) -> Spread:
    """Return the ratio of the 99th percentiles over all ``rounds``, and between what it lies in nine of ten
    draws of as many rounds from these."""
    draw = random.Random(0)
    drawn = sorted(_ratio(draw.choices(rounds, k=len(rounds))) for _each in range(RESAMPLES))
    return Spread(_ratio(rounds), percentile(drawn, 5), percentile(drawn, 95))


def _ratio(rounds: Sequence[Round]) -> float:
    together = pooled(rounds)
    return slower(together.beside, together.alone)
