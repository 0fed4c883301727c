"""People erase their own words from a transcript, and whoever is erased leaves every rencontre."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from people import data
from people.models import Person
from rooms import moderating
from rooms.meetings import announcing, forgetting, living
from rooms.meetings.models import Attendance, Caption, Meeting, Recording
from rooms.models import Event
from settings.personal_data import PERSONAL_DATA
from tests.cast import Cast, announces
from tests.refusing import refusal, refused
from tests.rooms.history import lines
from tests.rooms.meetings.conftest import Record

pytestmark = pytest.mark.storage


def erase(person: Person, by: Person) -> None:
    data.erase(person, by, PERSONAL_DATA)


def writes(person: Person, meeting: Meeting, text: str = "Bonjour.") -> Caption:
    return Caption.objects.create(meeting=meeting, person=person, text=text)


@pytest.fixture
def over(cast: Cast, meeting: Meeting) -> Meeting:
    """A meeting that is over, in which Nadia and Marcel wrote a line each."""
    living.begin(meeting.pk, cast.judith)
    for person in (cast.nadia, cast.marcel):
        writes(person, meeting)
    return living.finish(meeting.pk, cast.judith)


def test_one_erases_ones_own_lines(cast: Cast, over: Meeting) -> None:
    ours = [line.pk for line in over.captions.all()]
    forgetting.erase_lines(cast.nadia, cast.fabrique.pk, None, over.pk, ours)
    assert [line.person for line in over.captions.all()] == [cast.marcel]


def test_the_team_erases_anybodys_and_the_artist_does_not(cast: Cast, over: Meeting) -> None:
    ours = [line.pk for line in over.captions.all()]
    no = refusal(forgetting.erase_lines, cast.judith, cast.fabrique.pk, None, over.pk, ours)
    assert (no.code, no.field) == ("lines_none", "lines")
    forgetting.erase_lines(cast.awa, cast.fabrique.pk, None, over.pk, ours)
    assert not over.captions.exists()


def test_strangers_and_those_who_were_removed_erase_nothing(cast: Cast, over: Meeting) -> None:
    moderating.remove(cast.awa, cast.fabrique.pk, None, cast.nadia.pk, True)
    ours = [line.pk for line in over.captions.all()]
    for person in (cast.ousmane, cast.nadia):
        assert refused(forgetting.erase_lines, person, cast.fabrique.pk, None, over.pk, ours) == "not_member"


def test_lines_of_another_meeting_are_not_found(cast: Cast, over: Meeting) -> None:
    other = announces(cast.judith, cast.fabrique, "Une autre")
    ours = [line.pk for line in over.captions.all()]
    assert refused(forgetting.erase_lines, cast.awa, cast.fabrique.pk, None, other.pk, ours) == "lines_none"
    assert refused(forgetting.erase_lines, cast.awa, cast.mezza.pk, None, over.pk, ours) == "meeting_unknown"


def test_the_room_is_told_when_no_line_is_left(cast: Cast, over: Meeting) -> None:
    first, last = (line.pk for line in over.captions.all())
    head = lines(cast.fabrique.pk)[-1]
    assert head.event["meeting"]["transcript"] is True
    forgetting.erase_lines(cast.awa, cast.fabrique.pk, None, over.pk, [first])
    assert lines(cast.fabrique.pk)[-1] == head
    forgetting.erase_lines(cast.awa, cast.fabrique.pk, None, over.pk, [last])
    assert lines(cast.fabrique.pk)[-1].event["meeting"]["transcript"] is False


def test_whoever_is_erased_leaves_their_words_their_voice_and_their_name(
    cast: Cast, over: Meeting, record: Record, files: Path, django_capture_on_commit_callbacks: Any
) -> None:
    entered = {"meeting": over, "entered_at": timezone.now()}
    for person in (cast.marcel, cast.judith):
        Attendance.objects.create(person=person, **entered)
    heard = record(over, cast.judith)
    with django_capture_on_commit_callbacks(execute=True):
        erase(cast.marcel, cast.awa)
    assert [line.person for line in Caption.objects.all()] == [cast.nadia]
    assert [each.person for each in Attendance.objects.all()] == [cast.judith]
    assert Recording.objects.get(pk=heard.pk).erased_at is not None
    assert list(files.iterdir()) == []
    assert lines(cast.fabrique.pk)[-1].event["meeting"]["recordings"] == 0


def test_recordings_where_they_never_came_in_stay(
    cast: Cast, over: Meeting, record: Record, files: Path
) -> None:
    Attendance.objects.create(meeting=over, person=cast.marcel, knocked_at=timezone.now())
    record(over, cast.judith)
    erase(cast.marcel, cast.awa)
    assert len(list(files.iterdir())) == 1


def test_the_name_of_who_led_leaves_what_was_announced(cast: Cast, over: Meeting) -> None:
    announces(cast.judith, cast.fabrique, "À venir")
    gone = announces(cast.judith, cast.fabrique, "Annulée")
    announcing.cancel(cast.judith, cast.fabrique.pk, None, gone.pk)
    erase(cast.judith, cast.awa)
    assert not Event.objects.filter(data__contains="Judith").exists()
    assert Meeting.objects.count() == 3
