"""Tell people what the team decided against them or their words; they may ask once that somebody else look.

Whoever decided first does not answer, unless nobody else can. What takes a decision back answers too.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.refusals import Refusal
from rooms import deciding, holding, rules, text, undoing
from rooms.command import Id, IdOrNone, Lasting, Ready, Why
from rooms.deciding import Word
from rooms.models import Comment, Decision, Membership, Post, Room
from rooms.moderation import ready_words
from rooms.moderation.models import Outcome
from rooms.transaction import Receipt, RoomTransaction, room_transaction

LONGEST = 300
Act = Decision.Act
OF_WORDS = {Act.HIDE, Act.HOLD, Act.REFUSE}
OF_PERSONS = {Act.QUIET, Act.QUIET_A_WHILE, Act.REMOVE, Act.BAR}
OF_THE_HOUSE = {Act.BAR, Act.UNBAR}  # in whichever room they are decided
# What is only told: there is nothing to look at again.
FINAL = {Act.MOVE, Act.MERGE, Act.WORD}
# What people are told of.
TOLD = OF_WORDS | OF_PERSONS | FINAL
# What artists decide too.
LED = {Act.HOLD, Act.REFUSE}
# What takes each decision back.
BACK = {
    Act.SHOW: {Act.HIDE},
    Act.MOVE_BACK: {Act.MOVE},
    Act.APPROVE: {Act.HOLD, Act.REFUSE},
    Act.REOPEN: {Act.HOLD, Act.REFUSE},
    Act.UNQUIET: {Act.QUIET, Act.QUIET_A_WHILE},
    Act.READMIT: {Act.REMOVE},
    Act.UNBAR: {Act.BAR},
}
# Of what no service tells the person by itself.
UNTOLD = {
    Act.WORD,
    Act.HIDE,
    Act.SHOW,
    Act.MOVE,
    Act.MOVE_BACK,
    *OF_PERSONS,
    Act.UNQUIET,
    Act.READMIT,
    Act.UNBAR,
}
# What their author does themselves leaves nothing to look at.
BY_AUTHOR = {Act.WAIT, Act.UNWAIT}
_NOT_FIRST = _("Vous l’avez décidé : c’est à quelqu’un d’autre de regarder.")


class AskAgain(Lasting, frozen=True, tag="decision.appeal"):
    """Ask once that somebody else of the team look at a decision about oneself; ``word`` is for them."""

    decision: Id
    word: str = ""


class Uphold(Lasting, frozen=True, tag="decision.uphold"):
    """Artist, staff: leave as it is what was asked to look at again; ``told`` and ``ready`` answer. Where
    several asked about one decision, ``whose`` is who."""

    decision: Id
    told: Why = ""
    ready: Ready = 0
    whose: IdOrNone = 0


class UndoUphold(Lasting, frozen=True, tag="decision.reopen"):
    """Artist, staff: take back the decision that confirmed another: somebody is to look at that again."""

    decision: Id


class SeeDecision(Lasting, frozen=True, tag="decision.see"):
    """Be done with what the team decided about oneself."""

    decision: Id


@room_transaction
def ask_again(tx: RoomTransaction, decision: int, word: str = "") -> Receipt:
    """Ask that somebody else look, whoever the team has removed too.

    Raises ``decision_gone``, ``asked_once``, ``text_long``.
    """
    outcome = _own(tx, decision)
    if outcome.decision.act in FINAL or _is_erased(outcome.decision):
        raise _gone()
    words = text.note(word, LONGEST, "word")
    if outcome.waits:
        return tx.nothing()
    if outcome.asked_at is not None or _was_asked(outcome.decision):
        raise Refusal("asked_once", _("Vous l’avez déjà demandé, et quelqu’un d’autre a regardé."))
    outcome.asked_at, outcome.asked, outcome.seen_at = tx.now, words, None
    outcome.save(update_fields=["asked_at", "asked", "seen_at"])
    holding.tell(tx, tx.actor.pk)
    return deciding.record(tx, Act.APPEAL, "", tx.ref, **_about(outcome))


@room_transaction
def uphold(tx: RoomTransaction, decision: int, told: str = "", ready: int = 0, whose: int = 0) -> Receipt:
    """Leave a decision as it is, and tell whoever asked. Raises ``not_leader``, ``not_staff``,
    ``decision_gone``, ``decided``, ``not_first``."""
    rules.may_lead(tx.role)
    asked = Outcome.objects.filter(decision__pk=decision, decision__room=tx.room).exclude(asked_at=None)
    theirs = asked.filter(person=whose) if whose else asked
    found = theirs.select_related("decision__by", "person").first()
    if found is None:
        raise _gone()
    if found.decision.act not in LED:
        rules.may_moderate(tx.role)
    if found.answered_at is not None:
        raise Refusal("decided", _("Quelqu’un de l’équipe en a déjà décidé."))
    if is_with_others(found, tx.actor):
        raise Refusal("not_first", _NOT_FIRST)
    _answer(tx, found, changed=False, words=ready_words.said(Word(told, ready), found.person))
    holding.tell(tx, found.person_id)
    return deciding.record(tx, Act.UPHOLD, found.answer, tx.ref, **_about(found))


@room_transaction
def undo_uphold(tx: RoomTransaction, decision: int) -> Receipt:
    """Let what ``decision`` has confirmed be looked at again, and tell whoever asked. Raises ``not_leader``,
    ``not_staff``, ``decision_gone``, ``decided``."""
    rules.may_lead(tx.role)
    taken = Decision.objects.filter(room=tx.room, pk=decision, act=Act.UPHOLD).first()
    found = upheld([taken]).get(taken.pk) if taken else None
    if found is None or _is_erased(found.decision):
        raise _gone()
    if found.decision.act not in LED:
        rules.may_moderate(tx.role)
    undoing.must_stand(tx, found.decision_id)
    if found.decision not in undoing.standing([found.decision]):
        raise _gone()
    found.answered_at, found.answer, found.seen_at = None, "", None
    found.save(update_fields=["answered_at", "answer", "seen_at"])
    holding.tell(tx, found.person_id)
    return deciding.record(tx, Act.UNUPHOLD, "", tx.ref, **_about(found))


@room_transaction
def see(tx: RoomTransaction, decision: int) -> Receipt:
    """Put away what the team decided about oneself. Raises ``decision_gone``."""
    outcome = _own(tx, decision)
    if outcome.seen_at is None and not outcome.waits:
        outcome.seen_at = tx.now
        outcome.save(update_fields=["seen_at"])
        holding.tell(tx, tx.actor.pk)
    return tx.nothing()


def hear(tx: RoomTransaction, taken: Decision, word: Word) -> None:
    """Keep what was decided against somebody for them to read, or that it was taken back."""
    act, person = Act(taken.act), _whom(taken)
    if act in BY_AUTHOR:
        _of_same(taken, OF_WORDS).update(seen_at=tx.now, answered_at=tx.now)
    elif act in BACK:
        for outcome in _of_same(taken, BACK[act]):
            _answer(tx, outcome, changed=True, seen=outcome.asked_at is None)
    elif act in TOLD and person and person != taken.by:
        # It takes the place of what was decided before, and answers who asked about that.
        for earlier in _of_same(taken, OF_WORDS if taken.post_id else {act} - {Act.WORD}):
            _answer(tx, earlier, changed=False, seen=True)
        Outcome.objects.create(decision=taken, person=person, told=ready_words.said(word, person))
    if act in UNTOLD and person:
        holding.tell(tx, person.pk)


def tell_authors(tx: RoomTransaction, taken: Decision, authors: Iterable[Person], word: Word) -> None:
    """Tell each of ``authors`` that what they wrote was hidden at once; what came back before is old news."""
    others = [each for each in authors if each != tx.actor]
    before = Outcome.objects.filter(decision__room=tx.room, decision__act=Act.CLEAR, person__in=others)
    before.filter(changed=True, seen_at=None).update(seen_at=tx.now)
    Outcome.objects.bulk_create(
        [Outcome(decision=taken, person=each, told=ready_words.said(word, each)) for each in others]
    )
    holding.tell(tx, *(each.pk for each in others))


def may_end(person: Person, said: Post | Comment) -> None:
    """Refuse to let ``person`` end, by removing the words, the other look that their author asked for at what
    they decided themselves. Raises ``not_first``."""
    words = {"comment": None, **holding.about(said)}
    of_them = Q(**{f"decision__{name}": value for name, value in words.items()})
    cleared = Q(**{f"decision__clearing__texts__{name}": value for name, value in words.items()})
    asked = Outcome.objects.filter(of_them | cleared, person=said.author, answered_at=None)
    for each in asked.exclude(asked_at=None).select_related("decision"):
        if is_with_others(each, person):
            raise Refusal("not_first", _NOT_FIRST)


def since_asked(outcomes: Iterable[Outcome]) -> dict[int, datetime]:
    """Map who waits for another look at any of these to when they asked."""
    return {each.person_id: each.asked_at for each in outcomes if each.asked_at and each.waits}


def end(tx: RoomTransaction, said: Post | Comment) -> dict[int, datetime]:
    """Put away what people were told of words that are removed for good, with the answers under them. Return
    who waited for another look, and since when."""
    about = {f"decision__{name}": value for name, value in holding.with_answers(said).items()}
    told = list(Outcome.objects.filter(decision__act__in=OF_WORDS, answered_at=None, **about))
    asked = since_asked(told)
    for each in told:
        _answer(tx, each, changed=False, seen=True)
    return asked


def tell_gone(
    tx: RoomTransaction,
    taken: Decision,
    authors: Collection[Person],
    asked: Mapping[int, datetime],
    word: Word,
) -> None:
    """Tell each of ``authors`` that what they wrote was removed for good, and whom the decision is about the
    ``word``. That answers who of them had ``asked`` for another look."""
    told = [each for each in authors if each != tx.actor]
    Outcome.objects.bulk_create(
        Outcome(
            decision=taken,
            person=each,
            told=ready_words.said(word, each) if each == _whom(taken) else "",
            asked_at=asked.get(each.pk),
            answered_at=tx.now if each.pk in asked else None,
        )
        for each in told
    )
    holding.tell(tx, *(each.pk for each in told))


def give_back(tx: RoomTransaction, outcomes: Iterable[Outcome]) -> None:
    """Tell whom these name that what was hidden at once is back, whether they asked for it or not."""
    standing = [each for each in outcomes if not each.changed]
    for each in standing:
        _answer(tx, each, changed=True)
    holding.tell(tx, *(each.person_id for each in standing))


def told(room: Room, person: int) -> QuerySet[Outcome]:
    """Query what was decided here about ``person``, or their words, and they have not put away."""
    mine = Outcome.objects.filter(decision__room=room, person=person, seen_at=None)
    return mine.select_related("decision__post__room", "decision__comment")


def waiting(rooms: Iterable[Room]) -> QuerySet[Outcome]:
    """Query what somebody else of the team is asked to look at in ``rooms``, longest asked first."""
    asked = Outcome.objects.filter(decision__room__in=rooms, answered_at=None).exclude(asked_at=None)
    about = ("by", "clearing", "post__author", "comment__author", "comment__post__author")
    of_decision = (f"decision__{name}" for name in about)
    return asked.select_related("person", *of_decision).order_by("asked_at")


def upheld(confirmed: Collection[Decision]) -> dict[int, Outcome]:
    """Map the numbers of decisions that confirmed others to what these told, where it is still the answer."""
    given = Outcome.objects.filter(answered_at__in={each.at for each in confirmed}, changed=False)
    about = ("decision__post", "decision__comment", "person")
    answers: dict[tuple[int, Person | None, datetime | None], Outcome] = {
        (each.decision.room_id, each.person, each.answered_at): each
        for each in given.exclude(asked_at=None).select_related(*about)
    }
    found = {each.pk: answers.get((each.room_id, _whom(each), each.at)) for each in confirmed}
    return {pk: outcome for pk, outcome in found.items() if outcome}


def is_with_others(outcome: Outcome, person: Person) -> bool:
    """Return whether it is for others than ``person``, who decided it, to look: there must be others."""
    return outcome.decision.by_id == person.pk and _others(person).exists()


def _others(person: Person) -> QuerySet[Person]:
    return Person.objects.filter(is_staff=True, is_active=True).exclude(pk=person.pk)


def _is_erased(taken: Decision) -> bool:
    """Return whether the words that this is about were removed for good."""
    said = taken.comment or taken.post
    return said is not None and said.erased_at is not None


def _whom(taken: Decision) -> Person | None:
    said = taken.comment or taken.post
    return said.author if said else taken.person


def _answer(
    tx: RoomTransaction, outcome: Outcome, *, changed: bool, words: str = "", seen: bool = False
) -> None:
    outcome.answered_at, outcome.changed, outcome.answer = tx.now, changed, words
    outcome.seen_at = tx.now if seen else None
    outcome.save(update_fields=["answered_at", "changed", "answer", "seen_at"])


def _of_same(taken: Decision, acts: Iterable[Act]) -> QuerySet[Outcome]:
    """Query what still stands of what ``acts`` decided about the same words, or the same person."""
    about = {f"decision__{name}": value for name, value in _columns(taken).items()}
    same = Outcome.objects.filter(decision__act__in=acts, answered_at=None, **about)
    if taken.act not in OF_THE_HOUSE:
        same = same.filter(decision__room=taken.room)
    return same.select_related("decision")


def _was_asked(taken: Decision) -> bool:
    """Return whether the author of these words has asked before."""
    about = {f"decision__{name}": value for name, value in _columns(taken).items()}
    asked = Outcome.objects.filter(decision__room=taken.room, **about).exclude(asked_at=None)
    return taken.post_id is not None and asked.exists()


def _columns(taken: Decision) -> dict[str, int | None]:
    if taken.post_id is None:
        return {"person": taken.person_id}
    return {"post": taken.post_id, "comment": taken.comment_id}


def _about(outcome: Outcome) -> dict[str, Any]:
    taken = outcome.decision
    if taken.post is None:
        return {"person": outcome.person}
    return {"post": taken.post, "comment": taken.comment}


def _own(tx: RoomTransaction, decision: int) -> Outcome:
    about = ("decision__post", "decision__comment", "person")
    mine = Outcome.objects.select_related(*about).filter(decision__room=tx.room, person=tx.actor)
    outcome = mine.filter(decision__pk=decision).first()
    if outcome is None:
        raise _gone()
    return outcome


def _gone() -> Refusal:
    return Refusal("decision_gone", _("Il n’y a plus rien à décider ici."))


def of_removal(room: Room, person: Person) -> Outcome | None:
    """Return what somebody who was removed from ``room`` is told of it."""
    removed = told(room, person.pk).filter(decision__act=Act.REMOVE)
    is_out = Membership.objects.filter(room=room, person=person).exclude(removed_at=None).exists()
    return removed.order_by("-pk").first() if is_out else None


def of_bar(person: Person) -> Outcome | None:
    """Return what somebody who is kept out of the house is told of it."""
    barred = Outcome.objects.filter(person=person, decision__act=Act.BAR, seen_at=None)
    return barred.select_related("decision__room").order_by("-pk").first()
