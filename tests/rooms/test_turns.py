"""A command is done once for its ``ref``, and answered alike however often it is sent."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from people.refusals import Refusal
from rooms import moderating, posting
from rooms.models import Event, Room
from tests.cast import Cast, says

pytestmark = pytest.mark.storage


def test_what_was_done_is_answered_alike_after_the_room_has_closed(cast: Cast) -> None:
    ref = uuid4()
    first = posting.publish(cast.nadia, cast.fabrique.pk, ref, "Avant la fin.")
    Room.objects.filter(pk=cast.fabrique.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    assert posting.publish(cast.nadia, cast.fabrique.pk, ref, "Avant la fin.") == first
    with pytest.raises(Refusal) as refused:
        posting.publish(cast.nadia, cast.fabrique.pk, uuid4(), "Après la fin.")
    assert refused.value.code == "closed"


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
