"""Queries for the régie: what waits in the rooms that somebody leads, and what arrives."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from people.models import Person
from rooms.models import Comment, Membership, Post, Room, Said
from rooms.moderation import appealing, reporting
from rooms.moderation.models import Outcome, Report
from rooms.transaction import role_of

ARRIVALS = 8
MOST_ROOMS = 10  # one page follows each with its wings, and one socket follows twenty


@dataclass(slots=True)
class Reported:
    """Words in sight that somebody reported, and what was said of them."""

    said: Post | Comment
    reports: list[Report] = field(default_factory=list)


@dataclass(slots=True)
class ReportedPerson:
    """Somebody of a room who was reported as such, and what was said of them."""

    whom: Person
    reports: list[Report] = field(default_factory=list)


@dataclass(slots=True)
class Rack:
    """One room: what ``appeals`` to another of the team, what and who (``people``) was ``reported`` and what
    ``waits`` for it, oldest first; what ``arrived`` last, newest first."""

    room: Room
    role: str
    wings: Room | None = None
    appeals: list[Outcome] = field(default_factory=list)
    reported: list[Reported] = field(default_factory=list)
    people: list[ReportedPerson] = field(default_factory=list)
    waits: list[Post | Comment] = field(default_factory=list)
    arrived: list[Post] = field(default_factory=list)


def rooms_led(person: Person, now: datetime) -> list[Room]:
    """List the rooms that ``person`` may moderate, those that are open first."""
    rooms = Room.objects.filter(rehearses=None).exclude(kind=Room.Kind.WINGS)
    if not person.is_staff:
        mine = Membership.objects.filter(person=person, removed_at=None, role=Membership.Role.ARTIST)
        rooms = rooms.filter(pk__in=mine.values("room"))
    found = list(rooms.order_by("-kind", "-opens_at"))
    return sorted(found, key=lambda room: room.moment(now) != Room.Moment.OPEN)


def racks(person: Person, rooms: Sequence[Room]) -> list[Rack]:
    """Return a rack for each of ``rooms``."""
    memberships = {each.room_id: each for each in Membership.objects.filter(person=person, room__in=rooms)}
    wings = {each.stage_id: each for each in Room.objects.filter(stage__in=rooms)}
    waits, reported = _waiting(rooms), _reported(rooms)
    appeals = _appeals(rooms)
    people = _people(rooms, person) if person.is_staff else {}
    return [
        Rack(
            room,
            role_of(person, memberships.get(room.pk)) or "",
            wings.get(room.pk) if person.is_staff else None,
            [each for each in appeals[room.pk] if person.is_staff or each.decision.act in appealing.LED],
            reported.get(room.pk, []),
            people.get(room.pk, []),
            sorted(waits[room.pk], key=lambda said: said.created_at),
            _arrived(room),
        )
        for room in rooms
    ]


def _waiting(rooms: Sequence[Room]) -> dict[int, list[Post | Comment]]:
    waits = Q(held=Said.Held.APPROVAL, withdrawn_at=None, hidden_at=None)
    found: dict[int, list[Post | Comment]] = defaultdict(list)
    for post in Post.objects.filter(waits, room__in=rooms).select_related("author"):
        found[post.room_id].append(post)
    answers = Comment.objects.filter(waits, post__room__in=rooms).filter(Post.when_visible("post__"))
    for answer in answers.select_related("author", "post__author"):
        found[answer.post.room_id].append(answer)
    return found


def _appeals(rooms: Sequence[Room]) -> dict[int, list[Outcome]]:
    found: dict[int, list[Outcome]] = defaultdict(list)
    for each in appealing.waiting(rooms):
        found[each.decision.room_id].append(each)
    return found


def _reported(rooms: Sequence[Room]) -> dict[int, list[Reported]]:
    by_room: dict[int, dict[Post | Comment, Reported]] = defaultdict(dict)
    for report in reporting.waiting(rooms):
        if report.post is not None:
            said = report.comment or report.post
            by_room[report.post.room_id].setdefault(said, Reported(said)).reports.append(report)
    return {room: list(found.values()) for room, found in by_room.items()}


def _people(rooms: Sequence[Room], reader: Person) -> dict[int, list[ReportedPerson]]:
    by_room: dict[int, dict[Person, ReportedPerson]] = defaultdict(dict)
    for report in reporting.waiting_about_people(rooms, reader):
        if report.whom is not None:
            found = by_room[report.room_id].setdefault(report.whom, ReportedPerson(report.whom))
            found.reports.append(report)
    return {room: list(found.values()) for room, found in by_room.items()}


def _arrived(room: Room) -> list[Post]:
    return list(room.posts.visible().select_related("author").order_by("-seq")[:ARRIVALS])
