"""Let whoever leads hide words, and staff quiet or remove people. The wings record who, when and why."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.refusals import Refusal
from rooms import commenting, holding, log, posting, rules, undoing
from rooms.deciding import Word, clean_why, record
from rooms.events import CommentHidden, PostHidden
from rooms.forgetting import forget
from rooms.models import Comment, Decision, Membership, Post
from rooms.transaction import Receipt, RoomTransaction, room_transaction

Act = Decision.Act
MINUTE = timedelta(minutes=1)
LONGEST_QUIET = 7 * 24 * 60  # minutes


@room_transaction
def hide_post(tx: RoomTransaction, post: int, why: str = "", told: str = "", ready: int = 0) -> Receipt:
    """Take a post out of everybody's sight, with a word for its author. Raises ``not_leader``, ``gone``."""
    rules.may_lead(tx.role)
    said = posting.find(tx, post)
    if said.hidden_at is not None:
        return tx.nothing()
    was_visible = said.visible
    _set_hidden(tx, said, hidden=True)
    record(tx, Act.HIDE, why, word=Word(told, ready), post=said)
    if not was_visible:
        return tx.nothing()
    forget(said)
    return tx.append(PostHidden(said.pk), post=said)


@room_transaction
def show_post(tx: RoomTransaction, post: int, why: str = "", undoes: int = 0) -> Receipt:
    """Put a hidden post back. Raises ``not_leader``, ``not_staff``, ``gone``, ``erased``,
    ``decided``."""
    rules.may_lead(tx.role)
    said = posting.find(tx, post)
    rules.is_not_erased(said)
    undoing.take_back(tx, undoes)
    if said.hidden_at is None:
        return tx.nothing()
    rules.may_bring_back(tx.role, _hidden_by(said))
    _set_hidden(tx, said, hidden=False)
    record(tx, Act.SHOW, why, post=said)
    return posting.bring_back(tx, said)


@room_transaction
def hide_comment(tx: RoomTransaction, comment: int, why: str = "", told: str = "", ready: int = 0) -> Receipt:
    """Take an answer out of everybody's sight, with a word for its author. Raises ``not_leader``,
    ``gone``."""
    rules.may_lead(tx.role)
    said = commenting.find(tx, comment)
    if said.hidden_at is not None:
        return tx.nothing()
    was_visible = said.visible
    _set_hidden(tx, said, hidden=True)
    record(tx, Act.HIDE, why, word=Word(told, ready), post=said.post, comment=said)
    if not was_visible:
        return tx.nothing()
    forget(said)
    return tx.append(CommentHidden(said.post_id, said.pk), post=said.post, comment=said)


@room_transaction
def show_comment(tx: RoomTransaction, comment: int, why: str = "", undoes: int = 0) -> Receipt:
    """Put a hidden answer back. Raises ``not_leader``, ``not_staff``, ``gone``, ``erased``,
    ``decided``."""
    rules.may_lead(tx.role)
    said = commenting.find(tx, comment)
    rules.is_not_erased(said)
    undoing.take_back(tx, undoes)
    if said.hidden_at is None:
        return tx.nothing()
    rules.may_bring_back(tx.role, _hidden_by(said))
    _set_hidden(tx, said, hidden=False)
    record(tx, Act.SHOW, why, post=said.post, comment=said)
    return commenting.bring_back(tx, said)


@room_transaction
def quiet(
    tx: RoomTransaction,
    person: int,
    on: bool,
    why: str = "",
    minutes: int = 0,
    told: str = "",
    ready: int = 0,
    undoes: int = 0,
) -> Receipt:
    """Let somebody read but not write in this room, for so many ``minutes`` (0: until the team says
    otherwise), or give them their voice back. Raises ``not_offered``, ``decided``."""
    membership = member(tx, person)
    undoing.take_back(tx, undoes)
    if not 0 <= minutes <= LONGEST_QUIET:
        raise Refusal("not_offered", _("Choisissez dans la liste."), "minutes")
    until = _in_minutes(tx.now, minutes) if on and minutes else None
    if membership.is_quiet(tx.now) == on and membership.quieted_until == until:
        return tx.nothing()
    membership.quieted_at, membership.quieted_until = tx.now if on else None, until
    save(tx, membership, "quieted_at", "quieted_until")
    act = (Act.QUIET_A_WHILE if until else Act.QUIET) if on else Act.UNQUIET
    facts = {"until": log.millis(until)} if until else {}
    return record(tx, act, why, tx.ref, word=Word(told, ready), person=membership.person, facts=facts)


@room_transaction
def remove(
    tx: RoomTransaction,
    person: int,
    on: bool,
    why: str = "",
    told: str = "",
    ready: int = 0,
    undoes: int = 0,
) -> Receipt:
    """Take somebody out of this room, on every screen they have it open on, or let them back in. Raises
    ``decided``."""
    membership = member(tx, person)
    undoing.take_back(tx, undoes)
    if (membership.removed_at is not None) == on:
        return tx.nothing()
    membership.removed_at = tx.now if on else None
    save(tx, membership, "removed_at")
    act = Act.REMOVE if on else Act.READMIT
    return record(tx, act, why, tx.ref, word=Word(told, ready), person=membership.person)


@room_transaction
def answer(tx: RoomTransaction, why: str) -> Receipt:
    """Tell the wings what a quieted person answers; the team alone reads it. Raises ``not_quieted``,
    ``text_empty``, ``text_long``."""
    rules.was_quieted(tx.membership, tx.now)
    words = clean_why(why)
    if not words:
        raise Refusal("text_empty", _("Écrivez quelques mots à l’équipe."), "why")
    return record(tx, Act.ANSWER, words, tx.ref, person=tx.actor)


def member(tx: RoomTransaction, person: int) -> Membership:
    """Return the membership that the team decides about. Raises ``not_staff``, ``not_a_member``."""
    rules.may_moderate(tx.role)
    found = Membership.objects.select_related("person").filter(room=tx.room, person__pk=person)
    membership = found.first()
    if membership is None or membership.person.is_staff:
        raise Refusal(
            "not_a_member", _("Cette personne n’est pas dans cet espace, ou fait partie de l’équipe.")
        )
    return membership


def save(tx: RoomTransaction, membership: Membership, *fields: str) -> None:
    """Save what changed of a membership, and tell that person's screens."""
    membership.changed_at = tx.now
    membership.save(update_fields=[*fields, "changed_at"])
    log.tell_standing(membership)


def _hidden_by(said: Post | Comment) -> Person | None:
    """Return who hid ``said`` by itself; None where it went with a flood, or nothing is kept of it."""
    about = {"comment": None, **holding.about(said)}
    decided = Decision.objects.filter(act__in=undoing.SIGHT, **about).select_related("by")
    last = decided.order_by("-pk").first()
    return last.by if last and last.act == Act.HIDE else None


def _set_hidden(tx: RoomTransaction, said: Post | Comment, *, hidden: bool) -> None:
    said.hidden_at = tx.now if hidden else None
    said.save(update_fields=["hidden_at"])


def _in_minutes(now: datetime, minutes: int) -> datetime:
    """Return when so many minutes have passed, at the end of that minute: it is told in hours and minutes."""
    at = now + timedelta(minutes=minutes)
    return at if at == at.replace(second=0, microsecond=0) else at.replace(second=0, microsecond=0) + MINUTE
