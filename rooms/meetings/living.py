"""A rencontre begins when its first host comes in, and ends for all. Both are said once in its room."""

from django.db import transaction
from django.utils import timezone

from people.models import Person
from rooms.meetings import reading, rules
from rooms.meetings.telling import tell
from rooms.models import Meeting, Room


def begin(meeting: int, by: Person | None) -> Meeting:
    """Open it, unless it is open. Raises ``meeting_unknown``, ``meeting_cancelled``, ``meeting_over``."""
    with transaction.atomic():
        room, begun = _held(meeting)
        rules.takes_place(begun, now := timezone.now())
        if not begun.live:
            begun.opened_at = now
            begun.save(update_fields=["opened_at"])
            tell(room, begun, by)
        return begun


def finish(meeting: int, by: Person | None) -> Meeting:
    """End it for all, if it is open; ``by`` None when everybody had gone. Raises ``meeting_unknown``.

    What was written down in it must be kept before: from now on it is shown as its transcript.
    """
    with transaction.atomic():
        room, ended = _held(meeting)
        if ended.live:
            ended.ended_at = timezone.now()
            ended.save(update_fields=["ended_at"])
            tell(room, ended, by)
        return ended


def _held(meeting: int) -> tuple[Room, Meeting]:
    """The room first, as every turn does; then the meeting as it is now."""
    room = Room.objects.select_for_update(of=("self",)).filter(meetings=meeting).first()
    if room is None:
        raise reading.unknown()
    return room, reading.find(room, meeting)
