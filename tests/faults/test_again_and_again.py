"""The same words are sent again and again, and very many at once: they are kept once, and heard by all."""

import asyncio
from statistics import median
from uuid import uuid4

import pytest

from rooms.models import Post
from tests.faults.beside import slower, write
from tests.faults.crowd import all_feeds_are_the_log, crowd, lean
from tests.machine.hub import Hub
from tests.realtime.visitor import visit

pytestmark = [pytest.mark.storage, pytest.mark.usefixtures("unhurried")]


async def test_one_command_over_three_sockets_and_a_restart_is_kept_once(servers: list[Hub]) -> None:
    (writer,) = crowd(servers, people=1, each=0)
    command = {"ref": str(uuid4()), "room": writer.place[0], "body": "Une seule fois"}

    async def insist(server: Hub, times: int) -> list[dict[str, object]]:
        async with visit(server, writer.session) as socket:
            return [await socket.ask("publish", **command) for _time in range(times)]

    first, last = servers[0], servers[-1]
    before = await asyncio.gather(insist(first, 3), insist(last, 3), insist(first, 4))
    await asyncio.to_thread(first.kill)
    await asyncio.to_thread(first.start)
    after = await asyncio.gather(insist(first, 3), insist(last, 3), insist(first, 4))
    replies = [reply for replies in (*before, *after) for reply in replies]
    assert len(replies) == 20
    assert all(reply == replies[0] for reply in replies)
    with first.inside():
        assert Post.objects.filter(room=writer.place[0]).count() == 1


@pytest.mark.thorough
@pytest.mark.usefixtures("uncollected")
async def test_a_thousand_events_reach_a_member_who_only_listens_and_slow_nobody(
    servers: list[Hub], long: bool
) -> None:
    listener, *writers = crowd(servers, people=11, each=2)
    listener.bodies.clear()
    times = []
    async with lean(servers, writers):
        for _round in range(5 if long else 1):
            alone = await write(writers, 100 if long else 1, "")
            head = max(writer.last for writer in writers)
            await listener.catch_up(head)
            listening = asyncio.create_task(listener.listen(until=head + 1_000))
            times.append(slower(await write(writers, 100, ""), alone))
            await listening
    await all_feeds_are_the_log([listener, *writers])
    assert not long or median(times) <= 1.5
