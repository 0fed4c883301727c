"""A recording is stored when it is ready, announced to its room, and erased by whoever led."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from people.models import Person
from rooms.log import millis
from rooms.meetings import living, recordings
from rooms.meetings.models import Attendance, Meeting, Recording
from rooms.models import Room
from tests.cast import Cast
from tests.refusing import refused
from tests.rooms.history import lines
from tests.rooms.meetings.conftest import Record

pytestmark = pytest.mark.storage


def told(room: Room) -> int:
    """Return the number of recordings in the room's last event."""
    shown: int = lines(room.pk)[-1].event["meeting"]["recordings"]
    return shown


def test_what_is_ready_is_kept_under_a_name_that_nobody_guesses(
    cast: Cast, meeting: Meeting, record: Record, files: Path
) -> None:
    kept = record(meeting, cast.judith)
    (file,) = files.iterdir()
    assert (kept.file, file.read_bytes()) == (f"recordings/{file.name}", b"sound")
    assert len(file.stem) == 32
    assert (kept.size, kept.seconds) == (5, 61)
    assert kept.ended_at is not None
    assert told(cast.fabrique) == 1


def test_nothing_but_sound_and_pictures_is_kept(cast: Cast, meeting: Meeting, files: Path) -> None:
    begun = Recording.objects.create(meeting=meeting, by=cast.judith)
    with pytest.raises(ValueError, match="webm"):
        recordings.ready(begun.pk, ContentFile(b"<script>", name="any.html"), 1)
    assert list(files.iterdir()) == []


def test_what_was_erased_while_it_was_prepared_is_not_kept(
    cast: Cast, meeting: Meeting, files: Path, django_capture_on_commit_callbacks: Any
) -> None:
    begun = Recording.objects.create(meeting=meeting, by=cast.judith, ended_at=timezone.now())
    recordings.erase(cast.judith, cast.fabrique.pk, None, begun.pk)
    with django_capture_on_commit_callbacks(execute=True):
        kept = recordings.ready(begun.pk, ContentFile(b"sound", name="any.webm"), 1)
    assert (kept.file, kept.ready_at) == ("", None)
    assert list(files.iterdir()) == []


def test_it_is_made_ready_once(
    cast: Cast, meeting: Meeting, record: Record, files: Path, django_capture_on_commit_callbacks: Any
) -> None:
    kept = record(meeting, cast.judith)
    with django_capture_on_commit_callbacks(execute=True):
        recordings.ready(kept.pk, ContentFile(b"other", name="any.webm"), 2)
    assert [file.read_bytes() for file in files.iterdir()] == [b"sound"]


def test_who_led_erases_it_with_its_file(
    cast: Cast, meeting: Meeting, record: Record, files: Path, django_capture_on_commit_callbacks: Any
) -> None:
    handed = Attendance.objects.create(meeting=meeting, person=cast.nadia, host=True)
    for person in (cast.judith, cast.awa, handed.person):
        kept = record(meeting, cast.judith)
        with django_capture_on_commit_callbacks(execute=True):
            recordings.erase(person, cast.fabrique.pk, None, kept.pk)
        assert list(files.iterdir()) == []
        assert told(cast.fabrique) == 0
        assert refused(recordings.erase, person, cast.fabrique.pk, None, kept.pk) == "recording_unknown"


def test_others_do_not_erase_it(cast: Cast, meeting: Meeting, record: Record, files: Path) -> None:
    kept = record(meeting, cast.judith)
    for person in (cast.nadia, cast.ousmane):
        assert refused(recordings.erase, person, cast.fabrique.pk, None, kept.pk) == "not_host"
    assert len(list(files.iterdir())) == 1


def test_it_is_found_in_its_own_room_only(cast: Cast, meeting: Meeting, record: Record) -> None:
    kept = record(meeting, cast.judith)
    assert refused(recordings.erase, cast.awa, cast.mezza.pk, None, kept.pk) == "recording_unknown"


def test_what_is_running_is_stopped_before_it_is_erased(cast: Cast, meeting: Meeting) -> None:
    living.begin(meeting.pk, cast.judith)
    running = Recording.objects.create(meeting=meeting, by=cast.judith)
    code = refused(recordings.erase, cast.judith, cast.fabrique.pk, None, running.pk)
    assert code == "recording_running"


def test_browsers_are_told_what_it_is(judith: Person, meeting: Meeting, record: Record) -> None:
    assert recordings.media_type(record(meeting, judith)) == "video/webm"


def test_what_was_recorded_when_somebody_took_their_yes_back_goes_and_what_was_before_stays(
    cast: Cast, meeting: Meeting, record: Record, files: Path, django_capture_on_commit_callbacks: Any
) -> None:
    first, second = (record(meeting, cast.judith) for _time in range(2))
    with django_capture_on_commit_callbacks(execute=True):
        recordings.withdraw(meeting.pk, millis(timezone.now()))
        recordings.withdraw(meeting.pk, millis(timezone.now()))
    for kept in (first, second):
        kept.refresh_from_db()
    assert (first.erased_at is None, second.erased_at is None) == (True, False)
    assert len(list(files.iterdir())) == 1
    assert told(cast.fabrique) == 1


def test_one_that_is_still_being_written_is_erased_too(cast: Cast, meeting: Meeting) -> None:
    begun = Recording.objects.create(meeting=meeting, by=cast.judith)
    recordings.withdraw(meeting.pk, millis(timezone.now()))
    begun.refresh_from_db()
    assert begun.erased_at is not None
    assert not recordings.waits_for_film(begun.pk)
