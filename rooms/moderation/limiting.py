"""Let the team slow a room: a participant waits so many seconds between two messages or answers."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from msgspec import Meta

from people.refusals import Refusal
from rooms import rules, showing, undoing
from rooms.command import IdOrNone, Lasting
from rooms.deciding import record
from rooms.events import RoomChanged
from rooms.models import Decision
from rooms.opening import FACE
from rooms.transaction import Receipt, RoomTransaction, room_transaction

SLOWEST = 3600  # seconds
Seconds = Annotated[int, Meta(ge=0, le=SLOWEST)]


class SlowRoom(Lasting, frozen=True, tag="room.slow"):
    """Staff: set how many seconds a participant waits between two messages or answers; 0: none. ``undoes``:
    the decision that is taken back."""

    seconds: Seconds
    undoes: IdOrNone = 0


@room_transaction
def slow_room(tx: RoomTransaction, seconds: int, undoes: int = 0) -> Receipt:
    """Slow the room, or no longer. Everybody there is told once. Raises ``not_staff``, ``not_offered``,
    ``decided``."""
    rules.may_moderate(tx.role)
    if not 0 <= seconds <= SLOWEST:
        raise Refusal("not_offered", _("Choisissez dans la liste."), "seconds")
    undoing.take_back(tx, undoes)
    was = tx.room.slow
    if was == seconds:
        return tx.nothing()
    tx.room.slow = seconds
    tx.room.save(update_fields=["slow"])
    record(tx, Decision.Act.SLOW, facts={"seconds": seconds, "was": was, "undoes": undoes})
    return tx.append(RoomChanged(showing.room(tx.room)), topic=FACE)
