"""Let those who lead read first: publish what waits for the team, do not publish it, hold what is in sight.

The first decision stands: who decides after it is told whose it was. Nobody changes another's words.
"""

from django.utils.translation import gettext_lazy as _

from people.refusals import Refusal
from rooms import commenting, holding, moderating, pinning, posting, rules, showing, undoing
from rooms.command import Id, IdOrNone, Lasting, Ready, Why
from rooms.deciding import NO_WORD, Word, record
from rooms.events import CommentHidden, PostHidden, RoomChanged
from rooms.forgetting import forget
from rooms.models import Comment, Decision, Post, Room, Said
from rooms.moderation import ready_words
from rooms.opening import FACE
from rooms.transaction import Receipt, RoomTransaction, room_transaction

Act = Decision.Act
Held = Said.Held
_DECIDED = {
    Act.APPROVE: _("%(name)s l’a déjà publié."),
    Act.REFUSE: _("%(name)s a déjà décidé de ne pas le publier."),
    Act.HOLD: _("%(name)s l’a déjà mis en attente."),
    Act.REOPEN: _("%(name)s l’a déjà remis en attente."),
    Act.HIDE: _("%(name)s l’a déjà masqué."),
    Act.ERASE: _("%(name)s l’a déjà supprimé pour de bon."),
}


class ApprovePost(Lasting, frozen=True, tag="post.approve"):
    """Artist, staff: publish a post that waits. ``undoes``: the decision that is taken
    back, if it stands."""

    post: Id
    undoes: IdOrNone = 0


class RefusePost(Lasting, frozen=True, tag="post.refuse"):
    """Artist, staff: do not publish a post that waits; ``told``, ``ready``: to its author."""

    post: Id
    told: Why = ""
    ready: Ready = 0


class ReopenPost(Lasting, frozen=True, tag="post.reopen"):
    """Artist, staff: let a post that was not published wait again. ``undoes``: the decision that is taken
    back, if it stands."""

    post: Id
    undoes: IdOrNone = 0


class HoldPost(Lasting, frozen=True, tag="post.hold"):
    """Artist, staff: take a post out of sight until it is decided; ``told``, ``ready``: to its author.
    ``undoes``: the decision that is taken back, if it stands."""

    post: Id
    told: Why = ""
    ready: Ready = 0
    undoes: IdOrNone = 0


class ApproveComment(Lasting, frozen=True, tag="comment.approve"):
    """Artist, staff: publish an answer that waits. ``undoes``: the decision that is taken
    back, if it stands."""

    comment: Id
    undoes: IdOrNone = 0


class RefuseComment(Lasting, frozen=True, tag="comment.refuse"):
    """Artist, staff: do not publish an answer that waits; ``told``, ``ready``: to its author."""

    comment: Id
    told: Why = ""
    ready: Ready = 0


class ReopenComment(Lasting, frozen=True, tag="comment.reopen"):
    """Artist, staff: let an answer that was not published wait again. ``undoes``: the decision that is taken
    back, if it stands."""

    comment: Id
    undoes: IdOrNone = 0


class HoldComment(Lasting, frozen=True, tag="comment.hold"):
    """Artist, staff: take an answer out of sight until it is decided; ``told``, ``ready``: to its author.
    ``undoes``: the decision that is taken back, if it stands."""

    comment: Id
    told: Why = ""
    ready: Ready = 0
    undoes: IdOrNone = 0


class HoldRoom(Lasting, frozen=True, tag="room.hold"):
    """Staff: set whose words wait in the room: nobody's (empty), newcomers' (``new``) or all (``all``).
    ``undoes``: the decision that is taken back."""

    holds: str
    undoes: IdOrNone = 0


class HoldPerson(Lasting, frozen=True, tag="person.hold"):
    """Staff: read first what somebody writes in the room, or no longer. ``undoes``: the decision that is
    taken back, if it stands."""

    person: Id
    on: bool
    why: Why = ""
    undoes: IdOrNone = 0


@room_transaction
def approve_post(tx: RoomTransaction, post: int, undoes: int = 0) -> Receipt:
    """Give a post that waits the next place in the feed. Raises ``not_leader``, ``gone``, ``decided``."""
    return _approve(tx, posting.find(tx, post), undoes)


@room_transaction
def approve_comment(tx: RoomTransaction, comment: int, undoes: int = 0) -> Receipt:
    """Let an answer that waits be seen under its post. Raises ``not_leader``, ``gone``, ``decided``."""
    return _approve(tx, commenting.find(tx, comment), undoes)


@room_transaction
def refuse_post(tx: RoomTransaction, post: int, told: str = "", ready: int = 0) -> Receipt:
    """Leave a post unpublished: its author may correct it. Raises ``not_leader``, ``gone``, ``decided``."""
    return _refuse(tx, posting.find(tx, post), Word(told, ready))


@room_transaction
def refuse_comment(tx: RoomTransaction, comment: int, told: str = "", ready: int = 0) -> Receipt:
    """Leave an answer unpublished. Raises ``not_leader``, ``gone``, ``decided``."""
    return _refuse(tx, commenting.find(tx, comment), Word(told, ready))


@room_transaction
def reopen_post(tx: RoomTransaction, post: int, undoes: int = 0) -> Receipt:
    """Let a post that was not published wait again. Raises ``not_leader``, ``gone``, ``decided``."""
    return _reopen(tx, posting.find(tx, post), undoes)


@room_transaction
def reopen_comment(tx: RoomTransaction, comment: int, undoes: int = 0) -> Receipt:
    """Let an answer that was not published wait again. Raises ``not_leader``, ``gone``, ``decided``."""
    return _reopen(tx, commenting.find(tx, comment), undoes)


@room_transaction
def hold_post(tx: RoomTransaction, post: int, told: str = "", ready: int = 0, undoes: int = 0) -> Receipt:
    """Take a post out of the feed, with all that hangs on it: published again, it comes last.

    Raises ``not_leader``, ``gone``, ``decided``.
    """
    said = posting.find(tx, post)
    receipt = _hold(tx, said, Word(told, ready), undoes)
    said.seq = None
    said.save(update_fields=["seq"])
    tx.of(said.author).append(PostHidden(said.pk), post=said)
    pinning.forget_pin(said)
    return receipt


@room_transaction
def hold_comment(
    tx: RoomTransaction, comment: int, told: str = "", ready: int = 0, undoes: int = 0
) -> Receipt:
    """Take an answer out of sight. Raises ``not_leader``, ``gone``, ``decided``."""
    said = commenting.find(tx, comment)
    receipt = _hold(tx, said, Word(told, ready), undoes)
    said.held_at = tx.now
    said.save(update_fields=["held_at"])
    tx.of(said.author).append(CommentHidden(said.post_id, said.pk), post=said.post, comment=said)
    return receipt


@room_transaction
def hold_room(tx: RoomTransaction, holds: str, undoes: int = 0) -> Receipt:
    """Set whose words wait here. What waits already waits on. Everybody is told whether all words do. Raises
    ``not_staff``, ``not_offered``, ``decided``."""
    rules.may_moderate(tx.role)
    if holds not in Room.Holds.values:
        raise Refusal("not_offered", _("Choisissez dans la liste."), "holds")
    undoing.take_back(tx, undoes)
    was = tx.room.holds
    if was == holds:
        return tx.nothing()
    tx.room.holds = holds
    tx.room.save(update_fields=["holds"])
    record(tx, Act.HOLD_ROOM, facts={"holds": holds, "was": was, "undoes": undoes})
    return tx.append(RoomChanged(showing.room(tx.room)), topic=FACE)


@room_transaction
def hold_person(tx: RoomTransaction, person: int, on: bool, why: str = "", undoes: int = 0) -> Receipt:
    """Read first what somebody writes here, or no longer. Raises ``not_staff``, ``not_a_member``,
    ``decided``."""
    membership = moderating.member(tx, person)
    undoing.take_back(tx, undoes)
    if (membership.held_at is not None) == on:
        return tx.nothing()
    membership.held_at = tx.now if on else None
    moderating.save(tx, membership, "held_at")
    return record(tx, Act.HOLD_WHO if on else Act.FREE_WHO, why, tx.ref, person=membership.person)


def _approve(tx: RoomTransaction, said: Post | Comment, undoes: int) -> Receipt:
    _undecided(tx, said, Held.APPROVAL, undoes)
    receipt = record(tx, Act.APPROVE, "", tx.ref, **holding.about(said))
    said.held, said.held_for, said.told = "", "", ""
    theirs = tx.of(said.author)
    if isinstance(said, Post):
        said.created_at = tx.now
        said.save(update_fields=["held", "held_for", "told", "created_at"])
        posting.appear(theirs, said)
    else:
        said.held_at = None
        said.save(update_fields=["held", "held_for", "told", "held_at"])
        commenting.bring_back(theirs, said)
    holding.tell_author(tx, said)
    return receipt


def _refuse(tx: RoomTransaction, said: Post | Comment, word: Word) -> Receipt:
    _undecided(tx, said, Held.APPROVAL)
    return _become(tx, said, Held.REFUSED, Act.REFUSE, word)


def _reopen(tx: RoomTransaction, said: Post | Comment, undoes: int) -> Receipt:
    _undecided(tx, said, Held.REFUSED, undoes)
    return _become(tx, said, Held.APPROVAL, Act.REOPEN, NO_WORD)


def _hold(tx: RoomTransaction, said: Post | Comment, word: Word, undoes: int) -> Receipt:
    rules.may_lead(tx.role)
    undoing.take_back(tx, undoes)
    if not said.visible:
        raise _too_late(tx, said)
    forget(said)
    said.held_for = Said.HeldFor.TEAM
    return _become(tx, said, Held.APPROVAL, Act.HOLD, word)


def _become(tx: RoomTransaction, said: Post | Comment, held: Held, act: Act, word: Word) -> Receipt:
    said.held, said.told = held, ready_words.said(word, said.author)
    said.save(update_fields=["held", "held_for", "told"])
    holding.tell_author(tx, said)
    return record(tx, act, said.told, tx.ref, **holding.about(said))


def _undecided(tx: RoomTransaction, said: Post | Comment, held: Held, undoes: int = 0) -> None:
    rules.may_lead(tx.role)
    undoing.take_back(tx, undoes)
    if said.held != held or said.withdrawn_at is not None or said.hidden_at is not None:
        raise _too_late(tx, said)


def _too_late(tx: RoomTransaction, said: Post | Comment) -> Refusal:
    """Return the refusal that tells who decided first, or that the author took their words back."""
    taken = Decision.objects.filter(room=tx.room, act__in=_DECIDED, **holding.about(said))
    last = taken.select_related("by").order_by("-pk").first()
    if last is None or said.withdrawn_at is not None:
        return Refusal("gone", rules.TAKEN_BACK)
    return Refusal("decided", _DECIDED[Act(last.act)] % {"name": last.by.name})
