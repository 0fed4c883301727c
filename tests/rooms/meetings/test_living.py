"""A rencontre begins once and ends once, and its room is told of both."""

import pytest

from people.models import Person
from protocols.reading import scene
from rooms.meetings import announcing, living
from rooms.meetings.models import Caption, Meeting
from rooms.models import Room
from tests.cast import Cast, announces
from tests.refusing import refused
from tests.rooms.history import lines

pytestmark = pytest.mark.storage


def head(room: Room) -> int:
    return Room.objects.get(pk=room.pk).head


def test_everybody_sees_that_it_has_begun(cast: Cast, meeting: Meeting) -> None:
    begun = living.begin(meeting.pk, cast.judith)
    (shown,) = scene(cast.fabrique.pk).snapshot.meetings
    assert begun.live
    assert shown.opened_at is not None
    assert shown.ended_at is None


def test_it_begins_once_however_many_hosts_come_in(cast: Cast, meeting: Meeting) -> None:
    first, told = living.begin(meeting.pk, cast.judith), head(cast.fabrique)
    assert living.begin(meeting.pk, cast.awa).opened_at == first.opened_at
    assert head(cast.fabrique) == told


def test_it_ends_once_and_leaves_the_screens(cast: Cast, meeting: Meeting) -> None:
    living.begin(meeting.pk, cast.judith)
    first, told = living.finish(meeting.pk, None), head(cast.fabrique)
    assert living.finish(meeting.pk, cast.judith).ended_at == first.ended_at
    assert head(cast.fabrique) == told
    assert scene(cast.fabrique.pk).snapshot.meetings == []


def test_what_never_began_does_not_end(cast: Cast, meeting: Meeting) -> None:
    assert living.finish(meeting.pk, None).ended_at is None
    assert len(scene(cast.fabrique.pk).snapshot.meetings) == 1


def test_what_is_over_or_cancelled_does_not_begin_again(cast: Cast, meeting: Meeting) -> None:
    living.begin(meeting.pk, cast.judith)
    living.finish(meeting.pk, cast.judith)
    assert refused(living.begin, meeting.pk, cast.judith) == "meeting_over"
    other = announces(cast.judith, cast.fabrique, "Une autre")
    announcing.cancel(cast.judith, cast.fabrique.pk, None, other.pk)
    assert refused(living.begin, other.pk, cast.judith) == "meeting_cancelled"


def test_what_does_not_exist_neither_begins_nor_ends(judith: Person) -> None:
    for live in (living.begin, living.finish):
        assert refused(live, 999_999, judith) == "meeting_unknown"


def test_its_end_says_whether_it_was_written_down(cast: Cast, meeting: Meeting) -> None:
    living.begin(meeting.pk, cast.judith)
    Caption.objects.create(meeting=meeting, person=cast.nadia, text="Bonjour.")
    living.finish(meeting.pk, cast.judith)
    assert lines(cast.fabrique.pk)[-1].event["meeting"]["transcript"] is True


def test_the_log_keeps_only_what_it_is_now(cast: Cast, meeting: Meeting) -> None:
    living.begin(meeting.pk, cast.judith)
    living.finish(meeting.pk, cast.judith)
    told = [line.event["kind"] for line in lines(cast.fabrique.pk)][-3:]
    assert told == ["erased", "erased", "meeting.changed"]
