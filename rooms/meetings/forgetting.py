"""What was written down or recorded of somebody in a rencontre is taken away, because they ask."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.refusals import Refusal
from rooms import rules
from rooms.meetings import reading, recordings, telling
from rooms.models import Attendance, Caption, Meeting, Membership, Recording, Room
from rooms.turns import Receipt, Turn, turn


@turn
def erase_lines(turn: Turn, meeting: int, lines: list[int]) -> Receipt:
    """Take lines out of a transcript for good: one's own, and for the team anybody's.

    Raises the refusals of ``may_enter``, ``meeting_unknown``, and ``lines_none`` about the field ``lines``.
    """
    rules.may_enter(turn.role, turn.room, turn.now)
    met = reading.find(turn.room, meeting)
    gone, _each = erasable(turn.actor, turn.role, met).filter(pk__in=lines).delete()
    if not gone:
        raise Refusal("lines_none", _("Cochez au moins une ligne à effacer."), "lines")
    return (
        turn.nothing() if met.ended_at is None or met.captions.exists() else turn.append(telling.changed(met))
    )


def erasable(person: Person, role: str | None, meeting: Meeting) -> QuerySet[Caption]:
    """The lines that ``person`` may erase."""
    lines = meeting.captions.select_related("person")
    return lines if role == Membership.Role.STAFF else lines.filter(person=person)


def forget(person: Person) -> None:
    """Take ``person``, called otherwise by now, out of every meeting: their lines, their comings and goings,
    the recordings in which they may be heard, and their earlier name in what was announced."""
    heard = Recording.objects.filter(
        meeting__attendances__person=person, meeting__attendances__entered_at__isnull=False, erased_at=None
    )
    changed = Q(captions__person=person) | Q(host=person) | Q(recordings__in=heard)
    met = list(Meeting.objects.filter(changed).distinct().values_list("pk", "room"))
    list(Room.objects.select_for_update().filter(pk__in={room for _pk, room in met}).order_by("pk"))
    recordings.let_go(heard)
    Caption.objects.filter(person=person).delete()
    Attendance.objects.filter(person=person).delete()
    for pk, room in met:
        _tell_anew(Room.objects.get(pk=room), pk)


def _tell_anew(room: Room, meeting: int) -> None:
    met = reading.find(room, meeting)
    if met.cancelled_at is None:
        telling.tell(room, met, None)
