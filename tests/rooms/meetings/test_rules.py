"""Who may come to the door of a rencontre, when, and who leads it."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from people.models import Person
from rooms import joining, moderating, reading
from rooms.meetings import announcing, living, rules
from rooms.meetings.models import Attendance, Meeting
from rooms.models import Room
from rooms.transaction import role_of
from tests.cast import Cast, announces
from tests.refusing import refused

pytestmark = pytest.mark.storage


def comes(person: Person, meeting: Meeting, at: datetime | None = None) -> None:
    """Let ``person`` come to the door, ``at`` a moment; raise what the rule raises."""
    now = Meeting.objects.select_related("room").get(pk=meeting.pk)
    membership = reading.membership(person, now.room)
    attendance = Attendance.objects.filter(meeting=now, person=person).first()
    role = role_of(person, membership)
    rules.may_attend(person, role, membership, now.room, now, attendance, at or timezone.now())


def test_the_door_opens_a_quarter_of_an_hour_before_for_everybody(cast: Cast, meeting: Meeting) -> None:
    quarter = timedelta(minutes=15)
    assert refused(comes, cast.nadia, meeting) == "meeting_not_yet"
    just_before = meeting.starts_at - quarter - timedelta(seconds=1)
    assert refused(comes, cast.nadia, meeting, just_before) == "meeting_not_yet"
    comes(cast.nadia, meeting, meeting.starts_at - quarter)


def test_whoever_leads_goes_in_before(cast: Cast, meeting: Meeting) -> None:
    for person in (cast.judith, cast.awa):
        comes(person, meeting)


def test_a_host_who_goes_in_opens_it_for_everybody(cast: Cast, meeting: Meeting) -> None:
    living.begin(meeting.pk, cast.judith)
    comes(cast.nadia, meeting)


def test_a_stranger_is_kept_out(cast: Cast, meeting: Meeting) -> None:
    assert refused(comes, cast.ousmane, meeting, meeting.starts_at) == "not_member"


def test_who_was_removed_from_the_room_is_told_so(cast: Cast, meeting: Meeting) -> None:
    moderating.remove(cast.awa, cast.fabrique.pk, None, cast.nadia.pk, True)
    assert refused(comes, cast.nadia, meeting, meeting.starts_at) == "removed"


def test_before_the_fabrique_opens_only_those_who_prepare_it_meet(cast: Cast, coming: Room) -> None:
    meeting = announces(cast.judith, coming)
    now = meeting.starts_at - timedelta(hours=1)
    Room.objects.filter(pk=coming.pk).update(opens_at=meeting.starts_at + timedelta(hours=1))
    assert refused(comes, cast.nadia, meeting, now) == "not_open_yet"
    comes(cast.judith, meeting, now)


def test_who_was_put_out_of_it_does_not_come_back(cast: Cast, meeting: Meeting) -> None:
    Attendance.objects.create(meeting=meeting, person=cast.nadia, removed_at=timezone.now())
    assert refused(comes, cast.nadia, meeting, meeting.starts_at) == "meeting_removed"
    comes(cast.marcel, meeting, meeting.starts_at)


def test_nobody_keeps_those_who_lead_the_room_out(cast: Cast, meeting: Meeting) -> None:
    for person in (cast.judith, cast.awa):
        Attendance.objects.create(meeting=meeting, person=person, removed_at=timezone.now())
        comes(person, meeting, meeting.starts_at)


def test_what_is_cancelled_or_over_has_no_door(cast: Cast, meeting: Meeting) -> None:
    living.begin(meeting.pk, cast.judith)
    living.finish(meeting.pk, cast.judith)
    other = announces(cast.judith, cast.fabrique, "Une autre")
    announcing.cancel(cast.judith, cast.fabrique.pk, None, other.pk)
    for person in (cast.nadia, cast.judith, cast.awa):
        assert refused(comes, person, meeting) == "meeting_over"
        assert refused(comes, person, other) == "meeting_cancelled"


def test_what_nobody_opened_is_over_long_after_its_hour(cast: Cast, meeting: Meeting) -> None:
    end = rules.ends_at(meeting)
    assert end - meeting.starts_at == timedelta(hours=1)
    comes(cast.nadia, meeting, end + timedelta(hours=2, minutes=59))
    assert refused(comes, cast.judith, meeting, end + timedelta(hours=3)) == "meeting_over"


def test_what_lasts_longer_than_announced_is_not_missed(cast: Cast, meeting: Meeting) -> None:
    living.begin(meeting.pk, cast.judith)
    comes(cast.nadia, meeting, rules.ends_at(meeting) + timedelta(hours=9))


def test_the_host_who_was_announced_leads_even_as_a_participant(cast: Cast, meeting: Meeting) -> None:
    joining.give_role(cast.judith, cast.fabrique, "participant")
    assert rules.is_host(cast.judith, "participant", meeting, None)
    comes(cast.judith, meeting)


def test_who_was_made_a_host_leads_and_others_do_not(cast: Cast, meeting: Meeting) -> None:
    handed = Attendance(meeting=meeting, person=cast.nadia, host=True)
    plain = Attendance(meeting=meeting, person=cast.marcel)
    assert rules.is_host(cast.nadia, "participant", meeting, handed)
    assert not rules.is_host(cast.marcel, "participant", meeting, plain)
    assert not rules.is_host(cast.marcel, "participant", meeting, None)


def test_who_stood_down_inside_has_the_right_still(cast: Cast, meeting: Meeting) -> None:
    stood_down = Attendance(meeting=meeting, person=cast.judith, stood_down=True)
    assert rules.is_host(cast.judith, "artist", meeting, stood_down)


def test_who_left_the_room_leads_nothing_in_it(cast: Cast, meeting: Meeting) -> None:
    assert not rules.is_host(cast.judith, None, meeting, Attendance(host=True))
