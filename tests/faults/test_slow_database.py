"""The database is slow, and somebody pushes all the more: it stays with them, and the others lose nothing."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from uuid import uuid4

import pytest
from django.db import transaction

from rooms.models import Room
from tests.faults.crowd import MEGABYTE, all_feeds_are_the_log, crowd
from tests.faults.test_never_read import deaf, say
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


async def test_180_megabytes_pushed_at_a_slow_database_stay_with_who_pushes(hub: Hub) -> None:
    writers = crowd([hub], people=5, each=4)
    room = writers[0].place[0]
    client = await deaf(writers[0])
    before = hub.process.memory
    with held(hub, room):
        pushing = asyncio.create_task(push(client, room))
        writing = asyncio.gather(*(writer.write_all() for writer in writers))
        assert await client.close_code() == 4029
        assert hub.process.memory - before < 20 * MEGABYTE
    await client.end()
    await pushing
    await writing
    await all_feeds_are_the_log(writers)
