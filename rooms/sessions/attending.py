"""Who was there while a session ran, and who of them is cut off: they have no connection, and did not leave.

Servers know who is connected, and ask; what is kept is who was there at all.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from people.models import Person
from rooms import showing
from rooms.events import ShownPerson
from rooms.models import Membership, Room
from rooms.sessions.models import Participation

# Whoever signs out may be counted as there for a moment. Who is there later than that has come back.
LINGERS = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Attending:
    """``newcomers``: who is there and is to be noted. ``cut_off``: who is not there any more, by name."""

    newcomers: frozenset[int]
    cut_off: tuple[ShownPerson, ...]


def look(present: Mapping[int, Collection[int]], now: datetime) -> dict[int, Attending]:
    """Return who comes and who is cut off by session, given who is ``present`` in each."""
    rows = Participation.objects.filter(session__in=present).values_list("session", "person", "left_at")
    known: dict[int, dict[int, datetime | None]] = {session: {} for session in present}
    for session, person, left_at in rows:
        known[session][person] = left_at
    return {session: _look(session, set(present[session]), known[session], now) for session in present}


def note(session: int, people: Collection[int]) -> None:
    """Keep that ``people`` are there."""
    Participation.objects.bulk_create(
        [Participation(session_id=session, person_id=each) for each in people],
        update_conflicts=True,
        unique_fields=["session", "person"],
        update_fields=["left_at"],
    )


def signed_out(sender: Any, user: Person | None, **_rest: Any) -> None:
    """Receive ``user_logged_out``: whoever leaves by the door is not cut off."""
    if user is not None:
        running = Participation.objects.filter(session__began_at__isnull=False, session__ended_at=None)
        running.filter(person=user.pk).update(left_at=timezone.now())


def _look(session: int, present: set[int], known: Mapping[int, datetime | None], now: datetime) -> Attending:
    came_back = {who for who, left_at in known.items() if left_at is not None and left_at < now - LINGERS}
    absent = {who for who, left_at in known.items() if left_at is None} - present
    newcomers = (present - set(known)) | (present & came_back)
    return Attending(frozenset(newcomers), _shown(session, absent) if absent else ())


def _shown(session: int, absent: Collection[int]) -> tuple[ShownPerson, ...]:
    """Return those of ``absent`` who may still be here."""
    room = Room.objects.get(sessions=session)
    removed = Membership.objects.filter(room=room, removed_at__isnull=False).values("person")
    people = Person.objects.filter(pk__in=absent, is_active=True).exclude(pk__in=removed)
    roles = showing.roles_in(room)
    return tuple(showing.person(each, roles.get(each.pk)) for each in people.order_by("name", "pk"))
