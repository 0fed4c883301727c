"""The rencontres of a room by their state: live, to come, past."""

from datetime import timedelta

import pytest
from django.utils import timezone

from people.models import Person
from rooms.meetings import announcing, living, reading
from rooms.meetings.models import Caption, Meeting
from rooms.models import Room
from tests.cast import Cast, announces
from tests.refusing import refused
from tests.rooms.meetings.conftest import Record

pytestmark = pytest.mark.storage


def titles(meetings: list[Meeting]) -> list[str]:
    return [each.title for each in meetings]


def test_each_is_where_it_belongs(judith: Person, fabrique: Room) -> None:
    late, live, over, gone, missed, sooner = (
        announces(judith, fabrique, title, days=3)
        for title in ("Tard", "Ouverte", "Finie", "Annulée", "Manquée", "Tôt")
    )
    Meeting.objects.filter(pk=sooner.pk).update(starts_at=sooner.starts_at - timedelta(days=1))
    Meeting.objects.filter(pk=missed.pk).update(starts_at=missed.starts_at - timedelta(days=9))
    for each in (live, over):
        living.begin(each.pk, judith)
    living.finish(over.pk, judith)
    announcing.cancel(judith, fabrique.pk, None, gone.pk)
    found = reading.of(fabrique, timezone.now())
    assert titles(found.live) == ["Ouverte"]
    assert titles(found.coming) == ["Tôt", "Tard", "Annulée"]
    assert [(past.meeting.title, past.trace) for past in found.past] == [("Finie", False), ("Manquée", False)]
    assert late in found.coming


def test_what_was_cancelled_is_listed_until_its_hour(cast: Cast, meeting: Meeting) -> None:
    announcing.cancel(cast.judith, cast.fabrique.pk, None, meeting.pk)
    found = reading.of(cast.fabrique, meeting.starts_at + timedelta(minutes=1))
    assert (found.live, found.coming, found.past) == ([], [], [])


def test_a_trace_is_words_or_recordings_that_are_left(cast: Cast, record: Record) -> None:
    written, recorded, neither = (announces(cast.judith, cast.fabrique, title) for title in "ABC")
    for each in (written, recorded, neither):
        living.begin(each.pk, cast.judith)
        living.finish(each.pk, cast.judith)
    Caption.objects.create(meeting=written, person=cast.nadia, text="Bonjour.")
    record(recorded, cast.judith)
    traces = {past.meeting.title: past.trace for past in reading.of(cast.fabrique, timezone.now()).past}
    assert traces == {"A": True, "B": True, "C": False}
    recorded.recordings.update(erased_at=timezone.now())
    assert not any(
        past.trace for past in reading.of(cast.fabrique, timezone.now()).past if past.meeting == recorded
    )


def test_only_the_hundred_last_of_the_past_are_listed(judith: Person, fabrique: Room) -> None:
    now = timezone.now()
    rows = [
        Meeting(room=fabrique, host=judith, title=str(day), starts_at=now - timedelta(days=day), ended_at=now)
        for day in range(1, 103)
    ]
    Meeting.objects.bulk_create(rows)
    past = reading.of(fabrique, now).past
    assert [past[0].meeting.title, past[-1].meeting.title, len(past)] == ["1", "100", 100]


def test_a_meeting_is_found_in_its_own_room_only(cast: Cast, meeting: Meeting) -> None:
    assert reading.find(cast.fabrique, meeting.pk) == meeting
    assert refused(reading.find, cast.mezza, meeting.pk) == "meeting_unknown"
