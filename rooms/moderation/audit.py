"""Queries: who decided what, about what, when and why; over all rooms, or those lines that are asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from people.models import Person
from rooms.models import Decision, Room

PAGE = 50
MOST = 10_000  # lines of one export
_ABOUT = ("room", "by", "person", "post__author", "comment__author")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for; None or empty: all. ``first`` and ``last`` are days of the house, both included."""

    room: int | None = None
    by: int | None = None
    act: str = ""
    first: date | None = None
    last: date | None = None


def taken(asked: Asked) -> QuerySet[Decision]:
    """Query the decisions that are asked for, the newest first. Those of rehearsals are no decisions."""
    found = Decision.objects.filter(room__rehearses=None)
    if asked.room is not None:
        found = found.filter(room=asked.room)
    if asked.by is not None:
        found = found.filter(by=asked.by)
    if asked.act:
        found = found.filter(act=asked.act)
    if asked.first is not None:
        found = found.filter(at__gte=_midnight(asked.first))
    if asked.last is not None and asked.last < date.max:
        found = found.filter(at__lt=_midnight(asked.last + timedelta(days=1)))
    return found.select_related(*_ABOUT).order_by("-pk")


def page(asked: Asked, before: int | None) -> tuple[list[Decision], int | None]:
    """Return the next ``PAGE`` decisions before the key ``before``, and what the page after is asked with."""
    found = taken(asked)
    lines = list((found if before is None else found.filter(pk__lt=before))[: PAGE + 1])
    return lines[:PAGE], lines[PAGE - 1].pk if len(lines) > PAGE else None


def newest(asked: Asked) -> Iterator[Decision]:
    """Read ``MOST`` decisions at most, not all of them at once."""
    return taken(asked)[:MOST].iterator(chunk_size=500)


def rooms() -> QuerySet[Room]:
    """Query the rooms in which anything was decided, by name."""
    decided = Decision.objects.values("room")
    return Room.objects.filter(pk__in=decided, rehearses=None).order_by("title", "pk")


def deciders() -> QuerySet[Person]:
    """Query the people of the team who ever decided anything, by name."""
    return Person.objects.filter(is_staff=True, pk__in=Decision.objects.values("by")).order_by("name", "pk")


def author(decision: Decision) -> Person | None:
    """Return whom the decision is about, or whose words."""
    said = decision.comment or decision.post
    return decision.person or (said.author if said else None)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
