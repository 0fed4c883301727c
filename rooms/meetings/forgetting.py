"""Erase lines of a transcript on request."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.refusals import Refusal
from rooms import rules
from rooms.meetings import reading, telling
from rooms.meetings.models import Caption, Meeting
from rooms.models import Membership
from rooms.transaction import Receipt, RoomTransaction, room_transaction


@room_transaction
def erase_lines(tx: RoomTransaction, meeting: int, lines: list[int]) -> Receipt:
    """Erase lines of a transcript for good: one's own, and for the team anybody's.

    Raises the refusals of ``may_enter``, ``meeting_unknown``, and ``lines_none`` about the field ``lines``.
    """
    rules.may_enter(tx.role, tx.room, tx.now)
    met = reading.find(tx.room, meeting)
    gone, _each = erasable(tx.actor, tx.role, met).filter(pk__in=lines).delete()
    if not gone:
        raise Refusal("lines_none", _("Cochez au moins une ligne à effacer."), "lines")
    return tx.nothing() if met.ended_at is None or met.captions.exists() else telling.changed(tx, met)


def erasable(person: Person, role: str | None, meeting: Meeting) -> QuerySet[Caption]:
    """Return the lines that ``person`` may erase."""
    lines = meeting.captions.select_related("person")
    return lines if role == Membership.Role.STAFF else lines.filter(person=person)
