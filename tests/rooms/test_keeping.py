"""Posts are kept for the booklet by whoever leads, and no longer kept on demand."""

from uuid import uuid4

import pytest

from people.models import Person
from rooms import keeping, posting
from rooms.models import Event, Post, Room
from tests.cast import Cast, says
from tests.refusing import refused

pytestmark = pytest.mark.storage


@pytest.fixture
def post(nadia: Person, fabrique: Room) -> Post:
    """A post by Nadia."""
    return says(nadia, fabrique)


def keep(person: Person, post: Post, on: bool = True) -> int:
    """Return the number of the last event after ``person`` has asked."""
    return keeping.keep(person, post.room_id, uuid4(), post.pk, on).seq


def test_whoever_leads_keeps_a_post_and_no_longer(cast: Cast, post: Post) -> None:
    for leader in (cast.judith, cast.awa):
        keep(leader, post)
        post.refresh_from_db()
        assert post.kept_at is not None
        keep(leader, post, False)
        post.refresh_from_db()
        assert post.kept_at is None


def test_the_room_is_told_each_time_and_screens_draw_the_post_anew(cast: Cast, post: Post) -> None:
    seqs = [keep(cast.judith, post), keep(cast.judith, post, False)]
    told = Event.objects.filter(room=cast.fabrique, seq__in=seqs).order_by("seq")
    assert [('"kind":"post.kept"' in each.data, each.post_id) for each in told] == [(True, post.pk)] * 2
    post.refresh_from_db()
    assert post.drawn_seq == seqs[-1]


def test_what_was_so_already_is_not_said_again(cast: Cast, post: Post) -> None:
    once = keep(cast.judith, post)
    post.refresh_from_db()
    since = post.kept_at
    assert keep(cast.awa, post) == once
    post.refresh_from_db()
    assert post.kept_at == since


def test_nobody_else_keeps_anything(cast: Cast, post: Post) -> None:
    for person in (cast.nadia, cast.marcel, cast.ousmane):
        assert refused(keeping.keep, person, post.room_id, None, post.pk, True) == "not_leader"
    post.refresh_from_db()
    assert post.kept_at is None


def test_nothing_is_kept_of_what_is_out_of_sight(cast: Cast, post: Post) -> None:
    posting.withdraw(cast.nadia, post.room_id, None, post.pk)
    assert refused(keeping.keep, cast.judith, post.room_id, None, post.pk, True) == "gone"
