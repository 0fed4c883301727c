"""Move a post that landed in the wrong room, with all that hangs on it."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.refusals import Refusal
from rooms import deciding, holding, pinning, posting, reading, rules, undoing
from rooms.events import PostMoved
from rooms.forgetting import forget
from rooms.kinds import kind_of
from rooms.models import Decision, Post, Room
from rooms.transaction import Receipt, RoomTransaction, room_transaction


def move(
    actor: Person | int,
    room_id: int,
    ref: UUID | None,
    /,
    post: int,
    to: int,
    why: str = "",
    undoes: int = 0,
) -> Receipt:
    """Take ``post`` out of its room and put it at the end of ``to``, once for each ``ref``.

    Its answers and its signs come along: those that are not offered there are kept, out of sight, so that
    moving it back gives everything back. What waits for the team waits there: staff alone move it. What its
    author moves to where the team would read it first waits there too. What staff do to somebody else's post
    is recorded in the wings that it leaves; where it takes back the decision ``undoes``, in those to which it
    comes back, and its author is told no longer that it left. Both rooms are held in the order of their ids,
    as everybody does who holds more than one.

    Raises the refusals of ``may_write`` in both rooms, ``gone``, ``not_author``, ``not_words``, and
    ``room_unknown`` and ``author_elsewhere`` about the field ``to``; ``decided`` of what is taken back.
    """
    with transaction.atomic():
        list(Room.objects.select_for_update().filter(pk__in=(room_id, to)).order_by("pk"))
        return _move(actor, room_id, ref, post, to, why, undoes)


@room_transaction
def _move(tx: RoomTransaction, post: int, to: int, why: str, undoes: int) -> Receipt:
    said, there = _movable(tx, post), _beside(tx, to)
    undoing.take_back(there, undoes)
    rules.may_write(there.role, there.membership, there.room, there.now)
    if there.room == tx.room:
        return tx.nothing()
    if holding.is_waiting(said):
        return _move_waiting(tx, there, said, why, undoes)
    forget(said)
    _arrive(there, said)
    if said.author != tx.actor:
        _record(tx, there, said, why, undoes, None)
    receipt = tx.append(PostMoved(said.pk, there.room.pk), post=said)
    pinning.forget_pin(said)
    return receipt


def _arrive(there: RoomTransaction, said: Post) -> None:
    """Put ``said`` at the end of the other room; let it wait there for the team as if its author, who moves
    it, wrote it there now."""
    why = holding.reason(there, said) if said.author == there.actor else ""
    if not why:
        posting.appear(there, said)
        return
    said.room, said.seq = there.room, None
    holding.wait(there, said, why)


def _movable(tx: RoomTransaction, post: int) -> Post:
    rules.may_write(tx.role, tx.membership, tx.room, tx.now)
    said = posting.find(tx, post)
    rules.may_move(tx.actor, tx.role, said)
    if holding.is_waiting(said) and said.withdrawn_at is None:
        rules.may_moderate(tx.role)
    else:
        rules.is_visible(said)
    if sentence := kind_of(said.kind).not_moved:
        raise Refusal("not_words", sentence)
    return said


def _record(
    tx: RoomTransaction, there: RoomTransaction, said: Post, why: str, undoes: int, ref: UUID | None
) -> Receipt:
    left = Decision.objects.filter(pk=undoes, room=there.room, act=Decision.Act.MOVE, post=said)
    if undoes and left.exists():
        return deciding.record(there, Decision.Act.MOVE_BACK, why, ref, post=said)
    return deciding.record(tx, Decision.Act.MOVE, why, ref, post=said)


def _move_waiting(tx: RoomTransaction, there: RoomTransaction, said: Post, why: str, undoes: int) -> Receipt:
    """Let ``said`` wait in the other room, if its author is there. Raises ``author_elsewhere``."""
    theirs = there.of(said.author)
    theirs.membership = reading.membership(said.author, there.room)
    if theirs.role is None:
        sentence = _("La personne qui a écrit n’est pas dans cet espace : elle n’en saurait rien.")
        raise Refusal("author_elsewhere", sentence, "to")
    receipt = _record(tx, there, said, why, undoes, tx.ref)
    said.room = there.room
    holding.wait(theirs, said, said.held_for)
    return receipt


def _beside(tx: RoomTransaction, to: int) -> RoomTransaction:
    """Return the same person's transaction on the other room, at the same moment."""
    room = Room.objects.exclude(kind=Room.Kind.WINGS).filter(pk=to).first()
    if room is None:
        raise Refusal("room_unknown", _("Choisissez l’espace où le déplacer."), "to")
    return RoomTransaction(tx.actor, room, reading.membership(tx.actor, room), None, now=tx.now)
