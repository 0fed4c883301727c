"""Move a post that landed in the wrong room, with all that hangs on it."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.refusals import Refusal
from rooms import deciding, posting, reading, rules
from rooms.events import PostMoved
from rooms.forgetting import forget
from rooms.kinds import kind_of
from rooms.models import Decision, Post, Room
from rooms.transaction import Receipt, RoomTransaction, room_transaction


def move(
    actor: Person | int, room_id: int, ref: UUID | None, /, post: int, to: int, why: str = ""
) -> Receipt:
    """Take ``post`` out of its room and put it at the end of ``to``, once for each ``ref``.

    Its answers and its signs come along: those that are not offered there are kept, out of sight, so that
    moving it back gives everything back. What staff do to somebody else's post is recorded in the wings that
    it leaves. Both rooms are held in the order of their ids, as everybody does who holds more than one.

    Raises the refusals of ``may_write`` in both rooms, ``gone``, ``not_author``, ``not_words``, and
    ``room_unknown`` about the field ``to``.
    """
    with transaction.atomic():
        list(Room.objects.select_for_update().filter(pk__in=(room_id, to)).order_by("pk"))
        return _move(actor, room_id, ref, post, to, why)


@room_transaction
def _move(tx: RoomTransaction, post: int, to: int, why: str) -> Receipt:
    said, there = _movable(tx, post), _beside(tx, to)
    rules.may_write(there.role, there.membership, there.room, there.now)
    if there.room == tx.room:
        return tx.nothing()
    forget(said)
    posting.appear(there, said)
    if said.author != tx.actor:
        deciding.record(tx, Decision.Act.MOVE, why, post=said)
    return tx.append(PostMoved(said.pk, there.room.pk), post=said)


def _movable(tx: RoomTransaction, post: int) -> Post:
    rules.may_write(tx.role, tx.membership, tx.room, tx.now)
    said = posting.find(tx, post)
    rules.may_move(tx.actor, tx.role, said)
    rules.is_visible(said)
    if sentence := kind_of(said.kind).not_moved:
        raise Refusal("not_words", sentence)
    return said


def _beside(tx: RoomTransaction, to: int) -> RoomTransaction:
    """Return the same person's transaction on the other room, at the same moment."""
    room = Room.objects.exclude(kind=Room.Kind.WINGS).filter(pk=to).first()
    if room is None:
        raise Refusal("room_unknown", _("Choisissez l’espace où le déplacer."), "to")
    return RoomTransaction(tx.actor, room, reading.membership(tx.actor, room), None, now=tx.now)
