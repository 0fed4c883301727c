"""Queries for the régie: who wrote much here lately, who came by which code, what was hidden at once."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q

from people.models import Person
from rooms.models import Comment, Membership, Post, Room
from rooms.moderation.clearing import HOUR, LATELY, OPEN
from rooms.moderation.models import Clearing

MUCH = 5  # texts in an hour
MOST_NAMED = 6


class HeavyWriter(NamedTuple):
    """A participant, and how many ``texts`` of theirs one act would hide."""

    person: Person
    texts: int


class Arrival(NamedTuple):
    """How many people came by a ``code`` in the last ten minutes."""

    code: str
    people: int


def writers(room: Room, now: datetime) -> list[HeavyWriter]:
    """List the participants who wrote much in the last hour, whoever wrote most first."""
    counts = _counts(room, Q(created_at__gt=now - HOUR))
    many = {author: count for author, count in counts.items() if count >= MUCH}
    people = Membership.objects.filter(room=room, role=Membership.Role.PARTICIPANT, person__in=many)
    found = [HeavyWriter(each.person, many[each.person_id]) for each in people.select_related("person")]
    named = [each for each in found if not each.person.is_staff]
    return sorted(named, key=lambda each: -each.texts)[:MOST_NAMED]


def arrivals(room: Room, now: datetime) -> list[Arrival]:
    """List the codes by which people came in the last ten minutes who wrote much together."""
    came = Membership.objects.filter(room=room, joined_at__gt=now - LATELY, person__is_staff=False)
    came = came.exclude(came_by="").filter(role=Membership.Role.PARTICIPANT)
    counts = _counts(room, Q(author__in=came.values("person")))
    people, texts = Counter[str](), Counter[str]()
    for code, person in came.values_list("came_by", "person"):
        people[code] += 1
        texts[code] += counts[person]
    return [Arrival(code, people[code]) for code in sorted(people) if texts[code] >= MUCH]


def _counts(room: Room, which: Q) -> Counter[int]:
    """Count the texts in question by their authors."""
    counts = Counter[int]()
    for said in (
        Post.objects.filter(OPEN, which, room=room),
        Comment.objects.filter(OPEN, which, post__room=room),
    ):
        for author, count in said.order_by().values_list("author").annotate(count=Count("pk")):
            counts[author] += count
    return counts


def cleared(rooms: Iterable[Room]) -> list[Clearing]:
    """List what was hidden at once here and is not all back, the newest first."""
    found = Clearing.objects.filter(room__in=rooms, texts__isnull=False).distinct()
    return list(found.select_related("room", "by", "person").order_by("-pk")[:MOST_NAMED])
