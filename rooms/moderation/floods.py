"""Queries for the régie: who wrote much here lately, who came by which code, what was hidden at once."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from people.models import Person
from rooms.models import Comment, Membership, Post, Room
from rooms.moderation.clearing import HOUR, LATELY, OPEN
from rooms.moderation.models import Clearing

MUCH = 5  # texts in an hour, which whoever leads may want to hide at once
FLOOD = 8  # texts in an hour, which they want to know of wherever they look
MOST_NAMED = 6


class HeavyWriter(NamedTuple):
    """A participant, and how many ``texts`` of theirs one act would hide."""

    person: Person
    texts: int


class Arrival(NamedTuple):
    """How many people came by a ``code`` in the last ten minutes."""

    code: str
    people: int


def writers(rooms: Collection[Room], now: datetime) -> dict[int, list[HeavyWriter]]:
    """Map ``rooms`` to the participants who wrote much there in the last hour, whoever wrote most first."""
    counts = _counts(rooms, Q(created_at__gt=now - HOUR))
    many = {place: count for place, count in counts.items() if count >= MUCH}
    wrote = _participants(rooms).filter(person__in={author for _room, author in many})
    found: dict[int, list[HeavyWriter]] = defaultdict(list)
    for each in wrote.select_related("person"):
        if texts := many.get((each.room_id, each.person_id)):
            found[each.room_id].append(HeavyWriter(each.person, texts))
    return {room: sorted(theirs, key=lambda each: -each.texts)[:MOST_NAMED] for room, theirs in found.items()}


def arrivals(rooms: Collection[Room], now: datetime) -> dict[int, list[Arrival]]:
    """Map ``rooms`` to the codes by which people came in the last ten minutes who wrote much together."""
    came = _participants(rooms).filter(joined_at__gt=now - LATELY).exclude(came_by="")
    newest = list(came.values_list("room", "came_by", "person"))
    counts = _counts(rooms, Q(author__in=came.values("person"))) if newest else {}
    people, texts = Counter[tuple[int, str]](), Counter[tuple[int, str]]()
    for room, code, person in newest:
        people[room, code] += 1
        texts[room, code] += counts.get((room, person), 0)
    found: dict[int, list[Arrival]] = defaultdict(list)
    for room, code in sorted(people):
        if texts[room, code] >= MUCH:
            found[room].append(Arrival(code, people[room, code]))
    return found


def _participants(rooms: Collection[Room]) -> QuerySet[Membership]:
    return Membership.objects.filter(room__in=rooms, role=Membership.Role.PARTICIPANT, person__is_staff=False)


def _counts(rooms: Collection[Room], which: Q) -> Counter[tuple[int, int]]:
    """Count the texts in question by their rooms and authors."""
    counts = Counter[tuple[int, int]]()
    for path, said in (
        ("room", Post.objects.filter(OPEN, which, room__in=rooms)),
        ("post__room", Comment.objects.filter(OPEN, which, post__room__in=rooms)),
    ):
        for room, author, count in said.order_by().values_list(path, "author").annotate(count=Count("pk")):
            counts[room, author] += count
    return counts


def cleared(rooms: Iterable[Room]) -> list[Clearing]:
    """List what was hidden at once here and is not all back, the newest first."""
    found = Clearing.objects.filter(room__in=rooms, texts__isnull=False).distinct()
    return list(found.select_related("room", "by", "person").order_by("-pk")[:MOST_NAMED])
