"""A slowed room: a participant's next words leave when it is time, and nothing is lost meanwhile."""

from datetime import timedelta
from uuid import uuid4

import pytest

from rooms import commenting, posting
from rooms.models import Membership, Room
from rooms.moderation import approving, limiting
from rooms.rules import MINUTE_AND_MORE
from rooms.told_why import told_why
from tests.cast import Cast, answers, says
from tests.refusing import refusal, refused
from tests.rooms.history import lines

pytestmark = pytest.mark.storage


@pytest.fixture
def slowed(cast: Cast) -> Cast:
    """The cast in a fabrique where a participant writes once in five minutes."""
    limiting.slow_room(cast.awa, cast.fabrique.pk, uuid4(), 300)
    return cast


def time_passes(cast: Cast, seconds: int) -> None:
    """Let Nadia have said what she said so many seconds earlier."""
    membership = Membership.objects.get(room=cast.fabrique, person=cast.nadia)
    assert membership.spoke_at is not None
    membership.spoke_at -= timedelta(seconds=seconds)
    membership.save()


def test_the_next_message_or_answer_leaves_when_it_is_time(slowed: Cast) -> None:
    cast, room = slowed, slowed.fabrique.pk
    post = says(cast.nadia, cast.fabrique)
    told = refusal(posting.publish, cast.nadia, room, uuid4(), "Encore.")
    assert told.code == "slow"
    assert told.retry is not None
    assert MINUTE_AND_MORE < told.retry <= 300
    assert "dans 5 minutes" in told.sentence
    assert refused(commenting.comment, cast.nadia, room, uuid4(), post.pk, "Encore.") == "slow"
    says(cast.marcel, cast.fabrique, "Les autres n’attendent pas.")
    time_passes(cast, 280)
    assert "secondes." in refusal(posting.publish, cast.nadia, room, uuid4(), "Encore.").sentence
    time_passes(cast, 20)
    answers(cast.nadia, post)
    assert refused(posting.publish, cast.nadia, room, uuid4(), "Encore.") == "slow"


def test_corrections_reactions_and_what_is_taken_back_do_not_wait(slowed: Cast) -> None:
    cast, room = slowed, slowed.fabrique.pk
    post = says(cast.nadia, cast.fabrique)
    posting.edit(cast.nadia, room, uuid4(), post.pk, "Un autre mot.")
    posting.withdraw(cast.nadia, room, uuid4(), post.pk)
    posting.restore(cast.nadia, room, uuid4(), post.pk)
    assert refused(posting.publish, cast.nadia, room, uuid4(), "Encore.") == "slow"


def test_sent_again_under_its_ref_it_is_the_same_and_not_too_soon(slowed: Cast) -> None:
    cast, ref = slowed, uuid4()
    first = posting.publish(cast.nadia, cast.fabrique.pk, ref, "Un mot.")
    assert posting.publish(cast.nadia, cast.fabrique.pk, ref, "Un mot.") == first


def test_a_refused_message_takes_no_turn(slowed: Cast) -> None:
    cast = slowed
    says(cast.nadia, cast.fabrique)
    time_passes(cast, 299)
    refused(posting.publish, cast.nadia, cast.fabrique.pk, uuid4(), "Encore.")
    time_passes(cast, 1)
    says(cast.nadia, cast.fabrique, "Encore.")


def test_leaders_are_not_slowed_and_other_rooms_are_as_before(slowed: Cast) -> None:
    cast = slowed
    for who in (cast.judith, cast.awa):
        for _time in range(2):
            says(who, cast.fabrique)
    for _time in range(2):
        says(cast.nadia, cast.mezza)


def test_what_waits_for_the_team_took_its_turn(slowed: Cast) -> None:
    cast = slowed
    approving.hold_room(cast.awa, cast.fabrique.pk, None, "all")
    posting.publish(cast.nadia, cast.fabrique.pk, uuid4(), "Un mot.")
    assert refused(posting.publish, cast.nadia, cast.fabrique.pk, uuid4(), "Encore.") == "slow"


def test_the_room_is_told_once_and_the_wings_by_whom(slowed: Cast) -> None:
    cast, room = slowed, slowed.fabrique
    limiting.slow_room(cast.awa, room.pk, uuid4(), 300)
    told = [line.event["room"]["slow"] for line in lines(room.pk) if line.event["kind"] == "room.changed"]
    assert told == [300]
    [decision] = room.decisions.all()
    assert (decision.by, decision.act, told_why(decision)) == (
        cast.awa,
        "slow",
        "300 secondes entre deux messages",
    )
    limiting.slow_room(cast.awa, room.pk, uuid4(), 0)
    for _time in range(2):
        says(cast.nadia, cast.fabrique)


def test_the_team_alone_slows_a_room_and_by_an_hour_at_most(cast: Cast) -> None:
    room = cast.fabrique.pk
    for who in (cast.judith, cast.nadia, cast.ousmane):
        assert refused(limiting.slow_room, who, room, uuid4(), 30) == "not_staff"
    for seconds in (-1, limiting.SLOWEST + 1):
        assert refused(limiting.slow_room, cast.awa, room, uuid4(), seconds) == "not_offered"
    assert Room.objects.get(pk=room).slow == 0
