"""Fixtures: a meeting on the stage of the browser tests, led by Judith, whose hour has come."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from people.models import Person
from rooms import joining
from rooms.meetings.models import Meeting
from tests.browser.conftest import Stage
from tests.browser.meeting.attendant import COUNTING, LIGHT, Attendant


class Gathering:
    """The ``stage`` and its meeting; ``at_the_door(person)`` brings a browser to its door."""

    devices = LIGHT  # a script about what pages ask of camera and microphone

    def __init__(self, stage: Stage, **facts: Any) -> None:
        self.stage = stage
        stage.hub.lead()
        with stage.hub.inside():
            told = {"title": "Lire ensemble", "host": stage.judith, "starts_at": timezone.now(), **facts}
            self.meeting = Meeting.objects.create(room=stage.fabrique, **told)

    @property
    def path(self) -> str:
        return f"{self.stage.path}rencontres/{self.meeting.pk}/"

    def at_the_door(self, person: Person, script: str = "", **options: Any) -> Attendant:
        visitor = self.stage.enter(person, self.path, script=COUNTING + self.devices + script, **options)
        return Attendant(visitor)

    def enter(self, *people: Person, **options: Any) -> list[Attendant]:
        """Enter one after another, each in a browser of their own."""
        return [self.at_the_door(person, **options).enter() for person in people]

    def all_meet(self, **attendants: Attendant) -> None:
        """Expect that each, by name, sees and hears all the others."""
        for name, attendant in attendants.items():
            attendant.sees(*(other for other in attendants if other != name))
            attendant.receives(pictures=len(attendants) - 1, voices=len(attendants) - 1)

    def somebody(self, name: str) -> Person:
        """Return one more member of the fabrique."""
        with self.stage.hub.inside():
            person = Person.objects.arrive(name)
            joining.join(person, self.stage.fabrique)
        return person

    def cookies(self, people: Iterable[Person]) -> list[str]:
        """Return session cookies for ``people`` without a browser; one visitor must have a browser."""
        line = self.stage.visitors[0].line
        found = [self.stage.cookie(person, line) for person in people]
        return [f"{cookie['name']}={cookie['value']}" for cookie in found]

    def now(self) -> Meeting:
        with self.stage.hub.inside():
            return Meeting.objects.get(pk=self.meeting.pk)


@pytest.fixture
def gathering(stage: Stage) -> Gathering:
    """A meeting without a lobby: whoever comes enters without knocking."""
    return Gathering(stage)


@pytest.fixture
def lobby(stage: Stage) -> Gathering:
    """A meeting with a lobby: whoever comes knocks."""
    return Gathering(stage, lobby=True)


@pytest.fixture
def early(stage: Stage) -> Gathering:
    """A meeting whose hour is tomorrow."""
    return Gathering(stage, starts_at=timezone.now() + timedelta(days=1))
