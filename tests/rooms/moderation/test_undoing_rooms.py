"""What was decided about a room can be undone while it stands: who is read first, the pace, the door."""

from collections.abc import Callable
from typing import NamedTuple
from uuid import uuid4

import pytest
from django.utils import timezone

from people.models import Person
from rooms import doors
from rooms.models import Decision, Room
from rooms.moderation import approving, limiting, undoable
from tests.cast import Cast, fresh_address
from tests.refusing import refused

pytestmark = pytest.mark.storage


class Act(NamedTuple):
    """An act on a room: what it is given, first, then to take it back, then as somebody else sets it."""

    run: Callable[..., object]
    given: object
    back: object
    other: object

    def __str__(self) -> str:
        return self.run.__name__


ACTS = [
    Act(approving.hold_room, "all", "", "new"),
    Act(limiting.slow_room, 30, 0, 60),
    Act(doors.shut, True, False, False),
]
every_act = pytest.mark.parametrize("act", ACTS, ids=str)


@pytest.fixture
def zoe(cast: Cast) -> Person:
    """Somebody else of the team."""
    return Person.objects.create_user(fresh_address(), "douze signes au moins", name="Zoé", is_staff=True)


def offered(cast: Cast, person: Person) -> list[Decision]:
    rooms = list(Room.objects.filter(pk__in=(cast.fabrique.pk, cast.mezza.pk)))
    return undoable.decided(person, rooms, timezone.now())


def limits(cast: Cast) -> tuple[object, ...]:
    return Room.objects.values_list("holds", "slow", "shut_at").get(pk=cast.fabrique.pk)


@every_act
def test_it_is_offered_to_who_did_it_alone_and_taken_back(cast: Cast, zoe: Person, act: Act) -> None:
    before = limits(cast)
    act.run(cast.awa, cast.fabrique.pk, uuid4(), act.given)
    act.run(cast.awa, cast.mezza.pk, uuid4(), act.given)  # of another room, which stays
    of_mezza, taken = offered(cast, cast.awa)
    assert (of_mezza.room, taken.room) == (cast.mezza, cast.fabrique)
    assert offered(cast, zoe) == []
    act.run(cast.awa, cast.fabrique.pk, uuid4(), act.back, undoes=taken.pk)
    assert limits(cast) == before
    assert offered(cast, cast.awa) == [of_mezza]


@every_act
def test_what_somebody_else_has_set_since_is_not_undone(cast: Cast, zoe: Person, act: Act) -> None:
    act.run(cast.awa, cast.fabrique.pk, uuid4(), act.given)
    [taken] = offered(cast, cast.awa)
    act.run(zoe, cast.fabrique.pk, uuid4(), act.other)
    set_by_zoe = limits(cast)
    assert offered(cast, cast.awa) == []
    undone = refused(act.run, cast.awa, cast.fabrique.pk, uuid4(), act.back, undoes=taken.pk)
    assert undone == "decided"
    assert limits(cast) == set_by_zoe
