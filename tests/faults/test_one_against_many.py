"""One person, or a script, does all that they can: the others write and read on."""

import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import asdict
from functools import partial
from itertools import takewhile

import pytest

from realtime.simulate.seeding import cookie_of
from rooms import commenting, posting
from rooms.models import Room
from tests.bench.results import percentile
from tests.faults.attacks import ATTACKS, Attack, Attacker, ready_to
from tests.faults.beside import in_turn, pooled, times_slower, write
from tests.faults.crowd import CrowdWriter, all_feeds_are_the_log, crowd, the_cast
from tests.machine.hub import Hub, OpenHouse
from tests.realtime.visitor import visit

pytestmark = [pytest.mark.storage, pytest.mark.usefixtures("uncollected", "hanging_up")]

# Of one attack at most, and the seconds after which no other begins: rounds of pages last long.
ROUNDS, LONGEST = 41, 240.0


@pytest.fixture
def times(long: bool) -> int:
    return 24 if long else 5


@pytest.fixture(scope="module")
def attacked(open_house: OpenHouse) -> Iterator[Hub]:
    """A Hub for all attacks, where a few people may write as fast as a crowd."""
    with open_house(HUB_PACE_LASTING="100000,100000") as hub:
        yield hub


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
async def test_whatever_one_does_the_others_write_on(
    attacked: Hub, attack: Attack, times: int, long: bool
) -> None:
    people = crowd([attacked], people=5 + (ROUNDS if long else 1), each=0)
    writers, ones = people[:5], [attacker(attacked, each, times) for each in people[5:]]
    await write(writers, 5, "")  # the first of a server are slower
    ratio = await slowed_by(attack, ones, writers)
    await all_feeds_are_the_log(writers)
    assert not long or ratio <= 1.5


async def slowed_by(attack: Attack, ones: list[Attacker], writers: list[CrowdWriter]) -> float:
    """Return how many times as long the others' slowest answers take beside ``attack``; tell it.

    They write beside each of ``ones``, who has all of their own pace before them, and as long after each
    alone: what else the machine does is in both. The first attack, of many, warms the house up.
    """
    async with ready_to(attack) as go:
        end = time.monotonic() + LONGEST
        in_time = takewhile(lambda _: time.monotonic() < end, ones)
        rounds = await in_turn(writers, (partial(go, one) for one in in_time))
    counted = rounds[1:] or rounds
    ratio, together = times_slower(counted), pooled(counted)
    for name, waits in asdict(together).items():
        print(f"{name} {1_000 * percentile(waits, 99):.1f} ms of {len(waits)}", end=", ")
    print(attack.__name__, ratio, "times,", len(counted), "rounds")
    return ratio.middle


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
