"""Whoever leads pins a post above the feed, and closes its answers; both can be taken back."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from people.models import Person
from rooms import closing, commenting, pinning, posting
from rooms.models import Decision, Event, Post, Room
from rooms.transaction import Receipt
from tests.cast import Cast, answers, says
from tests.refusing import refused

pytestmark = pytest.mark.storage
BOTH = pytest.mark.parametrize(
    ("act", "column", "kind"),
    [(pinning.pin, "pinned_at", "post.pinned"), (closing.close, "closed_at", "post.closed")],
)
Act = Callable[..., Receipt]


@pytest.fixture
def post(nadia: Person, fabrique: Room) -> Post:
    """A post by Nadia."""
    return says(nadia, fabrique)


def do(act: Act, person: Person, post: Post, on: bool = True) -> Receipt:
    return act(person, post.room_id, uuid4(), post.pk, on)


@BOTH
def test_whoever_leads_does_it_and_takes_it_back_and_both_are_recorded(
    cast: Cast, post: Post, act: Act, column: str, kind: str
) -> None:
    for leader in (cast.judith, cast.awa):
        done = do(act, leader, post)
        post.refresh_from_db()
        assert getattr(post, column) is not None
        assert f'"kind":"{kind}"' in Event.objects.get(room=cast.fabrique, seq=done.seq).data
        assert do(act, leader, post).seq == done.seq
        do(act, leader, post, False)
        post.refresh_from_db()
        assert getattr(post, column) is None
    assert Decision.objects.filter(post=post).count() == 4


@BOTH
def test_nobody_else_does_and_not_with_what_is_out_of_sight(
    cast: Cast, post: Post, act: Act, column: str, kind: str
) -> None:
    for person in (cast.nadia, cast.marcel, cast.ousmane):
        assert refused(do, act, person, post) == "not_leader"
    posting.withdraw(cast.nadia, post.room_id, None, post.pk)
    assert refused(do, act, cast.judith, post) == "gone"
    post.refresh_from_db()
    assert getattr(post, column) is None


def test_no_more_than_five_are_pinned(cast: Cast) -> None:
    posts = [says(cast.nadia, cast.fabrique) for _each in range(pinning.MOST + 1)]
    for each in posts[1:]:
        do(pinning.pin, cast.judith, each)
    assert refused(do, pinning.pin, cast.judith, posts[0]) == "pins_many"
    posting.withdraw(cast.nadia, cast.fabrique.pk, None, posts[1].pk)
    do(pinning.pin, cast.judith, posts[0])


def test_closed_answers_take_no_more_and_keep_what_is_there(cast: Cast, post: Post) -> None:
    mine = answers(cast.marcel, post)
    do(closing.close, cast.judith, post)
    assert (
        refused(commenting.comment, cast.marcel, post.room_id, uuid4(), post.pk, "Encore.")
        == "answers_closed"
    )
    commenting.edit(cast.marcel, post.room_id, uuid4(), mine.pk, "Autrement.")
    do(closing.close, cast.judith, post, False)
    assert commenting.comment(cast.marcel, post.room_id, uuid4(), post.pk, "Encore.").comment
