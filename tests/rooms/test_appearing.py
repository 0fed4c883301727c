"""A post has its place in the feed when it appears: until then, nobody but its author knows of it."""

from itertools import product

import pytest
from django.utils import timezone

from people.models import Person
from protocols.reading import scene
from rooms import commenting, moderating, moving, posting, reacting, reading
from rooms.models import Comment, Post, Room
from tests.cast import Cast, answers, place, says
from tests.realtime.reducer import apply_all
from tests.refusing import refused
from tests.rooms.history import lines
from tests.rooms.waiting import let_appear, waits

pytestmark = pytest.mark.storage


@pytest.fixture
def waiting(nadia: Person, fabrique: Room) -> Post:
    """A post that Nadia wrote, and that has not appeared."""
    return waits(nadia, fabrique, "Pas encore.")


def bodies(room: Room) -> list[str]:
    return [post.body for post in scene(room.pk).snapshot.posts]


def test_what_waits_is_in_no_feed_and_not_unread(cast: Cast, waiting: Post) -> None:
    says(cast.nadia, cast.fabrique, "Bonjour.")
    assert bodies(cast.fabrique) == ["Bonjour."]
    assert reading.page(cast.fabrique, before=1) == ([], False)
    assert reading.unread(cast.marcel)[cast.fabrique.pk].count == 1


def test_what_waits_can_be_neither_answered_nor_signed_nor_moved(cast: Cast, waiting: Post) -> None:
    room, post = cast.fabrique.pk, waiting.pk
    assert refused(commenting.comment, cast.marcel, room, None, post, "Quoi ?") == "gone"
    assert refused(reacting.react, cast.marcel, room, None, post, "merci", True) == "gone"
    assert refused(moving.move, cast.nadia, room, None, post, cast.mezza.pk) == "gone"


def test_its_author_takes_it_back_without_a_word_in_the_log(cast: Cast, waiting: Post) -> None:
    posting.withdraw(cast.nadia, cast.fabrique.pk, None, waiting.pk)
    posting.restore(cast.nadia, cast.fabrique.pk, None, waiting.pk)
    assert lines(cast.fabrique.pk) == []


def test_it_takes_the_next_place_when_it_appears_whenever_it_was_written(cast: Cast, waiting: Post) -> None:
    first = says(cast.marcel, cast.fabrique, "Bonjour.")
    waits(cast.nadia, cast.fabrique, "Moi non plus.")
    before = scene(cast.fabrique.pk)
    receipt = let_appear(cast.awa, cast.fabrique.pk, None, waiting.pk)
    last = says(cast.marcel, cast.fabrique, "Au revoir.")
    waiting.refresh_from_db()
    assert place(first) < place(waiting) == receipt.seq < place(last)
    assert bodies(cast.fabrique) == ["Bonjour.", "Pas encore.", "Au revoir."]
    assert apply_all(before, lines(cast.fabrique.pk, before.snapshot.seq)) == scene(cast.fabrique.pk)
    assert reading.unread(cast.marcel)[cast.fabrique.pk].count == 1


def test_the_pages_before_hold_what_appeared_late_at_its_place(cast: Cast, waiting: Post) -> None:
    for number in range(3):
        says(cast.marcel, cast.fabrique, f"{number}.")
    let_appear(cast.awa, cast.fabrique.pk, None, waiting.pk)
    newest, earlier = reading.page(cast.fabrique, window=2)
    assert ([post.body for post in newest], earlier) == (["2.", "Pas encore."], True)
    before, earlier = reading.page(cast.fabrique, newest[0].seq, window=2)
    assert ([post.body for post in before], earlier) == (["0.", "1."], False)


def test_what_appeared_late_is_moved_like_any_other(cast: Cast, waiting: Post) -> None:
    let_appear(cast.awa, cast.fabrique.pk, None, waiting.pk)
    moving.move(cast.nadia, cast.fabrique.pk, None, waiting.pk, cast.mezza.pk)
    assert (bodies(cast.fabrique), bodies(cast.mezza)) == ([], ["Pas encore."])


def test_what_was_taken_back_while_it_waited_appears_once_it_is_put_back(cast: Cast, waiting: Post) -> None:
    room = cast.fabrique.pk
    posting.withdraw(cast.nadia, room, None, waiting.pk)
    assert refused(let_appear, cast.awa, room, None, waiting.pk) == "gone"
    says(cast.marcel, cast.fabrique, "Bonjour.")
    posting.restore(cast.nadia, room, None, waiting.pk)
    assert bodies(cast.fabrique) == ["Bonjour."]
    let_appear(cast.awa, room, None, waiting.pk)
    assert bodies(cast.fabrique) == ["Bonjour.", "Pas encore."]


def test_what_has_not_appeared_is_not_shown_by_mistake(waiting: Post) -> None:
    with pytest.raises(ValueError, match="has not appeared"):
        reading.whole(waiting)


@pytest.mark.parametrize(("withdrawn", "hidden", "placed"), list(product((True, False), repeat=3)))
def test_rows_and_the_database_agree_on_what_is_visible(
    nadia: Person, fabrique: Room, withdrawn: bool, hidden: bool, placed: bool
) -> None:
    post = says(nadia, fabrique)
    answer = answers(nadia, post)
    now = timezone.now()
    gone = {"withdrawn_at": now if withdrawn else None, "hidden_at": now if hidden else None}
    Post.objects.update(**gone, seq=post.seq if placed else None)
    is_visible = placed and not withdrawn and not hidden
    assert Post.objects.get().visible == Post.objects.visible().exists() == is_visible
    assert Comment.objects.get().visible == Comment.objects.visible().exists() == is_visible
    Post.objects.update(withdrawn_at=None, hidden_at=None, seq=post.seq)
    Comment.objects.filter(pk=answer.pk).update(**gone)
    assert (
        Comment.objects.get().visible == Comment.objects.visible().exists() == (not withdrawn and not hidden)
    )


def test_what_staff_hide_while_it_waits_stays_out_of_sight_in_silence(cast: Cast, waiting: Post) -> None:
    moderating.hide_post(cast.awa, cast.fabrique.pk, None, waiting.pk)
    assert lines(cast.fabrique.pk) == []
    moderating.show_post(cast.awa, cast.fabrique.pk, None, waiting.pk)
    assert lines(cast.fabrique.pk) == []
