"""One person, or a script, does all that they can: the others write and read on."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest

from realtime.simulate.seeding import cookie_of
from rooms import commenting, posting
from rooms.models import Room
from tests.faults.beside import slower, write, write_meanwhile
from tests.faults.crowd import Writer, all_feeds_are_the_log, crowd, the_cast
from tests.machine.hub import Hub
from tests.machine.process import PATIENCE
from tests.realtime.raw_websocket import RawClient
from tests.realtime.visitor import visit

pytestmark = [pytest.mark.storage, pytest.mark.usefixtures("unhurried", "uncollected", "hanging_up")]

STACKED = "a" + "\u0301\u0323" * 4_000
WORDS = " mot" * 10


@dataclass(frozen=True)
class Attacker:
    """Somebody with a session in the room, who asks ``times`` over."""

    hub: Hub
    session: str
    slug: str
    code: str
    times: int

    async def ask(self, head: str, body: bytes = b"", cookie: str = "") -> int:
        """Make one request; return the status of its answer once all of it has come."""
        async with asyncio.timeout(PATIENCE):
            client = await RawClient.dial(self.hub.port)
            length = f"Content-Length: {len(body)}\r\n" if body else ""
            house = f"Host: 127.0.0.1:{self.hub.port}\r\nOrigin: {self.hub.url}\r\n"
            fixed = f"{house}Connection: close\r\nCookie: {cookie}\r\n{length}"
            client.write(f"{head} HTTP/1.1\r\n{fixed}".encode() + self._kind(body) + b"\r\n" + body)
            status = await client.answer()
            await client.end()
            await client.hang_up()
        return status

    async def post(self, path: str, cookie: str = "", **boxes: str) -> int:
        typed = urlencode(boxes).encode()
        return await self.ask(f"POST {path}", typed, f"cookies=1; {cookie}")

    @staticmethod
    def _kind(body: bytes) -> bytes:
        return b"Content-Type: application/x-www-form-urlencoded\r\n" if body else b""


async def stacks_marks_in_a_name(one: Attacker) -> None:
    for _time in range(one.times):
        assert await one.post(f"/r/{one.code}/", name=STACKED) == 422


async def stacks_marks_in_a_message(one: Attacker) -> None:
    for _time in range(one.times):
        await one.post(f"/f/{one.slug}/consigne/", cookie_of(one.session), title=STACKED, do="pin")


async def asks_for_pages_six_at_a_time(one: Attacker) -> None:
    async def loop() -> None:
        for _time in range(one.times):
            assert await one.ask(f"GET /f/{one.slug}/", cookie=cookie_of(one.session)) == 200

    await asyncio.gather(*(loop() for _each in range(6)))


async def half_sends_three_hundred_requests(one: Attacker) -> None:
    clients = []
    for _each in range(300):
        clients.append(await RawClient.dial(one.hub.port))
        clients[-1].write(b"POST /code/ HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\ncode=")
        await asyncio.sleep(0.01)  # they are held: it is not their opening, in this process, that is tried
    assert await one.ask("GET /") == 200
    for client in clients:
        await client.hang_up()


async def sends_bodies_that_nobody_asked_for(one: Attacker) -> None:
    for _time in range(one.times):
        assert await one.post("/code/", code="x" * 100_000) == 413


@pytest.fixture
def times(long: bool) -> int:
    return 30 if long else 5


ATTACKS: list[Callable[[Attacker], Awaitable[None]]] = [
    stacks_marks_in_a_name,
    stacks_marks_in_a_message,
    asks_for_pages_six_at_a_time,
    half_sends_three_hundred_requests,
    sends_bodies_that_nobody_asked_for,
]


async def test_whatever_one_does_the_others_write_on(hub: Hub, times: int, long: bool) -> None:
    writers = crowd([hub], people=6, each=0)
    one = attacker(hub, writers.pop(), times)
    await write(writers, 5, WORDS)  # the first of a server are slower
    for attack in ATTACKS:
        alone = await write(writers, 40 if long else 5, WORDS)
        beside = await write_meanwhile(writers, attack(one), WORDS)
        assert not long or slower(beside, alone) <= 1.5, attack.__name__
    await all_feeds_are_the_log(writers)


def attacker(hub: Hub, person: Writer, times: int) -> Attacker:
    with hub.inside():
        room = Room.objects.get(pk=person.place[0])
    return Attacker(hub, person.session, room.slug, room.code or "", times)


async def test_the_heaviest_post_that_comes_back_closes_no_good_socket(shared_hub: Hub, times: int) -> None:
    cast, marcel, awa = the_cast(shared_hub)
    room, post = cast.fabrique.pk, heaviest(shared_hub, cast.fabrique, cast.nadia.pk)
    async with AsyncExitStack() as stack:
        good = [await stack.enter_async_context(visit(shared_hub, session)) for session in (marcel, awa) * 2]
        for socket in good:
            await socket.follow(room, cast.fabrique.epoch, since=0)
        for _time in range(times):
            with shared_hub.inside():
                posting.withdraw(cast.nadia.pk, room, None, post)
                last = posting.restore(cast.nadia.pk, room, None, post)
            for socket in good:
                while not any(line["seq"] >= last.seq for line in socket.lines.get(room, [])):
                    await socket.hear("events")


def heaviest(hub: Hub, room: Room, person: int) -> int:
    """Publish a post as ``person`` with as much under it as a post may have; return it."""
    with hub.inside():
        post = posting.publish(person, room.pk, None, "Qui vient ?").post
        assert post
        for _each in range(6):
            commenting.comment(person, room.pk, None, post, "mot " * 1_240)
    return post
