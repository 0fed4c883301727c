"""Twenty people write at once: the log stays dense, nothing is lost or doubled, a page is of one moment."""

import asyncio
from collections.abc import Awaitable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from database import workers
from people.models import Person
from protocols.reading import Scene, scene
from rooms import commenting, joining, moving, opening, posting, reacting
from rooms.meetings import living
from rooms.meetings.models import Meeting
from rooms.models import Comment, Post, Reaction, Room
from rooms.transaction import Receipt
from tests.cast import Cast, announces
from tests.realtime.reducer import apply_all
from tests.rooms.history import lines

WRITERS, COMMANDS = 20, 100
EVERYTHING = 10_000

pytestmark = [pytest.mark.storage, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def writers(cast: Cast) -> list[Person]:
    """Twenty participants of the fabrique."""
    people = [Person.objects.arrive(f"Participant·e {number}") for number in range(WRITERS)]
    for person in people:
        joining.join(person, cast.fabrique)
    return people


async def write(person: Person, room: int, rounds: int) -> list[Receipt]:
    """Send four commands, ``rounds`` times, one after another."""
    done = [await converse(person, room, f"{person.pk}:{number}") for number in range(rounds)]
    return [receipt for each in done for receipt in each]


async def converse(person: Person, room: int, body: str) -> list[Receipt]:
    """Publish, publish again as over a weak network, answer, react; return what was done, once each."""
    publish = partial(posting.publish, person, room, uuid4(), body)
    said = await workers.write(publish, room)
    assert await workers.write(publish, room) == said
    assert said.post is not None
    answer = partial(commenting.comment, person, room, uuid4(), said.post, "Oui.")
    thank = partial(reacting.react, person, room, uuid4(), said.post, "merci", True)
    return [said, await workers.write(answer, room), await workers.write(thank, room)]


async def together(*work: Awaitable[list[Receipt]]) -> list[Receipt]:
    """Run all of ``work`` at once, as the gateway does; then close the database threads' connections."""
    try:
        return [receipt for each in await asyncio.gather(*work) for receipt in each]
    finally:
        threads = Barrier(1 if connection.vendor == "sqlite" else workers.WRITERS)
        await asyncio.gather(*(workers.write(lambda: let_go(threads)) for _thread in range(threads.parties)))


def let_go(threads: Barrier) -> None:
    threads.wait()
    connection.close()


def test_2000_commands_of_20_writers_are_each_done_once_in_one_dense_order(
    cast: Cast, writers: list[Person]
) -> None:
    room, rounds = cast.fabrique.pk, COMMANDS // 4
    receipts = asyncio.run(together(*(write(person, room, rounds) for person in writers)))
    assert len(receipts) == WRITERS * rounds * 3
    assert sorted(receipt.seq for receipt in receipts) == list(range(1, len(receipts) + 1))
    assert [line.seq for line in lines(room)] == list(range(1, Room.objects.get(pk=room).head + 1))
    assert {kind.objects.count() for kind in (Post, Comment, Reaction)} == {WRITERS * rounds}
    assert Post.objects.values("body").distinct().count() == WRITERS * rounds


def test_a_page_drawn_while_others_write_is_of_one_moment(cast: Cast, writers: list[Person]) -> None:
    room, seen = cast.fabrique.pk, list[Scene]()
    empty = scene(room, EVERYTHING)

    async def look() -> list[Receipt]:
        while not seen or seen[-1].snapshot.seq < 200:
            seen.append(await asyncio.to_thread(drawn_alone, room))
        return []

    asyncio.run(together(look(), *(write(person, room, 10) for person in writers[:8])))
    told = lines(room)
    assert len({each.snapshot.seq for each in seen}) > 1
    for each in [*seen, scene(room, EVERYTHING)]:
        assert each == apply_all(empty, told[: each.snapshot.seq])


def drawn_alone(room: int) -> Scene:
    """Return the scene, read on a connection of its own."""
    try:
        return scene(room, EVERYTHING)
    finally:
        connection.close()


def test_posts_moved_crosswise_amid_writing_wait_for_each_other_in_one_order(cast: Cast) -> None:
    rooms = (cast.fabrique.pk, cast.mezza.pk)

    async def move(person: Person, rounds: int) -> list[Receipt]:
        said = await workers.write(partial(posting.publish, person, rooms[0], uuid4(), "Ici ?"), rooms[0])
        assert said.post is not None
        ways = [(rooms[number % 2], rooms[1 - number % 2]) for number in range(rounds)]
        moves = (partial(moving.move, person, here, uuid4(), said.post, to) for here, to in ways)
        return [await workers.write(each) for each in moves]

    people = (cast.nadia, cast.marcel, cast.judith, cast.awa)
    noise = [write(person, room, 10) for person, room in zip(people, rooms * 2, strict=True)]
    asyncio.run(together(*(move(person, 9) for person in people), *noise))
    for room in rooms:
        assert [line.seq for line in lines(room)] == list(range(1, Room.objects.get(pk=room).head + 1))
    moved = Post.objects.filter(body="Ici ?")
    assert set(moved.values_list("room", flat=True)) == {rooms[1]}


def test_the_same_command_from_twenty_threads_at_once_is_done_once(cast: Cast) -> None:
    ref, ready = uuid4(), Barrier(WRITERS)

    def send() -> Receipt:
        ready.wait()
        try:
            return posting.publish(cast.nadia, cast.fabrique.pk, ref, "Une fois.")
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as threads:
        sent = [threads.submit(send) for _thread in range(WRITERS)]
    assert len({each.result() for each in sent}) == 1
    assert [line.seq for line in lines(cast.fabrique.pk)] == [1]


@pytest.mark.parametrize("over", [False, True])
def test_a_rencontre_begins_and_ends_once_whoever_comes_at_once(cast: Cast, over: bool) -> None:
    meeting, hosts = announces(cast.judith, cast.fabrique), 8
    if over:
        living.begin(meeting.pk, cast.judith)
    told, ready = len(lines(cast.fabrique.pk)), Barrier(hosts)

    def change() -> Meeting:
        ready.wait()
        try:
            return (living.finish if over else living.begin)(meeting.pk, cast.judith)
        finally:
            connection.close()

    with ThreadPoolExecutor(hosts) as threads:
        done = [threads.submit(change) for _thread in range(hosts)]
    assert len({(each.result().opened_at, each.result().ended_at) for each in done}) == 1
    assert len(lines(cast.fabrique.pk)) == told + 1


def test_fabriques_of_one_title_opened_at_once_have_addresses_of_their_own(cast: Cast) -> None:
    at_once = 8
    ready = Barrier(at_once)

    def open_one() -> Room:
        ready.wait()
        try:
            return opening.open_fabrique("Lapins", timezone.now(), None)
        finally:
            connection.close()

    with ThreadPoolExecutor(at_once) as threads:
        opened = [threads.submit(open_one) for _thread in range(at_once)]
    assert len({each.result().slug for each in opened}) == at_once
    assert Room.objects.filter(title="Lapins").count() == 2 * at_once  # with their wings
