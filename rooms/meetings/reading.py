"""Queries: the rencontres of a room as its people may see them, and what each has left."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.refusals import Refusal
from rooms import showing as room_showing
from rooms.events import ShownMeeting
from rooms.meetings import rules, showing
from rooms.meetings.models import Attendance, Caption, Meeting, Recording
from rooms.models import Membership, Room

MOST_PAST = 100


@dataclass(frozen=True, slots=True)
class PastMeeting:
    """A meeting that is over, or that nobody opened; ``trace``: words or recordings are left of it."""

    meeting: Meeting
    trace: bool = False


@dataclass(frozen=True, slots=True)
class RoomMeetings:
    """The meetings of a room: ``live`` now; ``coming`` by hour, cancelled ones too; ``past``, last first."""

    live: list[Meeting]
    coming: list[Meeting]
    past: list[PastMeeting]


def standing(room: Room) -> list[ShownMeeting]:
    """List the meetings that are announced or live, as screens keep them, in order of their hours."""
    meetings = list(awaited(room))
    roles = room_showing.roles_in(room) if meetings else {}
    return [showing.shown(each, roles) for each in meetings]


def awaited(room: Room) -> QuerySet[Meeting]:
    """Return the meetings that are neither over nor cancelled, by hour."""
    return _by_hour(room).filter(cancelled_at=None, ended_at=None)


def of(room: Room, now: datetime) -> RoomMeetings:
    """Return what the page of a room's meetings shows; of the past, the last hundred."""
    waited = list(awaited(room))
    missed = [each for each in waited if rules.is_missed(each, now)]
    cancelled = _by_hour(room).filter(starts_at__gt=now).exclude(cancelled_at=None)
    coming = [*cancelled, *(each for each in waited if not each.live and each not in missed)]
    past = [*_ended(room), *map(PastMeeting, missed)]
    return RoomMeetings(
        live=[each for each in waited if each.live],
        coming=sorted(coming, key=_hour),
        past=sorted(past, key=lambda each: _hour(each.meeting), reverse=True),
    )


def find(room: Room, meeting: int) -> Meeting:
    """Return a meeting of ``room``, whatever became of it. Raises ``meeting_unknown``."""
    found = _by_hour(room).filter(pk=meeting).first()
    if found is None:
        raise unknown()
    return found


def unknown() -> Refusal:
    """Return the refusal for a meeting that does not exist."""
    return Refusal("meeting_unknown", _("Cette rencontre n’existe pas, ou plus."))


def leaders(room: Room) -> QuerySet[Person]:
    """Return who may be announced as leading a meeting: the artists of the room, and the team."""
    artists = Q(
        memberships__room=room, memberships__role=Membership.Role.ARTIST, memberships__removed_at=None
    )
    return Person.objects.filter(artists | Q(is_staff=True), is_active=True).distinct().order_by("name", "pk")


def attendance(person: Person, meeting: Meeting) -> Attendance | None:
    """Return the attendance of ``person`` in ``meeting``, if they ever came to its door."""
    return Attendance.objects.filter(meeting=meeting, person=person).first()


def transcript(meeting: Meeting) -> list[Caption]:
    """List what was said, line by line, as it was written down."""
    return list(meeting.captions.select_related("person"))


def recordings(meeting: Meeting) -> list[Recording]:
    """List what was recorded and not erased, first one first."""
    return list(meeting.recordings.filter(erased_at=None).select_related("by").order_by("started_at", "pk"))


def _by_hour(room: Room) -> QuerySet[Meeting]:
    return room.meetings.select_related("host", "room").order_by("starts_at", "pk")


def _ended(room: Room) -> list[PastMeeting]:
    left = Exists(Caption.objects.filter(meeting=OuterRef("pk")))
    kept = Count("recordings", filter=Q(recordings__erased_at=None))
    ended = _by_hour(room).exclude(ended_at=None).annotate(left=left, kept=kept)
    return [
        PastMeeting(each, each.left or each.kept > 0)
        for each in ended.order_by("-starts_at", "-pk")[:MOST_PAST]
    ]


def _hour(meeting: Meeting) -> tuple[datetime, int]:
    return meeting.starts_at, meeting.pk
