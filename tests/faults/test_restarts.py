"""Servers are told to stop, and are started again: nobody's words are lost or doubled by it."""

import asyncio
from uuid import uuid4

import pytest

from rooms.models import Post
from tests.faults.crowd import all_feeds_are_the_log, crowd, ended_in_turn
from tests.faults.test_slow_database import held
from tests.machine.hub import Hub
from tests.realtime.visitor import SocketVisitor, visit

pytestmark = [pytest.mark.storage, pytest.mark.usefixtures("unhurried")]


def stop_well(server: Hub) -> None:
    assert server.process.stop() == 0


@pytest.mark.thorough
async def test_restarts_one_after_the_other_under_twenty_writers_cost_nobody_a_word(
    servers: list[Hub], endings: int, recovery: float | None
) -> None:
    writers = await ended_in_turn(servers, endings, stop_well)
    async with asyncio.timeout(recovery):
        await all_feeds_are_the_log(writers)


async def publish(socket: SocketVisitor, **command: object) -> None:
    """Send the command and return when the service is about to run it, which ends the sender's typing."""
    await socket.send("typing", room=command["room"])
    while not (await socket.hear("typing"))["people"]:
        pass
    await socket.send("publish", **command)
    while (await socket.hear("typing"))["people"]:
        pass


async def test_a_command_under_way_at_the_stop_is_answered_or_sent_again_and_kept_once(
    servers: list[Hub],
) -> None:
    (writer,) = crowd(servers, people=1, each=0)
    server, room = writer.hub, writer.place[0]
    command = {"ref": str(uuid4()), "room": room, "body": "Une seule fois"}
    async with visit(server, writer.session) as socket:
        await socket.follow(*writer.place)
        with held(server, room):
            await publish(socket, **command)
            stopping = asyncio.create_task(asyncio.to_thread(server.process.stop))
            assert await socket.closed() == 4001
        assert await stopping == 0
    with server.inside():
        assert Post.objects.filter(room=room).count() == 1
    await asyncio.to_thread(server.start)
    async with visit(server, writer.session) as socket:
        assert (await socket.ask("publish", **command))["type"] == "reply"
    with server.inside():
        assert Post.objects.filter(room=room).count() == 1
