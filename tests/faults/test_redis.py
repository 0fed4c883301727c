"""Redis goes away and comes back: posts are saved and acknowledged without it, and no feed loses anything."""

import asyncio

import pytest

from rooms.models import Room
from tests.cast import gather
from tests.faults.crowd import all_feeds_are_the_log, crowd
from tests.machine.hub import Hub
from tests.machine.redis_server import RedisServer
from tests.realtime.visitor import signed_in, visit

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
        reader, *writers = crowd(hub, people=11, each=400 if long else 40)
        reader.bodies.clear()
        for writer in writers:
            writer.hub, writer.pause = other, 0.1
        listening = asyncio.create_task(reader.listen(until=sum(len(writer.bodies) for writer in writers)))
        writing = asyncio.gather(*(writer.write_all() for writer in writers))
        for away in (2, 30) if long else (2,):
            await asyncio.sleep(1)
            await asyncio.to_thread(shared.kill)
            await asyncio.sleep(away)
            await asyncio.to_thread(shared.start)
        await writing
        await listening
        await all_feeds_are_the_log(hub, [reader, *writers])
    finally:
        other.stop()


async def test_a_removal_in_another_process_is_obeyed_without_redis(shared: RedisServer, hub: Hub) -> None:
    other = hub.beside()
    other.start()
    try:
        with hub.inside():
            cast = gather()
            sessions = signed_in(cast.marcel), signed_in(cast.awa)
            fabrique = Room.objects.get(pk=cast.fabrique.pk)
        async with visit(hub, sessions[0]) as marcel, visit(other, sessions[1]) as awa:
            await marcel.follow(fabrique.pk, fabrique.epoch)
            await asyncio.to_thread(shared.kill)
            await awa.follow(fabrique.pk, fabrique.epoch)  # a group to join, of a Redis that is away
            await awa.ask("person.remove", room=fabrique.pk, person=cast.marcel.pk, on=True)
            assert (await marcel.hear("refused"))["code"] == "removed"
            assert await marcel.closed() == 4503
    finally:
        other.stop()
