"""Slow mode: what a participant says leaves so many seconds after what they said before, if a room is slowed.

Leaders are not slowed; drafts, corrections and what is taken back are free.
"""

from datetime import datetime, timedelta

from rooms import log, rules
from rooms.models import Membership, Room
from rooms.transaction import RoomTransaction


def next_at(role: str | None, membership: Membership | None, room: Room) -> datetime | None:
    """Return when the next words of somebody may leave; None where nothing makes them wait."""
    if not is_slowed(role, room) or membership is None or membership.spoke_at is None:
        return None
    return membership.spoke_at + timedelta(seconds=room.slow)


def is_slowed(role: str | None, room: Room) -> bool:
    """Return whether somebody with this role waits between two messages in ``room``."""
    return bool(room.slow) and role not in rules.LEADERS


def speak(tx: RoomTransaction) -> None:
    """Let the actor say something now, or refuse it until it is time. Raises ``slow``."""
    if not is_slowed(tx.role, tx.room) or tx.membership is None:
        return
    rules.is_in_turn(next_at(tx.role, tx.membership, tx.room), tx.now)
    tx.membership.spoke_at = tx.membership.changed_at = tx.now
    tx.membership.save(update_fields=["spoke_at", "changed_at"])
    log.tell_standing(tx.membership)
