"""Queries for the régie: who wrote much here lately, who came by which code, what was hidden at once."""

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


class Writer(NamedTuple):
    """A participant, and how many ``texts`` of theirs one act would hide."""

    person: Person
    texts: int


class Arrival(NamedTuple):
    """How many people came by a ``code`` in the last ten minutes."""

    code: str
    people: int


def writers(room: Room, now: datetime) -> list[Writer]:
    """List the participants who wrote much in the last hour, whoever wrote most first."""
    lately = OPEN & Q(created_at__gt=now - HOUR)
    counts: dict[int, int] = {}
    for said in (Post.objects.filter(lately, room=room), Comment.objects.filter(lately, post__room=room)):
        for author, count in said.order_by().values_list("author").annotate(count=Count("pk")):
            counts[author] = counts.get(author, 0) + count
    many = {author: count for author, count in counts.items() if count >= MUCH}
    people = Membership.objects.filter(room=room, role=Membership.Role.PARTICIPANT, person__in=many)
    found = [Writer(each.person, many[each.person_id]) for each in people.select_related("person")]
    named = [each for each in found if not each.person.is_staff]
    return sorted(named, key=lambda each: -each.texts)[:MOST_NAMED]


def arrivals(room: Room, now: datetime) -> list[Arrival]:
    """List the codes by which people came in the last ten minutes."""
    came = Membership.objects.filter(room=room, joined_at__gt=now - LATELY, person__is_staff=False)
    came = came.exclude(came_by="").filter(role=Membership.Role.PARTICIPANT)
    return [Arrival(*row) for row in came.order_by("came_by").values_list("came_by").annotate(Count("pk"))]


def cleared(rooms: Iterable[Room]) -> list[Clearing]:
    """List what was hidden at once here and is not all back, the newest first."""
    found = Clearing.objects.filter(room__in=rooms, texts__isnull=False).distinct()
    return list(found.select_related("room", "by", "person").order_by("-pk")[:MOST_NAMED])
