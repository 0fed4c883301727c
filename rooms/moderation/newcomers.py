"""Queries for the régie: who came into a room just now, and who resembles somebody put out lately."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import NamedTuple

from django.db.models import Q

from people import raw_text
from people.models import Person
from rooms.models import Membership, Room

JUST_NOW = timedelta(minutes=15)
LATELY = timedelta(hours=1)
MOST_NAMED, MOST_COMPARED = 8, 200
ALIKE = 0.8  # of two names, from 0 to 1


class RecentArrival(NamedTuple):
    """Somebody who came, at ``at``; ``like``: whom the team has put out whose name is alike."""

    person: Person
    at: datetime
    like: Person | None


def newcomers(room: Room, now: datetime) -> list[RecentArrival]:
    """List who came in the last minutes and may still be here, whoever resembles first, then the latest.

    Nothing is kept for it, and only names are compared: whoever was put out may come under any other.
    """
    came = Membership.objects.filter(room=room, joined_at__gt=now - JUST_NOW, removed_at=None)
    theirs = came.filter(role=Membership.Role.PARTICIPANT, person__is_staff=False, person__is_active=True)
    members = list(theirs.select_related("person").order_by("-joined_at", "pk")[:MOST_COMPARED])
    gone = list(_put_out(room, now)) if members else []
    found = [RecentArrival(each.person, each.joined_at, _like(each.person, gone)) for each in members]
    return sorted(found, key=lambda each: each.like is None)[:MOST_NAMED]


def _put_out(room: Room, now: datetime) -> Iterator[Person]:
    """Yield whom the team has removed from ``room``, or barred from the house, in the last hour."""
    removed = Q(memberships__room=room, memberships__removed_at__gt=now - LATELY)
    barred = Q(bar__at__gt=now - LATELY)
    yield from Person.objects.filter(removed | barred).distinct().order_by("pk")


def _like(person: Person, gone: list[Person]) -> Person | None:
    return next((each for each in gone if each.pk != person.pk and _is_alike(each.name, person.name)), None)


def _is_alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, raw_text.bare(one), raw_text.bare(other)).ratio() >= ALIKE
