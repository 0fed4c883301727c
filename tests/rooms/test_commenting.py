"""Answers under a post: given, corrected, taken back, put back; and who may."""

from uuid import uuid4

import pytest

from people.models import Person
from protocols.reading import scene
from rooms import commenting, moderating, posting
from rooms.events import ShownComment
from rooms.models import Comment, Event, Post, Room
from tests.cast import Cast, answers, says
from tests.refusing import refusal, refused

pytestmark = pytest.mark.storage


@pytest.fixture
def post(nadia: Person, fabrique: Room) -> Post:
    """A post by Nadia."""
    return says(nadia, fabrique, "Qui vient ?")


def seen(room: Room) -> list[ShownComment]:
    (shown,) = scene(room.pk).snapshot.posts
    return shown.comments


def test_answers_stand_under_their_post_in_order(cast: Cast, post: Post) -> None:
    said = [answers(person, post) for person in (cast.marcel, cast.judith, cast.awa)]
    assert [comment.id for comment in seen(post.room)] == [comment.pk for comment in said]
    assert [comment.author.role for comment in seen(post.room)] == ["participant", "artist", "staff"]


def test_a_stranger_may_not_answer(ousmane: Person, post: Post) -> None:
    assert refused(commenting.comment, ousmane, post.room_id, None, post.pk, "Moi") == "not_member"


def test_who_was_quieted_may_not_answer(cast: Cast, post: Post) -> None:
    moderating.quiet(cast.awa, post.room_id, None, cast.marcel.pk, True)
    assert refused(commenting.comment, cast.marcel, post.room_id, None, post.pk, "Moi") == "quieted"


def test_after_the_end_nobody_answers(cast: Cast, post: Post) -> None:
    Room.objects.filter(pk=post.room_id).update(closes_at=post.created_at)
    assert refused(commenting.comment, cast.awa, post.room_id, None, post.pk, "Moi") == "closed"


@pytest.mark.parametrize(("body", "code"), [("  ", "text_empty"), ("é" * 5_001, "text_long")])
def test_an_answer_needs_words_and_not_too_many(marcel: Person, post: Post, body: str, code: str) -> None:
    assert refused(commenting.comment, marcel, post.room_id, None, post.pk, body) == code


def test_nobody_answers_what_is_out_of_sight(cast: Cast, post: Post) -> None:
    posting.withdraw(cast.nadia, post.room_id, None, post.pk)
    assert refused(commenting.comment, cast.marcel, post.room_id, None, post.pk, "Moi") == "gone"
    assert refused(commenting.comment, cast.marcel, post.room_id, None, 999_999, "Moi") == "gone"


def test_the_same_answer_sent_twenty_times_is_one(marcel: Person, post: Post) -> None:
    ref = uuid4()
    receipts = {commenting.comment(marcel, post.room_id, ref, post.pk, "Moi") for _time in range(20)}
    assert len(receipts) == 1
    assert Comment.objects.count() == 1


def test_a_correction_leaves_no_trace_of_the_words_before(marcel: Person, post: Post) -> None:
    comment = answers(marcel, post, "À lundi.")
    commenting.edit(marcel, post.room_id, None, comment.pk, "À mardi.")
    assert [shown.body for shown in seen(post.room)] == ["À mardi."]
    assert not Event.objects.filter(data__contains="lundi").exists()


def test_others_may_not_touch_ones_answer(cast: Cast, post: Post) -> None:
    comment = answers(cast.marcel, post)
    for person in (cast.nadia, cast.judith, cast.awa):
        assert refused(commenting.edit, person, post.room_id, None, comment.pk, "Autre") == "not_author"
        assert refused(commenting.withdraw, person, post.room_id, None, comment.pk) == "not_author"
        assert refused(commenting.restore, person, post.room_id, None, comment.pk) == "not_author"


def test_an_answer_taken_back_leaves_the_log_and_comes_back_at_its_place(cast: Cast, post: Post) -> None:
    first, second = answers(cast.marcel, post, "Un secret."), answers(cast.judith, post)
    commenting.withdraw(cast.marcel, post.room_id, None, first.pk)
    assert [shown.id for shown in seen(post.room)] == [second.pk]
    assert not Event.objects.filter(data__contains="secret").exists()
    commenting.restore(cast.marcel, post.room_id, None, first.pk)
    assert [shown.id for shown in seen(post.room)] == [first.pk, second.pk]


def test_an_answer_under_a_post_that_comes_back_comes_back_with_it(cast: Cast, post: Post) -> None:
    kept, gone = answers(cast.marcel, post), answers(cast.judith, post)
    posting.withdraw(cast.nadia, post.room_id, None, post.pk)
    commenting.withdraw(cast.judith, post.room_id, None, gone.pk)
    posting.restore(cast.nadia, post.room_id, None, post.pk)
    assert [shown.id for shown in seen(post.room)] == [kept.pk]


def test_an_answer_is_not_corrected_while_its_post_is_out_of_sight(cast: Cast, post: Post) -> None:
    comment = answers(cast.marcel, post)
    posting.withdraw(cast.nadia, post.room_id, None, post.pk)
    assert refused(commenting.edit, cast.marcel, post.room_id, None, comment.pk, "Encore moi") == "gone"
    assert not Event.objects.filter(data__contains="Encore moi").exists()


def test_what_staff_hid_is_not_restored_by_its_author(cast: Cast, post: Post) -> None:
    comment = answers(cast.marcel, post)
    moderating.hide_comment(cast.awa, post.room_id, None, comment.pk)
    commenting.withdraw(cast.marcel, post.room_id, None, comment.pk)
    commenting.restore(cast.marcel, post.room_id, None, comment.pk)
    assert seen(post.room) == []
    moderating.show_comment(cast.awa, post.room_id, None, comment.pk)
    assert [shown.id for shown in seen(post.room)] == [comment.pk]


def test_two_hundred_answers_are_a_conversation_and_one_more_is_too_many(
    cast: Cast, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commenting, "MOST_ANSWERS", 3)
    said = [answers(cast.marcel, post) for _each in range(3)]
    assert refused(commenting.comment, cast.judith, post.room_id, None, post.pk, "Moi") == "answers_many"
    commenting.withdraw(cast.marcel, post.room_id, None, said[0].pk)
    assert refused(commenting.comment, cast.judith, post.room_id, None, post.pk, "Moi") == "answers_many"
    commenting.edit(cast.marcel, post.room_id, None, said[1].pk, "Mieux dit.")


def test_what_hangs_on_a_post_is_never_longer_than_a_page(cast: Cast, post: Post) -> None:
    long = "mot " * 1_249 + "mot"
    sizes = [len(answers(cast.marcel, post, long).html) for _each in range(6)]
    no = refusal(commenting.comment, cast.marcel, post.room_id, None, post.pk, long)
    assert (no.code, no.field) == ("answers_many", "body")
    short = answers(cast.marcel, post, "Court.")
    assert refused(commenting.edit, cast.marcel, post.room_id, None, short.pk, long) == "answers_many"
    assert sum(sizes) + 6 * len(long) <= commenting.MOST_SIGNS
