"""Move a post that landed in the wrong room, with all that hangs on it."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.refusals import Refusal
from rooms import moderating, posting, reading, rules
from rooms.events import PostMoved, PostPublished
from rooms.forgetting import forget
from rooms.models import Decision, Post, Room
from rooms.turns import Receipt, Turn, turn


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


@turn
def _move(turn: Turn, post: int, to: int, why: str) -> Receipt:
    said, there = _movable(turn, post), _beside(turn, to)
    rules.may_write(there.role, there.membership, there.room, there.now)
    if there.room == turn.room:
        return turn.nothing()
    forget(said)
    said.room, said.seq = there.room, there.room.head + 1
    said.save(update_fields=["room", "seq"])
    there.append(PostPublished(reading.whole(said)), post=said)
    if said.author != turn.actor:
        moderating.record(turn, Decision.Act.MOVE, why, post=said)
    return turn.append(PostMoved(said.pk, there.room.pk), post=said)


def _movable(turn: Turn, post: int) -> Post:
    rules.may_write(turn.role, turn.membership, turn.room, turn.now)
    said = posting.find(turn, post)
    rules.may_move(turn.actor, turn.role, said)
    rules.is_visible(said)
    if said.kind != Post.Kind.WORDS:
        raise Refusal("not_words", _("Un protocole reste auprès de sa consigne."))
    return said


def _beside(turn: Turn, to: int) -> Turn:
    """The same person's turn, in the other room at the same moment."""
    room = Room.objects.exclude(kind=Room.Kind.WINGS).filter(pk=to).first()
    if room is None:
        raise Refusal("room_unknown", _("Choisissez l’espace où le déplacer."), "to")
    return Turn(turn.actor, room, reading.membership(turn.actor, room), None, turn.now)
