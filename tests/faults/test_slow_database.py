"""The database is slow, and somebody pushes all the more: it stays with them, and the others lose nothing."""

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
from tests.faults.crowd import MEGABYTE, Writer, all_feeds_are_the_log, crowd
from tests.machine.hub import Hub
from tests.realtime.raw_websocket import RawClient

pytestmark = [pytest.mark.storage, pytest.mark.usefixtures("unhurried", "hanging_up")]

PUSHED = 180 * MEGABYTE
FRAME = 60_000


@contextmanager
def held(hub: Hub, room: int) -> Iterator[None]:
    """Nobody can write in ``room``: somebody else holds its row (on SQLite, the whole database)."""
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
    """As much as is taken, 180 megabytes at most."""
    with suppress(ConnectionError):
        for _frame in range(PUSHED // FRAME):
            say(client, type="publish", ref=str(uuid4()), room=room, body="x" * FRAME)
            await client.writer.drain()


async def shut_out(hub: Hub, client: RawClient, room: int) -> None:
    """Push until the house ends it; the server has less than twenty megabytes more for it."""
    before = hub.process.memory
    pushing = asyncio.create_task(push(client, room))
    assert await client.close_code() == 4029
    assert hub.process.memory - before < 20 * MEGABYTE
    await client.end()
    await pushing


async def held_up(hub: Hub, writers: list[Writer], meanwhile: Awaitable[None]) -> list[float]:
    """The seconds that each answer takes to those who write while nobody can, until ``meanwhile`` is over."""
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
        alone = await held_up(hub, writers, asyncio.sleep(time.monotonic() - began))
        times.append(slower(pushed, alone))
    await all_feeds_are_the_log(writers)
    assert not long or median(times) <= 1.5
