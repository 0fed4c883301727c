"""What somebody decided about a person is offered to be undone, while it stands; two never collide."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from people.models import Person
from rooms import moderating
from rooms.models import Decision, Membership
from rooms.moderation import approving, barring, undoable
from rooms.moderation.models import Bar
from tests.cast import Cast, fresh_address
from tests.refusing import refused

pytestmark = pytest.mark.storage
Act = Callable[..., object]


def quiet_a_while(by: Person, room: int, ref: object, person: int, on: bool, **more: object) -> object:
    return moderating.quiet(by, room, ref, person, on, minutes=10 if on else 0, **more)  # type: ignore[arg-type]


def bar(by: Person, room: int, ref: object, person: int, on: bool, **more: object) -> object:
    return barring.bar(by, room, ref, person, on, "Trois insultes." if on else "", **more)  # type: ignore[arg-type]


ACTS = [moderating.quiet, quiet_a_while, moderating.remove, approving.hold_person, bar]
every_act = pytest.mark.parametrize("act", ACTS)


@pytest.fixture
def zoe(cast: Cast) -> Person:
    """Somebody else of the team."""
    return Person.objects.create_user(fresh_address(), "douze signes au moins", name="Zoé", is_staff=True)


def offered(cast: Cast, person: Person, *, in_minutes: int = 0) -> list[Decision]:
    now = timezone.now() + timedelta(minutes=in_minutes)
    return undoable.decided(person, [cast.fabrique, cast.mezza], now)


def stands(cast: Cast) -> bool:
    """Return whether anything keeps Nadia from the fabrique, or from writing there unread."""
    hers = Membership.objects.get(room=cast.fabrique, person=cast.nadia)
    limits = (hers.quieted_at, hers.removed_at, hers.held_at)
    return any(limits) or Bar.objects.filter(person=cast.nadia).exists()


@every_act
def test_what_was_decided_about_a_person_is_offered_to_who_did_and_taken_back(
    cast: Cast, zoe: Person, act: Act
) -> None:
    act(cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk, True)
    [taken] = offered(cast, cast.awa)
    assert taken.person == cast.nadia
    assert offered(cast, zoe) == []
    act(cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk, False, undoes=taken.pk)
    assert not stands(cast)
    assert offered(cast, cast.awa) == []


@every_act
def test_what_somebody_else_decided_since_is_not_undone_with_it(cast: Cast, zoe: Person, act: Act) -> None:
    act(cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk, True)
    [taken] = offered(cast, cast.awa)
    undo = (cast.fabrique.pk, uuid4(), cast.nadia.pk, False)
    act(zoe, *undo)
    assert offered(cast, cast.awa) == []
    assert refused(act, cast.awa, *undo, undoes=taken.pk) == "decided"
    act(zoe, cast.fabrique.pk, uuid4(), cast.nadia.pk, True)
    assert offered(cast, cast.awa) == []
    assert (
        refused(act, cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk, False, undoes=taken.pk) == "decided"
    )
    assert stands(cast)


@every_act
def test_pressed_twice_it_is_undone_once(cast: Cast, act: Act) -> None:
    act(cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk, True)
    [taken] = offered(cast, cast.awa)
    for _time in range(2):
        act(cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk, False, undoes=taken.pk)
    assert Decision.objects.count() == 2


def test_a_silence_that_has_ended_needs_no_undoing(cast: Cast) -> None:
    moderating.quiet(cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk, True, minutes=10)
    assert len(offered(cast, cast.awa, in_minutes=5)) == 1
    assert offered(cast, cast.awa, in_minutes=15) == []


def test_the_same_is_decided_in_two_rooms_apart_and_of_the_house_in_any(cast: Cast, zoe: Person) -> None:
    for room in (cast.fabrique, cast.mezza):
        moderating.quiet(cast.awa, room.pk, uuid4(), cast.nadia.pk, True)
    assert [each.room for each in offered(cast, cast.awa)] == [cast.mezza, cast.fabrique]
    bar(cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk, True)
    first = Decision.objects.latest("pk")
    bar(zoe, cast.mezza.pk, uuid4(), cast.nadia.pk, False)
    bar(zoe, cast.mezza.pk, uuid4(), cast.nadia.pk, True)
    assert first not in offered(cast, cast.awa)
    undo = (cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk, False)
    assert refused(bar, *undo, undoes=first.pk) == "decided"
    assert refused(barring.bar, cast.judith, *undo[1:]) == "not_staff"
