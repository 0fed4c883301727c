"""One person, or a script, does all that they can: the others write and read on."""

from contextlib import AsyncExitStack

import pytest

from realtime.simulate.seeding import cookie_of
from rooms import commenting, posting
from rooms.models import Room
from tests.bench.results import percentile
from tests.faults.attacks import ATTACKS, Attack, Attacker, ready_to
from tests.faults.beside import slower, write, write_meanwhile
from tests.faults.crowd import CrowdWriter, all_feeds_are_the_log, crowd, the_cast
from tests.machine.hub import Hub
from tests.realtime.visitor import visit

pytestmark = [pytest.mark.storage, pytest.mark.usefixtures("unhurried", "uncollected", "hanging_up")]

WORDS = " mot" * 10


@pytest.fixture
def times(long: bool) -> int:
    return 24 if long else 5


async def test_whatever_one_does_the_others_write_on(hub: Hub, times: int, long: bool) -> None:
    rounds = 5 if long else 1
    people = crowd([hub], people=5 + rounds * len(ATTACKS), each=0)
    writers, attackers = people[:5], people[5:]  # who attacks has all of their own pace before them
    await write(writers, 5, WORDS)  # the first of a server are slower
    ratios = {}
    for attack in ATTACKS:
        ones = [attacker(hub, attackers.pop(), times) for _round in range(rounds)]
        ratios[attack.__name__] = await slowed_by(attack, ones, writers)
    await all_feeds_are_the_log(writers)
    assert not long or max(ratios.values()) <= 1.5, ratios


async def slowed_by(attack: Attack, ones: list[Attacker], writers: list[CrowdWriter]) -> float:
    """Return how many times as long the others' slowest answers take beside ``attack``; tell it.

    They write alone and beside each of ``ones`` in turn: what else the machine does is in both.
    """
    alone, beside = list[float](), list[float]()
    for one in ones:
        async with ready_to(attack, one) as go:
            alone += await write(writers, 10 * len(ones), WORDS)
            beside += await write_meanwhile(writers, go(), WORDS)
    ratio = slower(beside, alone)
    waits = (f"{1_000 * percentile(each, 99):.1f} ms of {len(each)}" for each in (alone, beside))
    print(attack.__name__, *waits, f"{ratio:.2f} times")
    return ratio


def attacker(hub: Hub, person: CrowdWriter, times: int) -> Attacker:
    with hub.inside():
        room = Room.objects.get(pk=person.place[0])
    return Attacker(hub.port, cookie_of(person.session), room.slug, room.code or "", times)


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
