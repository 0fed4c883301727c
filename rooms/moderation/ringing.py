"""Let the régie of an artist ask again: artists follow no wings, and hear that something was decided."""

from rooms import holding
from rooms.deciding import OF_REPORTS
from rooms.models import Decision, Membership
from rooms.transaction import RoomTransaction

Act = Decision.Act
# What changes something in the régie of a room.
ON_DESK = {
    *(Act.WAIT, Act.UNWAIT, Act.APPROVE, Act.REFUSE, Act.REOPEN, Act.HOLD, Act.HOLD_ROOM),
    *(Act.REPORT, Act.LEAVE, Act.UNLEAVE, Act.APPEAL, Act.UPHOLD, Act.UNUPHOLD, Act.MOVE, Act.MOVE_BACK),
}


def ring(tx: RoomTransaction, taken: Decision) -> None:
    """Tell the artists of the room that something happened: not what, nor to whom. Reports of people are the
    team's alone."""
    is_theirs = taken.post_id is not None or taken.act not in OF_REPORTS
    if taken.act in ON_DESK and is_theirs:
        leading = Membership.objects.filter(room=tx.room, role=Membership.Role.ARTIST, removed_at=None)
        for person in leading.values_list("person", flat=True):
            holding.tell(tx, person)
