"""Who a test finds is whom the services would have let in."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Model

from people.models import Person
from rooms import joining, opening
from rooms.models import Membership
from tests.cast import Cast

OF_EACH = {"id", "name", "email", "password", "person_id", "room_id"}


def test_the_cast_is_as_if_each_had_joined_by_the_code(cast: Cast) -> None:
    artist, participant, newcomer = map(Person.objects.arrive, ("Ariane", "Paul", "Nour"))
    staff = Person.objects.create_user("paula@maison.example", "douze signes au moins", is_staff=True)
    fabrique = opening.open_fabrique("Une autre", cast.fabrique.opens_at, cast.fabrique.closes_at)
    joining.give_role(artist, fabrique, Membership.Role.ARTIST)
    for person in (artist, participant):
        joining.join(person, fabrique)
    came_by_it = Membership.objects.filter(room=fabrique, came_by=fabrique.code)
    came_by_it.update(came_by=cast.fabrique.code)
    asked = [cast.judith, cast.nadia, cast.marcel, cast.ousmane, cast.awa]
    came = [artist, participant, participant, newcomer, staff]
    assert [*map(rows, asked)] == [*map(rows, came)]


def rows(person: Person) -> list[dict[str, Any]]:
    """Return what the database has of ``person`` and where they are, without what is of each row."""
    places = {each.room.kind: told(each) for each in person.memberships.select_related("room")}
    return [told(Person.objects.get(pk=person.pk)), places, {"locked": person.has_usable_password()}]


def told(row: Model) -> dict[str, Any]:
    return dict(_columns(row))


def _columns(row: Model) -> Iterator[tuple[str, Any]]:
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.attname not in OF_EACH and not isinstance(value, datetime):
            yield field.attname, value
