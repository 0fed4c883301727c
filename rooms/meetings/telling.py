"""Log events about rencontres; the log keeps only the last event of each."""

from people.models import Person
from rooms import log
from rooms.events import MeetingCancelled, MeetingChanged
from rooms.forgetting import forget_topic
from rooms.meetings import showing
from rooms.meetings.models import Meeting
from rooms.models import Room
from rooms.transaction import Receipt, RoomTransaction


def tell(room: Room, meeting: Meeting, by: Person | None) -> None:
    """Log in ``room``, which the caller has locked, the present state of ``meeting``."""
    log.append(room, _changed(meeting), by, topic=_topic(meeting))


def changed(tx: RoomTransaction, meeting: Meeting) -> Receipt:
    """Log the present state of ``meeting``; the event is complete, so earlier ones lose their words."""
    return tx.append(_changed(meeting), topic=_topic(meeting))


def cancelled(tx: RoomTransaction, meeting: Meeting) -> Receipt:
    """Log that ``meeting`` is cancelled; its words leave the log."""
    _forget_before(meeting)
    return tx.append(MeetingCancelled(meeting.pk))


def _changed(meeting: Meeting) -> MeetingChanged:
    _forget_before(meeting)
    return MeetingChanged(showing.shown(meeting))


def _forget_before(meeting: Meeting) -> None:
    forget_topic(meeting.room_id, _topic(meeting))


def _topic(meeting: Meeting) -> str:
    return f"meeting:{meeting.pk}"
