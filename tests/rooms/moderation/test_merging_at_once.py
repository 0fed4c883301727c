"""Two accounts are made one while they write, and while others of the team decide about the same people."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from people.models import Person
from people.refusals import Refusal
from rooms import joining, posting
from rooms.models import Post, Room
from rooms.moderation import barring, merging
from tests.cast import Cast
from tests.rooms.history import lines

ROUNDS = 20

pytestmark = [pytest.mark.storage, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def again(cast: Cast) -> Person:
    """Nadia, who lost her card and came again."""
    person = Person.objects.arrive("Nadia du mardi")
    joining.join(person, cast.fabrique)
    return person


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Do all of ``acts`` at the same moment; return what was refused."""
    ready = Barrier(len(acts))

    def do(act: Callable[[], Any]) -> str:
        ready.wait()
        try:
            act()
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as threads:
        return [told for told in threads.map(do, acts) if told]


def merge(cast: Cast, kept: Person, other: Person) -> Callable[[], Any]:
    return partial(merging.merge, cast.awa, cast.fabrique.pk, uuid4(), kept.pk, other.pk, True)


def test_of_two_of_the_team_who_do_it_crosswise_one_is_told_that_it_is_done(
    cast: Cast, again: Person
) -> None:
    assert at_once(merge(cast, cast.nadia, again), merge(cast, again, cast.nadia)) == ["merged_already"]
    assert Person.objects.exclude(merged_into=None).count() == 1


def test_what_both_write_meanwhile_is_all_there_and_of_one_account(cast: Cast, again: Person) -> None:
    def write(person: Person, room: Room) -> None:
        for number in range(12):
            posting.publish(person.pk, room.pk, uuid4(), f"{person.pk} {room.pk} {number}")

    rooms = (cast.fabrique, cast.mezza)
    writes = [partial(write, person, room) for person in (cast.nadia, again) for room in rooms]
    assert at_once(*writes, merge(cast, cast.nadia, again)) == []
    assert (
        Post.objects.filter(author=cast.nadia).values("body").distinct().count() == Post.objects.count() == 48
    )
    for room in rooms:
        assert [line.seq for line in lines(room.pk)] == list(range(1, Room.objects.get(pk=room.pk).head + 1))


def test_a_new_name_a_bar_and_one_account_wait_for_each_other_in_one_order(cast: Cast, again: Person) -> None:
    def bar() -> None:
        for number in range(ROUNDS):
            barring.bar(cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk, number % 2 == 0, "Un moment.")

    def rename() -> None:
        for number in range(ROUNDS):
            joining.rename(Person.objects.get(pk=cast.nadia.pk), f"Nadia {number}")

    refusals = at_once(bar, rename, merge(cast, cast.nadia, again))
    assert set(refusals) <= {"barred"}
