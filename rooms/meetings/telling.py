"""What a room is told of its rencontres, and what its log keeps of that: only the last of each."""

import msgspec

from people.models import Person
from rooms import log
from rooms.events import Erased, MeetingCancelled, MeetingChanged
from rooms.meetings import showing
from rooms.models import Event, Meeting, Room

_ERASED = msgspec.json.encode(Erased()).decode()


def tell(room: Room, meeting: Meeting, by: Person | None) -> None:
    """Say in ``room``, which the caller holds, what ``meeting`` is now."""
    log.append(room, changed(meeting), by)


def changed(meeting: Meeting) -> MeetingChanged:
    """The event that says what ``meeting`` is now; it says all, so earlier words about it leave the log."""
    _forget_before(meeting)
    return MeetingChanged(showing.shown(meeting))


def cancelled(meeting: Meeting) -> MeetingCancelled:
    """The event that takes ``meeting`` out of sight; its words leave the log."""
    _forget_before(meeting)
    return MeetingCancelled(meeting.pk)


def _forget_before(meeting: Meeting) -> None:
    """The beginning of a line is as msgspec writes it: the kind, then the fields in their order."""
    about = f'{{"kind":"meeting.changed","meeting":{{"id":{meeting.pk},'
    Event.objects.filter(room=meeting.room_id, data__startswith=about).update(data=_ERASED)
