"""The rencontres of a room, as its people may see them."""

from django.db.models import Q, QuerySet

from people.models import Person
from rooms import showing as room_showing
from rooms.events import ShownMeeting
from rooms.meetings import showing
from rooms.models import Meeting, Membership, Room


def standing(room: Room) -> list[ShownMeeting]:
    """Those that are announced or live, as screens keep them, in order of their hours."""
    meetings = list(awaited(room))
    roles = room_showing.roles_in(room) if meetings else {}
    return [showing.shown(each, roles) for each in meetings]


def awaited(room: Room) -> QuerySet[Meeting]:
    """Those that are neither over nor cancelled, by hour."""
    meetings = room.meetings.filter(cancelled_at=None, ended_at=None)
    return meetings.select_related("host").order_by("starts_at", "pk")


def leaders(room: Room) -> QuerySet[Person]:
    """Who may be announced as leading a meeting: the artists of the room, and the team."""
    artists = Q(
        memberships__room=room, memberships__role=Membership.Role.ARTIST, memberships__removed_at=None
    )
    return Person.objects.filter(artists | Q(is_staff=True), is_active=True).distinct().order_by("name", "pk")
