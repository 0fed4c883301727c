"""The database is slow, and somebody floods the server: only they suffer, and the others lose nothing."""

import asyncio
import time
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager, suppress
from statistics import median
from threading import Event, Thread
from uuid import uuid4

import pytest
from django.db import transaction

from rooms.models import Room
from tests.faults.beside import deaf, say, slower, write
from tests.faults.crowd import MEGABYTE, CrowdWriter, all_feeds_are_the_log, crowd
from tests.machine.hub import Hub
from tests.realtime.raw_websocket import RawClient

pytestmark = [pytest.mark.storage, pytest.mark.usefixtures("unhurried", "hanging_up")]

PUSHED = 180 * MEGABYTE
FRAME = 60_000


@contextmanager
def held(hub: Hub, room: int) -> Iterator[None]:
    """Lock the row of ``room`` (on SQLite, the whole database), so that nobody can write there."""
    holding, free = Event(), Event()

    def hold() -> None:
        with hub.inside(), transaction.atomic():
            Room.objects.select_for_update().get(pk=room)
            holding.set()
            free.wait()

    thread = Thread(target=hold)
    thread.start()
    holding.wait()
    try:
        yield
    finally:
        free.set()
        thread.join()


async def push(client: RawClient, room: int) -> None:
    """Send as much as is taken, 180 megabytes at most."""
    with suppress(ConnectionError):
        for _frame in range(PUSHED // FRAME):
            say(client, type="publish", ref=str(uuid4()), room=room, body="x" * FRAME)
            await client.writer.drain()


async def shut_out(hub: Hub, client: RawClient, room: int) -> None:
    """Flood until the server closes the socket; it must use less than twenty megabytes more for it."""
    before = hub.process.memory
    pushing = asyncio.create_task(push(client, room))
    assert await client.close_code() == 4029
    assert hub.process.memory - before < 20 * MEGABYTE
    await client.end()
    await pushing


async def held_up(hub: Hub, writers: list[CrowdWriter], meanwhile: Awaitable[None]) -> list[float]:
    """Return the seconds of each wait of those who write while nobody can, until ``meanwhile`` is over."""
    with held(hub, writers[0].place[0]):
        writing = asyncio.create_task(write(writers, 4))
        await meanwhile
    return await writing


async def test_180_megabytes_pushed_at_a_slow_database_stay_with_who_pushes(hub: Hub, long: bool) -> None:
    writers = crowd([hub], people=5, each=0)
    times = []
    for _round in range(3 if long else 1):
        client = await deaf(writers[0])
        began = time.monotonic()
        pushed = await held_up(hub, writers, shut_out(hub, client, writers[0].place[0]))
        lasted = time.monotonic() - began
        alone = await held_up(hub, writers, asyncio.sleep(lasted if long else 0))
        times.append(slower(pushed, alone))
    await all_feeds_are_the_log(writers)
    assert not long or median(times) <= 1.5
