"""Queries for whoever leads: who writes in silence and who has finished, never what; where else they lead."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from people.models import Person
from rooms import reading, rules
from rooms.models import Post, Room
from rooms.sessions.models import Finish, Grace, Phase, Session
from rooms.transaction import role_of


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody who has a text, or time of their own, in a silent phase. ``until``: the end of their grace."""

    person: Person
    has_finished: bool
    until: datetime | None


def silent_phase(session: Session) -> Phase | None:
    """Return the last silent phase that has begun: the one in which grace is given."""
    begun = session.phases.filter(kind=Phase.Kind.SILENCE, position__lte=session.index)
    return begun.order_by("-position").first() if session.is_running else None


def writers(phase: Phase, now: datetime) -> list[Writer]:
    """List who writes in ``phase`` and who has finished, by name; those who still write come first."""
    texts = Post.objects.filter(phase=phase, seq=None, withdrawn_at=None).values_list("author", flat=True)
    done = set(Finish.objects.filter(phase=phase).values_list("person", flat=True))
    until = dict(Grace.objects.filter(phase=phase, until__gt=now).values_list("person", "until"))
    members = Person.objects.filter(
        pk__in={*texts, *done, *until}, memberships__room=phase.session.room_id, memberships__removed_at=None
    )
    found = [Writer(each, each.pk in done, until.get(each.pk)) for each in members.order_by("name", "pk")]
    return sorted(found, key=lambda each: each.has_finished)


def still_writing(phase: Phase, now: datetime) -> list[Writer]:
    """List who of ``writers`` has not finished."""
    return [each for each in writers(phase, now) if not each.has_finished]


def led_by(person: Person) -> list[Room]:
    """List the rooms that ``person`` leads, by title."""
    return sorted(_led(person, reading.rooms_of(person)), key=lambda room: room.title.casefold())


def _led(person: Person, rooms: Iterable[Room]) -> list[Room]:
    return [room for room in rooms if role_of(person, reading.membership(person, room)) in rules.LEADERS]
