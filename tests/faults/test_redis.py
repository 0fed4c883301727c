"""Redis goes away and comes back: posts are saved and acknowledged without it, and no feed loses anything."""

import asyncio
from contextlib import suppress

import pytest

from tests.faults.conftest import running
from tests.faults.crowd import all_feeds_are_the_log, crowd, lean, the_cast
from tests.machine.hub import Hub
from tests.machine.redis_server import RedisServer
from tests.realtime.visitor import visit

pytestmark = [pytest.mark.storage, pytest.mark.usefixtures("unhurried")]


@pytest.fixture
def shared(redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> RedisServer:
    """The Redis between the processes of this test."""
    monkeypatch.setenv("REDIS_URL", redis_server.url)
    return redis_server


@pytest.fixture
def heedless(shared: RedisServer, servers: list[Hub]) -> list[Hub]:
    """The servers without their poll of the log: what one learns of the other came through Redis."""
    running(servers, "heedless:application")
    return servers


@pytest.mark.thorough
async def test_two_processes_share_a_room(heedless: list[Hub], long: bool) -> None:
    """Whoever writes last, one of the two listeners is connected to the other server."""
    people = crowd(heedless, people=22, each=500 if long else 25)
    listeners, writers = people[:2], people[2:]
    for listener in listeners:
        listener.bodies.clear()
    last = sum(len(writer.bodies) for writer in writers)
    listening = asyncio.gather(*(listener.listen(until=last) for listener in listeners))
    async with lean(heedless, writers):
        await asyncio.gather(*(writer.write_all() for writer in writers))
        await listening
    await all_feeds_are_the_log(people)


@pytest.mark.thorough
async def test_hints_cross_again_when_redis_is_back(shared: RedisServer, heedless: list[Hub]) -> None:
    first, other = heedless
    cast, *sessions = the_cast(first)
    fabrique = cast.fabrique
    async with visit(first, sessions[0]) as marcel, visit(other, sessions[1]) as awa:
        await marcel.follow(fabrique.pk, fabrique.epoch, since=fabrique.head)

        async def heard(seconds: float) -> list[int]:
            """Let Awa publish and Marcel listen for so many seconds; return the numbers that he knows."""
            await awa.ask("publish", room=fabrique.pk, body="M’entendez-vous ?")
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await marcel.hear("events")
            return marcel.numbers(fabrique.pk)

        head = fabrique.head
        assert await heard(20) == [head + 1]
        await asyncio.to_thread(shared.kill)
        assert await heard(3) == [head + 1]  # nothing but Redis would tell him
        await asyncio.to_thread(shared.start)
        for _time in range(30):
            if len(numbers := await heard(1)) > 1:
                break
        assert len(numbers) > 2  # the post sent meanwhile, and the one that revealed the gap
        assert numbers == list(range(head + 1, head + 1 + len(numbers)))


async def test_a_death_of_redis_costs_nobody_a_word(
    shared: RedisServer, servers: list[Hub], long: bool, recovery: float | None
) -> None:
    first, other = servers
    reader, *writers = crowd([first, *[other] * 10], people=11, each=400 if long else 40)
    reader.bodies.clear()
    for writer in writers:
        writer.pause = 0.1
    listening = asyncio.create_task(reader.listen(until=sum(len(writer.bodies) for writer in writers)))
    async with lean(servers, writers):
        writing = asyncio.gather(*(writer.write_all() for writer in writers))
        for away in (2, 30) if long else (2,):
            await asyncio.sleep(1)
            await asyncio.to_thread(shared.kill)
            await asyncio.sleep(away)
            await asyncio.to_thread(shared.start)
        await writing
    async with asyncio.timeout(recovery):
        await listening
        await all_feeds_are_the_log([reader, *writers])


@pytest.mark.thorough
async def test_a_removal_in_another_process_is_obeyed_without_redis(
    shared: RedisServer, servers: list[Hub]
) -> None:
    first, other = servers
    cast, *sessions = the_cast(first)
    fabrique = cast.fabrique
    async with visit(first, sessions[0]) as marcel, visit(other, sessions[1]) as awa:
        await marcel.follow(fabrique.pk, fabrique.epoch)
        await asyncio.to_thread(shared.kill)
        await awa.follow(fabrique.pk, fabrique.epoch)  # subscribes to a channel while Redis is away
        await awa.ask("person.remove", room=fabrique.pk, person=cast.marcel.pk, on=True)
        assert (await marcel.hear("refused"))["code"] == "removed"
        assert await marcel.closed() == 4503
