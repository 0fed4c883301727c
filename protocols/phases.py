"""Hang a consigne on a phase of a session: it becomes the one to follow when the phase begins."""

from datetime import datetime
from typing import Any

from people.models import Person
from people.refusals import Refusal
from protocols import asking
from protocols.models import Consigne, PhaseConsigne
from rooms import rules
from rooms.models import Room
from rooms.sessions import reading
from rooms.sessions.models import Phase
from rooms.transaction import Receipt, RoomTransaction, room_transaction


@room_transaction
def ask_in(tx: RoomTransaction, phase: int, consigne: int | None) -> Receipt:
    """Ask for protocoles of ``consigne`` in a phase, or of none any more.

    Raises ``not_leader``, ``session_unknown``, ``consigne_unknown``.
    """
    rules.may_lead(tx.role)
    found = reading.find_phase(tx.room, phase)
    PhaseConsigne.objects.filter(phase=found).delete()
    if consigne is None:
        return tx.nothing()
    asked = Consigne.objects.filter(pk=consigne, room=tx.room).first()
    if asked is None:
        raise Refusal("consigne_unknown", asking.UNKNOWN)
    PhaseConsigne.objects.create(phase=found, consigne=asked)
    return tx.nothing()


def asked_in(phase: Phase) -> Consigne | None:
    """Return the consigne of ``phase``, if it asks for protocoles."""
    return Consigne.objects.filter(phases__phase=phase).first()


def phase_began(sender: Any, room: Room, phase: Phase, by: Person | None, at: datetime, **_rest: Any) -> None:
    """Receive ``rooms.sessions.signals.phase_began``: pin what it asks for."""
    if asked := asked_in(phase):
        asking.pin_again(room, asked, by, at)
