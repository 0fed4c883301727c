"""Floods are told of each room apart, and asked about all rooms at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from people.models import Person
from rooms import commenting, joining
from rooms.models import Membership, Room
from rooms.moderation import floods
from tests.cast import Cast, says

pytestmark = pytest.mark.storage


def writes_much(person: Person, room: Room, texts: int) -> None:
    for number in range(texts):
        says(person, room, f"Vague {number}.")


def comes_by(code: str, room: Room, name: str) -> Person:
    person = Person.objects.arrive(name)
    joining.join(person, room)
    Membership.objects.filter(room=room, person=person).update(came_by=code)
    return person


def test_who_wrote_much_is_named_in_the_room_where_they_did(cast: Cast) -> None:
    writes_much(cast.nadia, cast.fabrique, floods.MUCH + 1)
    writes_much(cast.marcel, cast.fabrique, floods.MUCH)
    writes_much(cast.nadia, cast.mezza, 1)
    answered = says(cast.judith, cast.mezza)
    for number in range(floods.MUCH):
        commenting.comment(cast.marcel, cast.mezza.pk, None, answered.pk, f"Vague {number}.")
    assert floods.writers([cast.fabrique, cast.mezza], timezone.now()) == {
        cast.fabrique.pk: [(cast.nadia, floods.MUCH + 1), (cast.marcel, floods.MUCH)],
        cast.mezza.pk: [(cast.marcel, floods.MUCH)],
    }


def test_codes_are_told_of_the_room_where_those_who_came_by_them_write(cast: Cast) -> None:
    crowd = [comes_by("UN", cast.fabrique, f"Hôte {number}") for number in range(2)]
    elsewhere = comes_by("DEUX", cast.mezza, "Une autre")
    comes_by("", cast.fabrique, "Sans code")
    for person in crowd:
        writes_much(person, cast.fabrique, 3)
    joining.join(elsewhere, cast.fabrique)
    Membership.objects.filter(room=cast.fabrique, person=elsewhere).update(came_by="")
    writes_much(elsewhere, cast.fabrique, floods.MUCH)
    told = floods.arrivals([cast.fabrique, cast.mezza], timezone.now())
    assert told == {cast.fabrique.pk: [("UN", 2)]}
    assert floods.arrivals([cast.fabrique], timezone.now() + timedelta(minutes=11)) == {}


def test_more_rooms_are_asked_about_by_no_more_questions(cast: Cast, django_assert_num_queries: Any) -> None:
    rooms = [cast.fabrique, cast.mezza, cast.wings]
    writes_much(comes_by("UN", cast.fabrique, "Hôte"), cast.fabrique, floods.MUCH)
    with django_assert_num_queries(6):  # texts, answers, people: of writers, then of who came
        assert floods.writers(rooms, timezone.now())
        assert floods.arrivals(rooms, timezone.now())
