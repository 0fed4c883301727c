"""Fixtures: a rencontre of the fabrique, tomorrow, and what it may have left."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from pytest_django import Settings

from people.models import Person
from rooms.meetings import recordings
from rooms.meetings.models import Meeting, Recording
from rooms.models import Room
from tests.cast import announces

Record = Callable[[Meeting, Person], Recording]


@pytest.fixture
def meeting(judith: Person, fabrique: Room) -> Meeting:
    """A rencontre for tomorrow, led by Judith."""
    return announces(judith, fabrique)


@pytest.fixture
def files(settings: Settings, tmp_path: Path) -> Path:
    """The folder of stored recordings."""
    disk = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"default": disk}
    folder = tmp_path / "recordings"
    folder.mkdir()
    return folder


@pytest.fixture
def record(files: Path) -> Record:
    """A recording that is ready."""

    def of(meeting: Meeting, by: Person) -> Recording:
        begun = Recording.objects.create(meeting=meeting, by=by)
        return recordings.ready(begun.pk, ContentFile(b"sound", name="any.webm"), 61)

    return of
