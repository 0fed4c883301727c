"""What a person may do in a room, read again and again: a removal must not wait for a reload."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone, translation

from people.models import Person
from people.prepared import PERSON
from people.refusals import Refusal
from realtime.wire.answers import Refused
from rooms import rules
from rooms.events import ShownPerson
from rooms.models import Membership
from rooms.rows import MEMBERSHIP, ROOM
from rooms.showing import person as shown
from rooms.turns import role_of

# Longer than a look is late, so that no change falls between two looks.
LOOKED_BACK = timedelta(seconds=20)
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Admitted:
    """They may read: who they are there, and whether they may write."""

    person: ShownPerson
    quieted: bool


@dataclass(frozen=True, slots=True)
class Change:
    """At that moment ``person`` became another, in ``room`` or, where it is None, in all of them."""

    person: int
    room: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Changes:
    """Sessions that have ended, people who may not enter any more, and all that changed lately."""

    ended: set[str]
    barred: set[int]
    lately: set[Change]


def of_each(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Admitted | Refused]:
    """The standing of each (person, room)."""
    return {pair: of(*pair) for pair in pairs}


def of(person: int, room: int) -> Admitted | Refused:
    """The standing of ``person`` in ``room`` now, or why they may not follow it."""
    place, membership = ROOM.first(room), MEMBERSHIP.first(room, person)
    who = membership.person if membership else PERSON.first(person)
    if who is None or place is None:
        return Refused("not_member", "", room=room)
    role = role_of(who, membership)
    try:
        rules.may_enter(role, place, timezone.now())
    except Refusal as refusal:
        removed = membership is not None and membership.removed_at is not None
        with translation.override(who.language):
            return Refused("removed" if removed else refusal.code, refusal.sentence, room=room)
    return Admitted(shown(who, role), membership is not None and membership.quieted_at is not None)


def changes(people: set[int], rooms: list[int], sessions: set[str]) -> Changes:
    """What changed lately for those who are here."""
    since = timezone.now() - LOOKED_BACK
    members = Membership.objects.filter(changed_at__gt=since, room__in=rooms)
    found = {Change(*row) for row in members.values_list("person", "room", "changed_at")}
    persons = Person.objects.filter(changed_at__gt=since).values_list("pk", "changed_at")
    found |= {Change(person, None, at) for person, at in persons}
    lately = {change for change in found if change.person in people}
    barred = barred_of({change.person for change in lately if change.room is None})
    return Changes(sessions - _alive(sessions), barred, lately)


def barred_of(people: set[int]) -> set[int]:
    """Those of ``people`` who may not enter the house any more."""
    if not people:
        return people
    return people - set(Person.objects.filter(pk__in=people, is_active=True).values_list("pk", flat=True))


def _alive(sessions: Iterable[str]) -> set[str]:
    keys, alive = sorted(sessions), set[str]()
    for start in range(0, len(keys), AT_ONCE):
        found = Session.objects.filter(
            session_key__in=keys[start : start + AT_ONCE], expire_date__gt=timezone.now()
        )
        alive |= set(found.values_list("session_key", flat=True))
    return alive
