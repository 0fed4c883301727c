"""A command is done once for its ``ref``, and answered alike however often it is sent."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from people.refusals import Refusal
from rooms import moderating, posting
from rooms.models import Decision, Event, Room
from tests.cast import Cast, says
from tests.refusing import refused
from tests.rooms.waiting import let_appear, waits

pytestmark = pytest.mark.storage


def test_what_was_done_is_answered_alike_after_the_room_has_closed(cast: Cast) -> None:
    ref = uuid4()
    first = posting.publish(cast.nadia, cast.fabrique.pk, ref, "Avant la fin.")
    Room.objects.filter(pk=cast.fabrique.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    assert posting.publish(cast.nadia, cast.fabrique.pk, ref, "Avant la fin.") == first
    with pytest.raises(Refusal) as no:
        posting.publish(cast.nadia, cast.fabrique.pk, uuid4(), "Après la fin.")
    assert no.value.code == "closed"


def test_what_was_done_is_answered_alike_after_its_author_was_removed(cast: Cast) -> None:
    ref = uuid4()
    first = posting.publish(cast.nadia, cast.fabrique.pk, ref, "Je suis là.")
    moderating.remove(cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk, True, "")
    assert posting.publish(cast.nadia, cast.fabrique.pk, ref, "Je suis là.") == first


def test_what_is_already_as_asked_is_answered_as_the_first_time(cast: Cast) -> None:
    post, ref = says(cast.nadia, cast.fabrique), uuid4()
    first = posting.withdraw(cast.nadia, cast.fabrique.pk, ref, post.pk)
    says(cast.marcel, cast.fabrique)
    assert posting.withdraw(cast.nadia, cast.fabrique.pk, ref, post.pk) == first


def test_what_is_sent_again_leaves_no_second_trace(cast: Cast) -> None:
    ref = uuid4()
    for _ in range(3):
        posting.publish(cast.nadia, cast.fabrique.pk, ref, "Une fois.")
    assert Event.objects.filter(ref=ref).count() == 1
    assert cast.fabrique.posts.count() == 1
    head = Room.objects.get(pk=cast.fabrique.pk).head
    assert head == Event.objects.filter(room=cast.fabrique).count()


def test_what_is_sent_again_changes_nothing_where_it_would_leave_no_line(cast: Cast) -> None:
    """Hidden, shown, withdrawn by its author: a post that is hidden now says nothing in the log."""
    post, ref = says(cast.nadia, cast.fabrique), uuid4()
    first = moderating.hide_post(cast.awa, cast.fabrique.pk, ref, post.pk)
    moderating.show_post(cast.awa, cast.fabrique.pk, uuid4(), post.pk)
    posting.withdraw(cast.nadia, cast.fabrique.pk, uuid4(), post.pk)
    decided = Decision.objects.count()
    assert moderating.hide_post(cast.awa, cast.fabrique.pk, ref, post.pk) == first
    post.refresh_from_db()
    assert post.hidden_at is None
    assert Decision.objects.count() == decided


def test_what_is_sent_again_while_nothing_else_happened_is_answered_alike(cast: Cast) -> None:
    waiting, ref = waits(cast.nadia, cast.fabrique, "Pas encore."), uuid4()
    first = let_appear(cast.awa, cast.fabrique.pk, ref, waiting.pk)
    assert let_appear(cast.awa, cast.fabrique.pk, ref, waiting.pk) == first


def test_other_words_under_the_same_ref_are_refused_and_change_nothing(cast: Cast) -> None:
    ref = uuid4()
    first = posting.publish(cast.nadia, cast.fabrique.pk, ref, "Un.")
    assert refused(posting.publish, cast.nadia, cast.fabrique.pk, ref, "Deux.") == "ref_used"
    assert posting.publish(cast.nadia, cast.fabrique.pk, ref, "Un.") == first
    assert [post.body for post in cast.fabrique.posts.all()] == ["Un."]


def test_another_act_under_the_same_ref_is_refused(cast: Cast) -> None:
    ref = uuid4()
    post = says(cast.nadia, cast.fabrique)
    posting.withdraw(cast.nadia, cast.fabrique.pk, ref, post.pk)
    assert refused(posting.restore, cast.nadia, cast.fabrique.pk, ref, post.pk) == "ref_used"


def test_a_line_of_an_older_build_answers_as_before(cast: Cast) -> None:
    ref = uuid4()
    first = posting.publish(cast.nadia, cast.fabrique.pk, ref, "Un.")
    Event.objects.filter(ref=ref).update(content="")
    assert posting.publish(cast.nadia, cast.fabrique.pk, ref, "Un.") == first
