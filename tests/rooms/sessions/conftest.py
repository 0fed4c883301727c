"""A session of the cast's fabrique, composed by Judith: one reads, writes, and reads what all wrote."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from people.models import Person
from rooms.events import ShownSession
from rooms.models import Post, Room
from rooms.sessions import advancing, composing, conducting, reading, writing
from rooms.sessions.models import Phase, Session
from rooms.sessions.phase_plan import PhasePlan
from tests.cast import Cast

READ = PhasePlan("read", "Lire la consigne", seconds=60, writers="leaders")
SILENCE = PhasePlan("silence", "Écrire en silence", "Un **geste**.", seconds=120)
REVEAL = PhasePlan("reveal", "Tout se dévoile", seconds=90, order="paced", pace=20)
TALK = PhasePlan("react", "Se répondre")


@dataclass
class Seance:
    """A session and its people; the version is looked up, as a page that is up to date has it."""

    cast: Cast
    pk: int

    @property
    def room(self) -> Room:
        return Room.objects.get(pk=self.cast.fabrique.pk)

    @property
    def row(self) -> Session:
        return Session.objects.get(pk=self.pk)

    @property
    def phases(self) -> list[Phase]:
        return list(self.row.phases.all())

    @property
    def silence(self) -> Phase:
        return next(each for each in self.phases if each.kind == "silence")

    @property
    def shown(self) -> ShownSession:
        """The session as screens have it. Fails unless it runs."""
        shown = reading.standing(self.room)
        assert shown is not None
        return shown

    @property
    def ends_at(self) -> datetime:
        """When the current phase ends. Fails for one without an end."""
        end = self.row.phase_ends_at
        assert end is not None
        return end

    @property
    def began_at(self) -> datetime:
        """When the current phase began."""
        began = self.row.phase_began_at
        assert began is not None
        return began

    @property
    def current(self) -> str:
        return str(self.phases[self.row.index].title)

    def start(self) -> None:
        conducting.start(self.cast.judith, self.cast.fabrique.pk, uuid4(), self.pk)

    def does(self, act: Any, *given: Any, by: Person | None = None) -> None:
        """Let Judith, or ``by``, act on the session as it is now."""
        act(by or self.cast.judith, self.cast.fabrique.pk, uuid4(), self.pk, self.row.version, *given)

    def passes_to(self, title: str) -> None:
        index = [str(each.title) for each in self.phases].index(title)
        self.does(conducting.pass_to, index)

    def keeps(self, who: Person, body: str) -> None:
        writing.keep(who, self.cast.fabrique.pk, uuid4(), self.silence.pk, body)

    def finishes(self, who: Person, body: str, on: bool = True) -> None:
        writing.finish(who, self.cast.fabrique.pk, uuid4(), self.silence.pk, body, on)

    def goes_by(self, seconds: float) -> datetime:
        """Let the clock look when the current phase has lasted ``seconds``."""
        at = self.began_at + timedelta(seconds=seconds)
        advancing.advance(self.pk, self.cast.fabrique.pk, at)
        return at

    def feed(self) -> list[str]:
        return [post.body for post in Post.objects.visible().filter(room=self.room).order_by("seq")]


def compose(cast: Cast, *plans: PhasePlan) -> Seance:
    """Return a session of these phases, composed by Judith."""
    composing.open_session(cast.judith, cast.fabrique.pk, uuid4(), "Une heure")
    made = Session.objects.latest("pk")
    for plan in plans:
        composing.add(cast.judith, cast.fabrique.pk, uuid4(), made.pk, plan)
    return Seance(cast, made.pk)


@pytest.fixture
def seance(cast: Cast) -> Seance:
    """A session that has not begun."""
    return compose(cast, READ, SILENCE, REVEAL, TALK)


@pytest.fixture
def silent(seance: Seance) -> Seance:
    """The same, in its silent phase."""
    seance.start()
    seance.passes_to("Écrire en silence")
    return seance
