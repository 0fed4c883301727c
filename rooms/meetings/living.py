"""Begin a rencontre with its first host, and end it; its room is told of each once."""

from django.db import transaction
from django.utils import timezone

from people.models import Person
from rooms.meetings import reading, rules
from rooms.meetings.models import Meeting
from rooms.meetings.telling import tell
from rooms.models import Room


def begin(meeting: int, by: Person | None) -> Meeting:
    """Open a meeting. Raises ``meeting_unknown``, ``meeting_cancelled``, ``meeting_over``."""
    with transaction.atomic():
        room, begun = _held(meeting)
        rules.takes_place(begun, now := timezone.now())
        if not begun.live:
            begun.opened_at = now
            begun.save(update_fields=["opened_at"])
            tell(room, begun, by)
        return begun


def finish(meeting: int, by: Person | None) -> Meeting:
    """End a meeting for all, if it is open; ``by`` None when everybody had left. Raises ``meeting_unknown``.

    Captions must be written before: from now on they are shown as its transcript.
    """
    with transaction.atomic():
        room, ended = _held(meeting)
        if ended.live:
            ended.ended_at = timezone.now()
            ended.save(update_fields=["ended_at"])
            tell(room, ended, by)
        return ended


def _held(meeting: int) -> tuple[Room, Meeting]:
    """Lock the room first, as every room transaction does; then read the meeting as it is now."""
    room = Room.objects.select_for_update(of=("self",)).filter(meetings=meeting).first()
    if room is None:
        raise reading.unknown()
    return room, reading.find(room, meeting)
