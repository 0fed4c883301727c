"""Queries what people may do in rooms. They are repeated, so that a removal does not wait for a reload."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone, translation

from people.models import Person
from people.refusals import Refusal
from people.rows import PERSON
from realtime.wire.answers import Refused
from rooms import rules
from rooms.events import ShownPerson
from rooms.log import millis
from rooms.models import Membership
from rooms.rows import MEMBERSHIP, ROOM
from rooms.sessions import reading as sessions
from rooms.showing import person as shown
from rooms.transaction import role_of

# Longer than the poll of ``ConnectionRegistry`` can be late, so that no change falls between two polls.
LOOKBACK = timedelta(seconds=20)
QUERY_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Access:
    """A person may read a room: as whom, whether they are kept from writing (``quieted``), until when
    (milliseconds) they alone may go on with a silent text (``grace``), how often something became of
    their words that wait for the team (``waiting``), and when they last wrote while it was slowed
    (``spoke``). ``quiet_until``: when they may write again by themselves."""

    person: ShownPerson
    quieted: bool
    grace: int | None = None
    waiting: int = 0
    spoke: int | None = None
    quiet_until: int | None = None

    @property
    def leads(self) -> bool:
        """Whether they lead the room."""
        return self.person.role in rules.LEADERS

    @property
    def mine(self) -> tuple[str, bool, int | None, int, int | None, int | None]:
        """What their own screens are told of it."""
        return self.person.role, self.quieted, self.grace, self.waiting, self.spoke, self.quiet_until

    def is_quiet(self, now: int) -> bool:
        """Whether they are kept from writing at ``now``, in milliseconds."""
        return self.quieted and (self.quiet_until is None or now < self.quiet_until)


@dataclass(frozen=True, slots=True)
class AccessChange:
    """The rights of ``person`` changed at that time, in ``room`` or, if it is None, in all rooms."""

    person: int
    room: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class AccessChanges:
    """Sessions that have ended, people who may no longer enter, those who go on with another account, and all
    changes within ``LOOKBACK``."""

    ended_sessions: set[str]
    barred_people: set[int]
    merged_people: set[int]
    recent: set[AccessChange]


def check_each(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Access | Refused]:
    """Check each (person, room)."""
    return {pair: check(*pair) for pair in pairs}


def check(person: int, room: int) -> Access | Refused:
    """Return what ``person`` may do in ``room`` now, or why they may not follow it."""
    where, membership = ROOM.first(room), MEMBERSHIP.first(room, person)
    who = membership.person if membership else PERSON.first(person)
    if who is None or where is None:
        return Refused("not_member", "", room=room)
    role = role_of(who, membership)
    now = timezone.now()
    try:
        rules.may_enter(role, where, now)
    except Refusal as refusal:
        removed = membership is not None and membership.removed_at is not None
        with translation.override(who.language):
            return Refused("removed" if removed else refusal.code, refusal.sentence, room=room)
    is_quieted = membership is not None and membership.is_quiet(now)
    quiet_until = membership.quieted_until if membership and is_quieted else None
    until = sessions.grace_of(who, where)
    waiting = membership.waiting if membership else 0
    spoke = membership.spoke_at if membership else None
    grace, spoken, silent = (millis(at) if at else None for at in (until, spoke, quiet_until))
    return Access(shown(who, role), is_quieted, grace, waiting, spoken, silent)


def recent_changes(people: set[int], rooms: list[int], sessions: set[str]) -> AccessChanges:
    """Return what changed within ``LOOKBACK`` for these connected people and sessions."""
    since = timezone.now() - LOOKBACK
    members = Membership.objects.filter(changed_at__gt=since, room__in=rooms)
    found = {AccessChange(*row) for row in members.values_list("person", "room", "changed_at")}
    persons = Person.objects.filter(changed_at__gt=since).values_list("pk", "changed_at")
    found |= {AccessChange(person, None, at) for person, at in persons}
    recent = {change for change in found if change.person in people}
    changed = {change.person for change in recent if change.room is None}
    return AccessChanges(find_ended(sessions), find_barred(changed), find_merged(changed), recent)


def find_barred(people: set[int]) -> set[int]:
    """Return those of ``people`` who may no longer enter at all."""
    if not people:
        return people
    may_enter = Q(is_active=True) | Q(merged_into__isnull=False)
    return people - set(Person.objects.filter(may_enter, pk__in=people).values_list("pk", flat=True))


def find_merged(people: set[int]) -> set[int]:
    """Return those of ``people`` whose sessions go on with another account, of which theirs is part."""
    if not people:
        return people
    return set(Person.objects.filter(pk__in=people, merged_into__isnull=False).values_list("pk", flat=True))


def find_ended(sessions: set[str]) -> set[str]:
    """Return those of ``sessions`` that open nothing any more."""
    return sessions - _live_sessions(sessions)


def _live_sessions(sessions: Iterable[str]) -> set[str]:
    keys, alive = sorted(sessions), set[str]()
    for start in range(0, len(keys), QUERY_CHUNK):
        found = Session.objects.filter(
            session_key__in=keys[start : start + QUERY_CHUNK], expire_date__gt=timezone.now()
        )
        alive |= set(found.values_list("session_key", flat=True))
    return alive
