"""Hang a consigne on a phase of a session: it becomes the one to follow when the phase begins."""

from collections.abc import Sequence
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


def phases_copied(
    sender: Any, copies: Sequence[tuple[Phase, Phase]], room: Room, by: Person, **_rest: Any
) -> None:
    """Receive ``rooms.sessions.signals.phases_copied``: the copies ask for what their originals do.

    In another room, for a consigne of its own, which nobody sees before its phase begins.
    """
    found = PhaseConsigne.objects.filter(phase__in=[old.pk for old, _new in copies])
    asked = {each.phase_id: each.consigne for each in found.select_related("consigne")}
    for old, new in copies:
        if old.pk in asked:
            PhaseConsigne.objects.create(phase=new, consigne=_of_room(asked[old.pk], room, by))


def _of_room(asked: Consigne, room: Room, by: Person) -> Consigne:
    """Return ``asked``, or its like in ``room``, made if need be."""
    if asked.room_id == room.pk:
        return asked
    same = {"room": room, "title": asked.title, "words": asked.words}
    known = (each for each in Consigne.objects.filter(**same) if each.fields == asked.fields)
    return next(known, None) or Consigne.objects.create(
        **same, fields=asked.fields, author=by, pinned_at=None
    )


def phase_began(sender: Any, room: Room, phase: Phase, by: Person | None, at: datetime, **_rest: Any) -> None:
    """Receive ``rooms.sessions.signals.phase_began``: pin what it asks for."""
    if asked := asked_in(phase):
        asking.pin_again(room, asked, by, at)
