"""The texts that a rencontre can show to all: what a phase asks, a consigne, a protocole, in their steps."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.template.defaultfilters import linebreaksbr
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from protocols import reading
from protocols.models import Consigne, Protocole
from rooms.models import Room
from rooms.sessions import reading as sessions
from rooms.sessions.models import Phase
from rooms.text import render

BETWEEN_STEPS = re.compile(r"\n\s*\n")
SHORT, LONG = 80, 160  # signs, with which the size of a step changes


@dataclass(frozen=True, slots=True)
class Step:
    """One step as HTML. ``size``: ``loud``, ``middle`` or ``quiet``, by its length."""

    html: SafeString

    @property
    def size(self) -> str:
        """How large it may be set."""
        signs = len(strip_tags(self.html))
        return "loud" if signs <= SHORT else "middle" if signs <= LONG else "quiet"


@dataclass(frozen=True, slots=True)
class TextToRead:
    """A text to read together; ``kind`` names what it is, ``post`` is the post that shows it, if one does."""

    what: str
    id: int
    kind: str | Promise
    title: str
    steps: list[Step]
    by: str = ""
    post: int | None = None


def choices(room: Room) -> list[TextToRead]:
    """List what can be read in ``room`` now: the phase, the consignes and protocoles, newest first."""
    session = sessions.running(room)
    phases = [session.phases.get(position=session.index)] if session else []
    asked, made = reading.asked_by(room), reading.handed_in(room)
    return [*map(_of_phase, phases), *map(_of_consigne, asked), *map(_of_protocole, made)]


def find(room: Room, what: str, pk: int) -> TextToRead | None:
    """Return a text of ``room`` that everybody there may read."""
    return FINDERS[what](room, pk) if what in FINDERS else None


def _phase(room: Room, pk: int) -> TextToRead | None:
    begun = Phase.objects.filter(session__room=room, pk=pk, passages__isnull=False).first()
    return _of_phase(begun) if begun else None


def _consigne(room: Room, pk: int) -> TextToRead | None:
    asked = reading.consigne(room, pk)
    return _of_consigne(asked) if asked else None


def _protocole(room: Room, pk: int) -> TextToRead | None:
    made = reading.protocole(pk)
    return _of_protocole(made) if made and made.post and made.post.room_id == room.pk else None


FINDERS: dict[str, Callable[[Room, int], TextToRead | None]] = {
    "phase": _phase,
    "consigne": _consigne,
    "protocole": _protocole,
}


def _of_phase(phase: Phase) -> TextToRead:
    return TextToRead("phase", phase.pk, _("Ce temps de la séance"), phase.title, _paragraphs(phase.words))


def _of_consigne(asked: Consigne) -> TextToRead:
    return TextToRead("consigne", asked.pk, _("La consigne"), asked.title, _paragraphs(asked.words))


def _of_protocole(made: Protocole) -> TextToRead:
    given = [Step(linebreaksbr(words, autoescape=True)) for words in (made.needs, *made.steps) if words]
    return TextToRead(
        "protocole", made.pk, _("Protocole"), made.title, given, made.author.name, post=made.post_id
    )


def _paragraphs(words: str) -> list[Step]:
    parts = [part for part in BETWEEN_STEPS.split(words) if part.strip()]
    return [Step(mark_safe(render(part))) for part in parts]  # noqa: S308 -- escaped by render
