"""A compiled query finds what ``filter`` finds, whatever the order of its fields."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from database.compiled_sql import CompiledInsert, CompiledQuery, CompiledValues
from rooms.models import Event, Membership, Post, Room
from rooms.posting import publish
from tests.cast import Cast

pytestmark = pytest.mark.storage


@pytest.mark.parametrize("fields", [("room", "person"), ("person", "room")])
def test_it_finds_the_one_row_again_and_again_whoever_is_asked_for(
    cast: Cast, fields: tuple[str, str]
) -> None:
    prepared = CompiledQuery(Membership.objects.all(), *fields)
    for membership in Membership.objects.all():
        ids = {"room": membership.room_id, "person": membership.person_id}
        found = prepared.first(*(ids[field] for field in fields))
        assert found == membership


def test_it_finds_nothing_where_there_is_none(cast: Cast) -> None:
    assert (
        CompiledQuery(Membership.objects.all(), "room", "person").first(cast.fabrique.pk, cast.ousmane.pk)
        is None
    )


def test_a_uuid_is_asked_for_as_the_database_keeps_it(cast: Cast) -> None:
    ref = uuid4()
    publish(cast.nadia, cast.fabrique.pk, ref, "Bonjour.")
    found = CompiledQuery(Event.objects.all(), "actor", "ref").first(cast.nadia.pk, ref)
    assert found == Event.objects.get(ref=ref)


def test_whole_rows_come_back_with_their_types(cast: Cast) -> None:
    found = CompiledQuery(Room.objects.all(), "id").first(cast.fabrique.pk)
    assert found is not None
    assert found.reactions == cast.fabrique.reactions
    assert found.opens_at == cast.fabrique.opens_at


def test_a_row_beside_comes_along_in_the_same_query(cast: Cast, django_assert_num_queries: Any) -> None:
    prepared = CompiledQuery(Membership.objects.all(), "room", "person", related="person")
    with django_assert_num_queries(1):
        found = prepared.first(cast.fabrique.pk, cast.nadia.pk)
        assert found is not None
        assert (found.person, found.person.name) == (cast.nadia, cast.nadia.name)


def test_all_rows_come_in_their_order_each_time_they_are_asked_for(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    for person in (cast.nadia, cast.marcel, cast.nadia):
        publish(person, cast.fabrique.pk, uuid4(), "Bonjour.")
    prepared = CompiledQuery(Post.objects.order_by("-seq"), "author", related="room")
    for person in (cast.nadia, cast.marcel, cast.judith):
        with django_assert_num_queries(1):
            found = [(post.pk, post.room.title) for post in prepared.all(person.pk)]
        asked = Post.objects.filter(author=person).order_by("-seq")
        assert found == [(post.pk, cast.fabrique.title) for post in asked]


def test_rows_are_found_by_a_field_of_another_model(cast: Cast) -> None:
    publish(cast.nadia, cast.fabrique.pk, uuid4(), "Bonjour.")
    prepared = CompiledQuery(Event.objects.all(), "post__author")
    assert prepared.all(cast.nadia.pk) == list(Event.objects.filter(post__author=cast.nadia))
    assert prepared.all(cast.marcel.pk) == []


def test_plain_values_come_with_their_types_whatever_is_asked_for_next(cast: Cast) -> None:
    prepared = CompiledValues(
        lambda room, seq: (
            Event.objects.filter(room=room, seq__gt=seq).order_by("seq").values_list("at", "seq")
        )
    )
    for _time in range(3):
        publish(cast.nadia, cast.fabrique.pk, uuid4(), "Bonjour.")
    for seq in (0, 1, 2, 3, 99):
        later = Event.objects.filter(room=cast.fabrique, seq__gt=seq).order_by("seq")
        asked = [[line.at, line.seq] for line in later]
        assert prepared.all(cast.fabrique.pk, seq) == asked
        assert prepared.first(cast.fabrique.pk, seq) == (asked[0] if asked else None)


@pytest.mark.parametrize("card", [None, {"titre": "À deux", "pages": [1, 2]}])
def test_a_row_is_put_in_as_save_would(cast: Cast, card: dict[str, Any] | None) -> None:
    post = Post(room=cast.fabrique, seq=1, author=cast.nadia, body="Bonjour.", html="", card=card)
    put = CompiledInsert(Post).insert(post)
    found = Post.objects.get(pk=put.pk)
    assert (found.card, found.body, found.created_at) == (card, "Bonjour.", post.created_at)
    put.body = "Bonsoir."
    put.save()
    assert Post.objects.get().body == "Bonsoir."


def test_what_the_database_forbids_is_not_put_in(cast: Cast) -> None:
    ref, prepared = uuid4(), CompiledInsert(Event)
    line = {"room": cast.fabrique, "data": "{}", "actor": cast.nadia, "ref": ref, "at": timezone.now()}
    prepared.insert(Event(seq=1, **line))
    with pytest.raises(IntegrityError), transaction.atomic():
        prepared.insert(Event(seq=2, **line))


def test_no_number_is_given_twice_whoever_else_puts_rows_in(cast: Cast) -> None:
    prepared = CompiledInsert(Post)
    given = list[int]()
    for seq in range(1, 80, 2):
        for put in (prepared.insert, _saved):
            post = Post(room=cast.fabrique, seq=seq + len(given) % 2, author=cast.nadia, body="", html="")
            given.append(put(post).pk)
    assert len(set(given)) == Post.objects.count() == 80


def _saved(post: Post) -> Post:
    post.save()
    return post
