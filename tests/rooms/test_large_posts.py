"""A post on which much hangs: what comes back comes in pieces, and a page holds as much as a page can."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from people.models import Person
from protocols import submitting
from protocols.reading import Scene, scene
from protocols.written import Written
from rooms import joining, moderating, moving, posting, reacting, reading
from rooms.models import Post, Room
from rooms.weighing import most_bytes
from tests.cast import Cast, answers, place, says
from tests.frontend.pages import pinned_consigne
from tests.realtime import reducer
from tests.rooms.history import lines

pytestmark = pytest.mark.storage

PIECE = 2_000
Back = Callable[[Cast, Post], None]


@pytest.fixture
def much(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Post:
    """A post with forty answers, of which one event carries some."""
    monkeypatch.setattr(posting, "PIECE_BYTES", PIECE)
    post = says(cast.nadia, cast.fabrique, "Qui vient ?")
    for number in range(40):
        answers(cast.marcel, post, f"Moi, {number} fois.")
    return post


def restored(cast: Cast, post: Post) -> None:
    posting.withdraw(cast.nadia, post.room_id, None, post.pk)
    posting.restore(cast.nadia, post.room_id, None, post.pk)


def shown_again(cast: Cast, post: Post) -> None:
    moderating.hide_post(cast.awa, post.room_id, None, post.pk)
    moderating.show_post(cast.awa, post.room_id, None, post.pk)


def moved(cast: Cast, post: Post) -> None:
    moving.move(cast.nadia, post.room_id, None, post.pk, cast.mezza.pk)


def told(room: Room, before: Scene) -> Scene:
    """Return the scene of a screen that had ``before``, after all that came since."""
    for line in lines(room.pk, before.snapshot.seq):
        before = reducer.apply(before, line)
    return before


@pytest.mark.parametrize("back", [restored, shown_again, moved])
def test_what_comes_back_comes_in_pieces_and_whole(back: Back, cast: Cast, much: Post) -> None:
    there = cast.mezza if back is moved else cast.fabrique
    before = scene(there.pk)
    back(cast, much)
    assert max(len(msgspec.json.encode(line)) for line in lines(there.pk, before.snapshot.seq)) < 2 * PIECE
    assert msgspec.to_builtins(told(there, before)) == msgspec.to_builtins(scene(there.pk))
    assert len(scene(there.pk).snapshot.posts[-1].comments) == 40


def test_a_page_of_heavy_posts_holds_fewer_and_says_that_there_are_others(
    nadia: Person, fabrique: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [says(nadia, fabrique, "mot " * 100) for _each in range(6)]
    one = len(msgspec.json.encode(reading.whole(said[0])))
    monkeypatch.setattr(reading, "PAGE_BYTES", 3 * one + 10)
    posts, earlier = reading.page(fabrique)
    assert [post.id for post in posts] == [each.pk for each in said[3:]]
    assert earlier
    assert reading.is_earlier(fabrique, place(said[2]))
    assert not reading.is_earlier(fabrique, place(said[5]))
    before, earlier = reading.page(fabrique, posts[0].seq)
    assert [post.id for post in before] == [each.pk for each in said[:3]]
    assert not earlier
    monkeypatch.setattr(reading, "PAGE_BYTES", 1)
    assert len(reading.page(fabrique)[0]) == 1


def test_a_link_leads_to_the_newest_page_only_where_the_post_is(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    said = [says(cast.nadia, cast.fabrique, f"Bonjour {number}") for number in range(8)]
    assert not any(reading.is_earlier(cast.fabrique, place(post)) for post in said)
    assert reading.is_earlier(cast.fabrique, place(said[3]), window=4)
    assert not reading.is_earlier(cast.fabrique, place(said[4]), window=4)
    for bound in range(1_000, 20_000, 500):
        monkeypatch.setattr(reading, "PAGE_BYTES", bound)
        there = {post.id for post in reading.page(cast.fabrique)[0]}
        assert {post.pk for post in said if not reading.is_earlier(cast.fabrique, place(post))} <= there
    with django_assert_num_queries(4):
        reading.is_earlier(cast.fabrique, place(said[4]))


def test_posts_weigh_no_more_than_what_the_database_says(cast: Cast) -> None:
    joining.rename(cast.nadia, "🐇" * 60)
    for words in ('"' * 5_000, "\\" * 300, "\n".join("ab" * 600), "🐇" * 5_000, "**é** <&> www.exemple.fr"):
        post = says(cast.nadia, cast.fabrique, words)
        answers(cast.nadia, post, words[:2_000])
        for sign in cast.fabrique.reactions:
            reacting.react(cast.nadia, cast.fabrique.pk, None, post.pk, sign, True)
    consigne = pinned_consigne(cast.judith, cast.fabrique)
    hard = Written(title='"' * 140, steps=["\n".join('"' * 240)] * 40, needs="🐇" * 2_000)
    submitting.hand_in(cast.nadia, cast.fabrique.pk, None, consigne.pk, hard)
    for post in cast.fabrique.posts.all():
        weight = len(msgspec.json.encode(reading.whole(post)))
        assert weight <= most_bytes(cast.fabrique.posts.filter(pk=post.pk))
