"""The power goes: nothing that was acknowledged is lost, nothing is doubled, and every feed is the log's."""

import asyncio

import msgspec
import pytest

from people.models import Person
from rooms import joining
from rooms.models import Event, Post, Room
from tests.cast import gather
from tests.faults.crowd import Writer
from tests.machine.hub import Hub
from tests.realtime.visitor import signed_in

pytestmark = [pytest.mark.storage, pytest.mark.usefixtures("unhurried")]

WRITERS = 20
EACH = 15


@pytest.fixture
def writers(hub: Hub) -> list[Writer]:
    with hub.inside():
        room = gather().fabrique
        people = [Person.objects.arrive(f"Plume {number}") for number in range(WRITERS)]
        for person in people:
            joining.join(person, room)
        room.refresh_from_db()
        place = (room.pk, room.epoch)
        return [
            Writer(hub, signed_in(person), place, [f"{person.name} · {n}" for n in range(EACH)])
            for person in people
        ]


async def test_ten_sudden_deaths_under_twenty_writers_lose_and_double_nothing(
    hub: Hub, writers: list[Writer], pytestconfig: pytest.Config
) -> None:
    deaths = 50 if pytestconfig.getoption("faults") == "long" else 10
    for writer in writers:
        writer.bodies *= 1 if deaths == 10 else 4
        writer.bodies = [f"{body} ({turn})" for turn, body in enumerate(writer.bodies)]
    writing = asyncio.gather(*(writer.write_all() for writer in writers))
    for _death in range(deaths):
        await asyncio.sleep(0.5)
        await asyncio.to_thread(hub.kill)
        await asyncio.to_thread(hub.start)
    await writing
    log = await asyncio.to_thread(log_of, hub, writers[0].place[0])
    await asyncio.gather(*(writer.catch_up(len(log)) for writer in writers))
    await asyncio.to_thread(compare, hub, writers, log)


def log_of(hub: Hub, room: int) -> list[dict[str, object]]:
    """The events of ``room``, which must be dense from 1."""
    with hub.inside():
        rows = list(Event.objects.filter(room=room).order_by("seq").values_list("seq", "data"))
        assert [seq for seq, _data in rows] == list(range(1, Room.objects.get(pk=room).head + 1))
    return [msgspec.json.decode(data) for _seq, data in rows]


def compare(hub: Hub, writers: list[Writer], log: list[dict[str, object]]) -> None:
    """Every body once in the database; every feed equal to the log."""
    asked = sorted(body for writer in writers for body in writer.bodies)
    with hub.inside():
        assert sorted(Post.objects.filter(room=writers[0].place[0]).values_list("body", flat=True)) == asked
    assert sorted(body for writer in writers for body in writer.acknowledged) == asked
    for writer in writers:
        assert (writer.doubled, writer.disordered) == (0, 0)
        assert [writer.seen[seq]["event"] for seq in sorted(writer.seen)] == log
