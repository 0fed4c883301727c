"""Let the team give a room another code, and shut its door to new people: whoever is in it stays."""

from rooms import deciding, rules, undoing
from rooms.command import IdOrNone, Lasting, Why
from rooms.models import Decision
from rooms.opening import fresh_code
from rooms.transaction import Receipt, RoomTransaction, room_transaction

Act = Decision.Act


class RenewCode(Lasting, frozen=True, tag="door.renew"):
    """Staff: give the room another code."""

    why: Why = ""


class ShutDoor(Lasting, frozen=True, tag="door.shut"):
    """Staff: let nobody new into the room, or again. ``undoes``: the decision that is taken back."""

    on: bool
    why: Why = ""
    undoes: IdOrNone = 0


@room_transaction
def renew_code(tx: RoomTransaction, why: str = "") -> Receipt:
    """Give the room another code; the one before opens nothing any more. Raises ``not_staff``."""
    rules.may_moderate(tx.role)
    tx.room.code = fresh_code()
    tx.room.save(update_fields=["code"])
    return deciding.record(tx, Act.RENEW, why, tx.ref)


@room_transaction
def shut(tx: RoomTransaction, on: bool, why: str = "", undoes: int = 0) -> Receipt:
    """Let nobody new in, whatever code they have; or again. Raises ``not_staff``, ``decided``."""
    rules.may_moderate(tx.role)
    undoing.take_back(tx, undoes)
    if (tx.room.shut_at is not None) == on:
        return tx.nothing()
    tx.room.shut_at = tx.now if on else None
    tx.room.save(update_fields=["shut_at"])
    return deciding.record(tx, Act.SHUT if on else Act.OPEN, why, tx.ref)
