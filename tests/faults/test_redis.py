"""Redis goes away and comes back: posts are saved and acknowledged without it, and no feed loses anything."""

import asyncio

import pytest

from tests.faults.crowd import all_feeds_are_the_log, crowd
from tests.machine.hub import Hub
from tests.machine.redis_server import RedisServer

pytestmark = [pytest.mark.storage, pytest.mark.usefixtures("unhurried")]


@pytest.fixture
def shared(redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> RedisServer:
    """The Redis between the processes of this test."""
    monkeypatch.setenv("REDIS_URL", redis_server.url)
    return redis_server


async def test_two_processes_share_a_room(shared: RedisServer, hub: Hub, long: bool) -> None:
    other = hub.beside()
    other.start()
    try:
        writers = crowd(hub, people=20, each=500 if long else 25)
        for writer in writers[::2]:
            writer.hub = other
        await asyncio.gather(*(writer.write_all() for writer in writers))
        await all_feeds_are_the_log(hub, writers)
    finally:
        other.stop()


async def test_a_death_of_redis_costs_nobody_a_word(shared: RedisServer, hub: Hub, long: bool) -> None:
    other = hub.beside()
    other.start()
    try:
        reader, *writers = crowd(hub, people=11, each=40)
        reader.bodies.clear()
        for writer in writers:
            writer.hub, writer.pause = other, 0.1
        listening = asyncio.create_task(reader.listen(until=10 * 40))
        writing = asyncio.gather(*(writer.write_all() for writer in writers))
        await asyncio.sleep(1)
        await asyncio.to_thread(shared.kill)
        await asyncio.sleep(30 if long else 2)
        await asyncio.to_thread(shared.start)
        await writing
        await listening
        await all_feeds_are_the_log(hub, [reader, *writers])
    finally:
        other.stop()
