"""Queries for the régie: how fast words come in a room, and who came lately and has not written yet."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from rooms.models import Comment, Membership, Post, Reaction, Room

MINUTE = timedelta(minutes=1)
SILENT_FROM = timedelta(minutes=10)
SILENT_UNTIL = timedelta(hours=3)  # after that they read, and that is well
MOST = 6


@dataclass(slots=True)
class RoomPulse:
    """``rate``: messages and answers within the last minute; ``silent``: who joined and has not written
    yet while others write, the latest first."""

    rate: int = 0
    silent: list[Membership] = field(default_factory=list)


def pulses(rooms: Sequence[Room], now: datetime) -> dict[int, RoomPulse]:
    """Return the pulse of each of ``rooms``."""
    rates, silent = _rates(rooms, now), _silent(rooms, now)
    return {room.pk: RoomPulse(rates[room.pk], silent[room.pk][:MOST]) for room in rooms}


def _rates(rooms: Sequence[Room], now: datetime) -> Counter[int]:
    posts = Post.objects.visible().filter(room__in=rooms, created_at__gt=now - MINUTE)
    answers = Comment.objects.visible().filter(post__room__in=rooms, created_at__gt=now - MINUTE)
    return Counter(posts.values_list("room", flat=True)) + Counter(
        answers.values_list("post__room", flat=True)
    )


def _silent(rooms: Sequence[Room], now: datetime) -> dict[int, list[Membership]]:
    here, mine = {"room": OuterRef("room")}, {"author": OuterRef("person")}
    others_write = Post.objects.filter(**here, created_at__gt=now - SILENT_FROM).exclude(**mine)
    joined = Membership.objects.filter(
        Exists(others_write),
        ~Exists(Post.objects.filter(**here, **mine)),
        ~Exists(Comment.objects.filter(post__room=OuterRef("room"), **mine)),
        ~Exists(Reaction.objects.filter(post__room=OuterRef("room"), person=OuterRef("person"))),
        room__in=rooms,
        role=Membership.Role.PARTICIPANT,
        removed_at=None,
        quieted_at=None,
        person__is_staff=False,
        person__is_active=True,
        joined_at__range=(now - SILENT_UNTIL, now - SILENT_FROM),
    )
    found: dict[int, list[Membership]] = defaultdict(list)
    for each in joined.select_related("person").order_by("-joined_at", "pk"):
        found[each.room_id].append(each)
    return found
