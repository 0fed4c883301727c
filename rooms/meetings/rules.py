"""Who may be in a rencontre, and who leads it. Pure functions: each returns, or raises a ``Refusal``."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.refusals import Refusal
from rooms import rules
from rooms.meetings.models import Attendance, Meeting
from rooms.models import Membership, Room

# Everybody may enter this long before the hour; whoever leads, earlier.
EARLY = timedelta(minutes=15)
# A rencontre that nobody opened is expected until this long after its planned end.
MISSED_AFTER = timedelta(hours=3)


def may_attend(
    person: Person,
    role: str | None,
    membership: Membership | None,
    room: Room,
    meeting: Meeting,
    attendance: Attendance | None,
    now: datetime,
) -> None:
    """Check that ``person`` may come to the door of ``meeting`` now.

    Raises ``removed``, ``not_member``, ``not_open_yet`` about the room; ``meeting_removed``,
    ``meeting_cancelled``, ``meeting_over``, ``meeting_not_yet`` about the meeting.
    """
    rules.was_not_removed(membership)
    rules.may_enter(role, room, now)
    was_not_put_out(role, attendance)
    takes_place(meeting, now)
    if not is_host(person, role, meeting, attendance) and not door_is_open(meeting, now):
        raise Refusal("meeting_not_yet", _("La porte ouvre un quart d’heure avant l’heure de la rencontre."))


def is_host(person: Person, role: str | None, meeting: Meeting, attendance: Attendance | None) -> bool:
    """Return whether ``person`` leads it: who leads the room, who was announced, or whom a host made one."""
    if role is None:
        return False
    handed = attendance is not None and attendance.host
    return role in rules.LEADERS or meeting.host_id == person.pk or handed


def takes_place(meeting: Meeting, now: datetime) -> None:
    """Check that the meeting is still to come or going on. Raises ``meeting_cancelled``, ``meeting_over``."""
    if meeting.cancelled_at is not None:
        raise Refusal("meeting_cancelled", _("Cette rencontre est annulée."))
    if meeting.ended_at is not None or is_missed(meeting, now):
        raise Refusal("meeting_over", _("Cette rencontre est terminée."))


def may_be_read_again(meeting: Meeting) -> None:
    """Check that it is not live: until it is over, its transcript is not shown. Raises ``meeting_live``."""
    if meeting.live:
        raise Refusal(
            "meeting_live",
            _("Cette rencontre a lieu maintenant : on pourra la relire quand elle sera terminée."),
        )


def door_is_open(meeting: Meeting, now: datetime) -> bool:
    """Return whether everybody may come to the door: its hour is near, or a host has opened it."""
    return meeting.live or now >= meeting.starts_at - EARLY


def is_missed(meeting: Meeting, now: datetime) -> bool:
    """Return whether its hour passed long ago and nobody opened it."""
    return meeting.opened_at is None and now >= ends_at(meeting) + MISSED_AFTER


def ends_at(meeting: Meeting) -> datetime:
    """Return when it should end, as it was announced."""
    return meeting.starts_at + timedelta(minutes=meeting.minutes)


def was_not_put_out(role: str | None, attendance: Attendance | None) -> None:
    """Check that no host put them out; whoever leads the room may come. Raises ``meeting_removed``."""
    if attendance is not None and attendance.removed_at is not None and role not in rules.LEADERS:
        raise Refusal(
            "meeting_removed",
            _("On vous a fait sortir de cette rencontre. L’équipe peut en parler avec vous."),
        )
