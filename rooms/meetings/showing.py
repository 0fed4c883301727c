"""Serialisation of a meeting's row for the wire."""

from rooms import showing
from rooms.events import ShownMeeting
from rooms.log import millis
from rooms.meetings.models import Meeting
from rooms.showing import Roles
from rooms.text import render


def shown(meeting: Meeting, roles: Roles | None = None) -> ShownMeeting:
    """Return ``meeting`` with its host's present role in the room, and what it left once it is over."""
    roles = showing.roles_in(meeting.room) if roles is None else roles
    return ShownMeeting(
        id=meeting.pk,
        title=meeting.title,
        html=render(meeting.words),
        host=showing.person(meeting.host, roles.get(meeting.host_id)),
        starts_at=millis(meeting.starts_at),
        minutes=meeting.minutes,
        opened_at=millis(meeting.opened_at) if meeting.opened_at else None,
        ended_at=millis(meeting.ended_at) if meeting.ended_at else None,
        lobby=meeting.lobby,
        transcript=meeting.ended_at is not None and meeting.captions.exists(),
        recordings=meeting.recordings.exclude(ready_at=None).filter(erased_at=None).count(),
    )
