"""Answer who asks for help, settle it, let them back in. The first answer stands."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people import cards
from people.models import Person
from people.refusals import Refusal
from rooms import deciding, rules, text
from rooms.command import Id, Lasting
from rooms.helping import asking
from rooms.helping.models import LONGEST_ANSWER, HelpRequest
from rooms.models import Decision, Membership
from rooms.transaction import Receipt, RoomTransaction, room_transaction

Act = Decision.Act


class AnswerHelp(Lasting, frozen=True, tag="help.answer"):
    """Staff: answer who asks for help; they read it at once, where they are."""

    request: Id
    answer: str


class SettleHelp(Lasting, frozen=True, tag="help.settle"):
    """Staff: be done with a request for help, or (not ``on``) take it up again."""

    request: Id
    on: bool


@room_transaction
def answer(tx: RoomTransaction, request: int, answer: str) -> Receipt:
    """Answer a request, or correct one's own answer.

    Raises ``not_staff``, ``gone``, ``decided``, ``text_empty``, ``text_long``.
    """
    asked = _found(tx, request)
    words = text.note(answer, LONGEST_ANSWER, "answer")
    if not words:
        raise Refusal("text_empty", _("Écrivez quelques mots avant de répondre."), "answer")
    _is_open(asked)
    if asked.is_answered and asked.answered_by and asked.answered_by != tx.actor:
        told = {"name": asked.answered_by.name, "words": asked.answer}
        raise Refusal("decided", _("%(name)s a déjà répondu : « %(words)s »") % told)
    if asked.is_answered and asked.answer == words:
        return tx.nothing()
    asked.answer, asked.answered_by, asked.answered_at = words, tx.actor, tx.now
    asked.save(update_fields=["answer", "answered_by", "answered_at"])
    return _record(tx, Act.HELP, asked)


@room_transaction
def settle(tx: RoomTransaction, request: int, on: bool) -> Receipt:
    """Settle a request, or take it up again. Raises ``not_staff``, ``gone``, ``decided``."""
    asked = _found(tx, request)
    if on:
        _is_open(asked)
    elif asked.settled_at is None:
        return tx.nothing()
    else:
        _may_be_taken_up(asked)
    asked.settled_at, asked.settled_by = (tx.now, tx.actor) if on else (None, None)
    asked.save(update_fields=["settled_at", "settled_by"])
    return _record(tx, Act.SETTLE if on else Act.UNSETTLE, asked)


@room_transaction
def _note_let_in(tx: RoomTransaction, person: int) -> Receipt:
    """Record that the actor lets ``person`` back in. Raises ``not_staff``, ``not_a_member``."""
    rules.may_moderate(tx.role)
    found = Person.objects.filter(pk=person, is_active=True, is_staff=False).first()
    if found is None:
        raise Refusal("not_a_member", _("On ne fait rentrer ainsi ni l’équipe, ni qui n’est plus là."))
    return deciding.record(tx, Act.LET_IN, "", None, person=found)


def let_in(actor: Person, room: int, person: Person) -> str:
    """Return a secret that opens once, for ten minutes, for ``person``; the wings tell who made it.

    Raises ``not_staff``, ``not_a_member``.
    """
    with transaction.atomic():
        _note_let_in(actor, room, None, person.pk)
        return cards.help_in(person)


def known(name: str) -> list[Person]:
    """List the people whose name contains ``name``, for whoever stands at the door: thirty at most."""
    members = Membership.objects.filter(removed_at=None).values("person")
    found = Person.objects.filter(pk__in=members, is_active=True, is_staff=False)
    return list(found.filter(name__icontains=name).order_by("name", "pk")[:30])


def _found(tx: RoomTransaction, asked: int) -> HelpRequest:
    rules.may_moderate(tx.role)
    about = ("by", "answered_by", "settled_by")
    found = HelpRequest.objects.select_related(*about).filter(pk=asked, room=tx.room).first()
    if found is None:
        raise asking.gone()
    return found


def _is_open(asked: HelpRequest) -> None:
    """Tell who settled it, where somebody did. Raises ``decided``."""
    if asked.settled_at is None:
        return
    if asked.settled_by is None:
        raise Refusal("decided", _("La personne a dit que c’est réglé."))
    raise Refusal("decided", _("%(name)s l’a déjà réglé.") % {"name": asked.settled_by.name})


def _may_be_taken_up(asked: HelpRequest) -> None:
    """Refuse where its author is done with it, or asks anew. Raises ``decided``."""
    anew = asked.by and HelpRequest.objects.filter(room=asked.room_id, by=asked.by, settled_at=None)
    if asked.seen_at is not None or (anew and anew.exists()):
        raise Refusal("decided", _("La personne a dit que c’est réglé, ou redemande déjà de l’aide."))


def _record(tx: RoomTransaction, act: Act, asked: HelpRequest) -> Receipt:
    if asked.by is not None:
        asking.tell(asked.by, tx.now)
    return deciding.record(tx, act, "", tx.ref, person=asked.by)
