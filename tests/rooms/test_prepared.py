"""A prepared query finds what ``filter`` finds, in whatever order its fields are named."""

from uuid import uuid4

import pytest

from rooms.models import Event, Membership, Room
from rooms.posting import publish
from rooms.prepared import Prepared
from tests.cast import Cast

pytestmark = pytest.mark.storage


@pytest.mark.parametrize("fields", [("room", "person"), ("person", "room")])
def test_it_finds_the_one_row_again_and_again_whoever_is_asked_for(
    cast: Cast, fields: tuple[str, str]
) -> None:
    prepared = Prepared(Membership.objects.all(), *fields)
    for membership in Membership.objects.all():
        ids = {"room": membership.room_id, "person": membership.person_id}
        found = prepared.first(*(ids[field] for field in fields))
        assert found == membership


def test_it_finds_nothing_where_there_is_none(cast: Cast) -> None:
    assert (
        Prepared(Membership.objects.all(), "room", "person").first(cast.fabrique.pk, cast.ousmane.pk) is None
    )


def test_a_uuid_is_asked_for_as_the_database_keeps_it(cast: Cast) -> None:
    ref = uuid4()
    publish(cast.nadia, cast.fabrique.pk, ref, "Bonjour.")
    found = Prepared(Event.objects.all(), "actor", "ref").first(cast.nadia.pk, ref)
    assert found == Event.objects.get(ref=ref)


def test_whole_rows_come_back_with_their_types(cast: Cast) -> None:
    found = Prepared(Room.objects.all(), "id").first(cast.fabrique.pk)
    assert found is not None
    assert found.reactions == cast.fabrique.reactions
    assert found.opens_at == cast.fabrique.opens_at
