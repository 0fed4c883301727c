"""What staff may do to what is said and to who says it. Each act is recorded in the wings: who, when, why."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.naming import without_tricks
from people.refusals import Refusal
from rooms import commenting, log, posting, rules, showing
from rooms.events import CommentHidden, DecisionTaken, PostHidden
from rooms.forgetting import forget
from rooms.models import Comment, Decision, Membership, Post, Room
from rooms.turns import Receipt, Turn, turn

Act = Decision.Act


@turn
def hide_post(turn: Turn, post: int, why: str = "") -> Receipt:
    """Take a post out of everybody's sight. Raises ``not_staff``, ``gone``."""
    rules.may_moderate(turn.role)
    said = posting.find(turn, post)
    if said.hidden_at is not None:
        return turn.nothing()
    was_visible = said.visible
    _set_hidden(turn, said, hidden=True)
    record(turn, Act.HIDE, why, post=said)
    if not was_visible:
        return turn.nothing()
    forget(said)
    return turn.append(PostHidden(said.pk), post=said)


@turn
def show_post(turn: Turn, post: int, why: str = "") -> Receipt:
    """Put a hidden post back. Raises ``not_staff``, ``gone``."""
    rules.may_moderate(turn.role)
    said = posting.find(turn, post)
    if said.hidden_at is None:
        return turn.nothing()
    _set_hidden(turn, said, hidden=False)
    record(turn, Act.SHOW, why, post=said)
    return posting.bring_back(turn, said)


@turn
def hide_comment(turn: Turn, comment: int, why: str = "") -> Receipt:
    """Take an answer out of everybody's sight. Raises ``not_staff``, ``gone``."""
    rules.may_moderate(turn.role)
    said = commenting.find(turn, comment)
    if said.hidden_at is not None:
        return turn.nothing()
    was_seen = commenting.is_seen(said)
    _set_hidden(turn, said, hidden=True)
    record(turn, Act.HIDE, why, post=said.post, comment=said)
    if not was_seen:
        return turn.nothing()
    forget(said)
    return turn.append(CommentHidden(said.post_id, said.pk), post=said.post, comment=said)


@turn
def show_comment(turn: Turn, comment: int, why: str = "") -> Receipt:
    """Put a hidden answer back. Raises ``not_staff``, ``gone``."""
    rules.may_moderate(turn.role)
    said = commenting.find(turn, comment)
    if said.hidden_at is None:
        return turn.nothing()
    _set_hidden(turn, said, hidden=False)
    record(turn, Act.SHOW, why, post=said.post, comment=said)
    return commenting.bring_back(turn, said)


@turn
def quiet(turn: Turn, person: int, on: bool, why: str = "") -> Receipt:
    """Let somebody read but not write in this room, or give them their voice back."""
    membership = _member(turn, person)
    if (membership.quieted_at is not None) == on:
        return turn.nothing()
    membership.quieted_at = turn.now if on else None
    _save(turn, membership, "quieted_at")
    return record(turn, Act.QUIET if on else Act.UNQUIET, why, turn.ref, person=membership.person)


@turn
def remove(turn: Turn, person: int, on: bool, why: str = "") -> Receipt:
    """Take somebody out of this room, on every screen they have it open on, or let them back in."""
    membership = _member(turn, person)
    if (membership.removed_at is not None) == on:
        return turn.nothing()
    membership.removed_at = turn.now if on else None
    _save(turn, membership, "removed_at")
    return record(turn, Act.REMOVE if on else Act.READMIT, why, turn.ref, person=membership.person)


def _member(turn: Turn, person: int) -> Membership:
    rules.may_moderate(turn.role)
    found = Membership.objects.select_related("person").filter(room=turn.room, person__pk=person)
    membership = found.first()
    if membership is None or membership.person.is_staff:
        raise Refusal(
            "not_a_member", _("Cette personne n’est pas dans cet espace, ou fait partie de l’équipe.")
        )
    return membership


def _save(turn: Turn, membership: Membership, field: str) -> None:
    membership.changed_at = turn.now
    membership.save(update_fields=[field, "changed_at"])
    log.tell_standing(membership)


def _set_hidden(turn: Turn, said: Post | Comment, *, hidden: bool) -> None:
    said.hidden_at = turn.now if hidden else None
    said.save(update_fields=["hidden_at"])


def record(turn: Turn, act: Act, why: str, ref: UUID | None = None, **about: Any) -> Receipt:
    """Keep the decision; ``ref`` is given where no event on stage bears it."""
    why = without_tricks(why).strip()[:500]
    decision = Decision.objects.create(room=turn.room, by=turn.actor, act=act, why=why, at=turn.now, **about)
    wings = Room.objects.select_for_update().filter(stage=turn.room).first()
    if wings is None:
        return turn.nothing()
    line = log.append(wings, _told(turn, decision), turn.actor, ref)
    return Receipt(line.room_id, line.seq)


def _told(turn: Turn, decision: Decision) -> DecisionTaken:
    who: Person | None = decision.person
    return DecisionTaken(
        decision=decision.pk,
        act=decision.act,
        by=showing.person(decision.by, turn.role),
        at=log.millis(decision.at),
        why=decision.why,
        person=showing.person(who, None) if who else None,
        post=decision.post_id,
        comment=decision.comment_id,
    )
