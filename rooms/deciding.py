"""Record what was decided, with who, when and why, and tell the wings, whose log is the desk's feed."""

from typing import Any, NamedTuple
from uuid import UUID

from django.dispatch import Signal

from people.models import Person
from rooms import log, showing, text
from rooms.events import DecisionTaken
from rooms.models import Decision, Room
from rooms.transaction import Receipt, RoomTransaction

LONGEST_WHY = 500
# What tells that something was reported: for the team alone.
OF_REPORTS = {Decision.Act.REPORT, Decision.Act.LEAVE, Decision.Act.UNLEAVE}
# Sent with ``tx``, ``taken``, the decision, and ``word``, in its transaction.
decided = Signal()


class Word(NamedTuple):
    """A private word to whom a decision is about: typed, after the ready one with this number."""

    typed: str = ""
    ready: int = 0


NO_WORD = Word()


def record(
    tx: RoomTransaction,
    act: Decision.Act,
    why: str = "",
    ref: UUID | None = None,
    *,
    word: Word = NO_WORD,
    **about: Any,
) -> Receipt:
    """Record the decision; ``ref`` is given where no event of the room itself bears it. ``word`` is for whom
    it is about, who never learns who wrote it.

    Raises ``text_long``, ``ready_gone``.
    """
    return tell_wings(tx, take(tx, act, why, word=word, **about), ref)


def take(
    tx: RoomTransaction, act: Decision.Act, why: str = "", *, word: Word = NO_WORD, **about: Any
) -> Decision:
    """Do as ``record`` does, and leave to the caller what the wings are told."""
    decision = Decision.objects.create(
        room=tx.room, by=tx.actor, act=act, why=clean_why(why), at=tx.now, **about
    )
    decided.send(Decision, tx=tx, taken=decision, word=word)
    return decision


def tell_wings(tx: RoomTransaction, decision: Decision, ref: UUID | None = None) -> Receipt:
    """Tell the wings of what was decided."""
    wings = Room.objects.select_for_update().filter(stage=tx.room).first()
    if wings is None:
        return tx.nothing()
    # Its author's command is answered with what waits. No other line here is forgotten with somebody's words.
    names: dict[str, Any] = {}
    if decision.act == Decision.Act.WAIT:
        names = {"post": decision.post, "comment": decision.comment}
    names |= {"person": _whom(decision), "content": tx.content}
    line = log.append(wings, _told(tx, decision), tx.actor, ref, at=tx.now, **names)
    return Receipt(line.room_id, line.seq, line.post_id, line.comment_id)


def clean_why(why: str, field: str = "why") -> str:
    """Return a reason as it is kept. Raises ``text_long``."""
    return text.note(why, LONGEST_WHY, field)


def _whom(decision: Decision) -> Person | None:
    """Return whom the decision is about, or whose words."""
    said = decision.comment or decision.post
    return decision.person or (said.author if said else None)


def _told(tx: RoomTransaction, decision: Decision) -> DecisionTaken:
    who: Person | None = decision.person
    return DecisionTaken(
        decision=decision.pk,
        act=decision.act,
        by=showing.person(decision.by, tx.role),
        at=log.millis(decision.at),
        why=decision.why,
        person=showing.person(who, None) if who else None,
        post=decision.post_id,
        comment=decision.comment_id,
    )
