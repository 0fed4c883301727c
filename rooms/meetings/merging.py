"""What two accounts of one person both have in a rencontre."""

from people.models import Person
from rooms.meetings.models import Attendance, Meeting

_EITHER = ("host", "stood_down", "silenced", "may_speak")
_FIRST = ("knocked_at", "admitted_at", "entered_at", "removed_at")


def is_inside(person: Person) -> bool:
    """Return whether ``person`` is in a live rencontre: its process knows them by that account."""
    live = Meeting.objects.filter(opened_at__isnull=False, ended_at=None, cancelled_at=None)
    there = Attendance.objects.filter(person=person, meeting__in=live, entered_at__isnull=False)
    return there.filter(left_at=None).exists()


def fold(kept: Person, other: Person) -> None:
    """Let the attendance of ``kept`` say what either says; who was removed once stays so."""
    theirs = {each.meeting_id: each for each in Attendance.objects.filter(person=other)}
    for mine in Attendance.objects.filter(person=kept, meeting__in=theirs):
        too = theirs[mine.meeting_id]
        for name in _EITHER:
            setattr(mine, name, getattr(mine, name) or getattr(too, name))
        for name in _FIRST:
            setattr(mine, name, min(filter(None, (getattr(mine, name), getattr(too, name))), default=None))
        mine.left_at = max(filter(None, (mine.left_at, too.left_at)), default=None)
        mine.save()
