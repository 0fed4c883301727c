"""Remove for good what is hidden, held or refused: its words and all that makes no sense without them.

What stays is an empty row, which keeps every decision about it readable: who, what kind of thing, when, why.
"""

from django.dispatch import Signal

from people.models import Person
from rooms import commenting, deciding, holding, posting, rules
from rooms.command import Id, Lasting, Ready, Why
from rooms.deciding import Word
from rooms.forgetting import empty
from rooms.models import Comment, Decision, Post, Reaction
from rooms.moderation import appealing, clearing
from rooms.moderation.models import Report
from rooms.transaction import Receipt, RoomTransaction, room_transaction

# Sent with ``post``, whose words are removed for good, in that transaction.
post_erased = Signal()


class ErasePost(Lasting, frozen=True, tag="post.erase"):
    """Staff: remove for good a post that is out of sight, with its answers and reactions; ``sure``: it was
    asked twice. ``told``, ``ready``: to its author."""

    post: Id
    sure: bool = False
    why: Why = ""
    told: Why = ""
    ready: Ready = 0


class EraseComment(Lasting, frozen=True, tag="comment.erase"):
    """Staff: remove for good an answer that is out of sight; ``sure``: it was asked twice. ``told``,
    ``ready``: to its author."""

    comment: Id
    sure: bool = False
    why: Why = ""
    told: Why = ""
    ready: Ready = 0


@room_transaction
def erase_post(
    tx: RoomTransaction, post: int, sure: bool = False, why: str = "", told: str = "", ready: int = 0
) -> Receipt:
    """Remove a post for good. Raises ``not_staff``, ``erased``, ``gone``, ``in_sight``, ``not_first``,
    ``not_sure``, ``text_long``, ``ready_gone``."""
    rules.may_moderate(tx.role)
    return _erase(tx, posting.find(tx, post), sure, why, Word(told, ready))


@room_transaction
def erase_comment(
    tx: RoomTransaction, comment: int, sure: bool = False, why: str = "", told: str = "", ready: int = 0
) -> Receipt:
    """Remove an answer for good. Raises the same."""
    rules.may_moderate(tx.role)
    return _erase(tx, commenting.find(tx, comment), sure, why, Word(told, ready))


def may_erase(person: Person, said: Post | Comment) -> None:
    """Let ``person``, who is of the team, remove ``said`` for good. Raises ``erased``, ``gone``,
    ``in_sight``, ``not_first``."""
    rules.may_be_erased(said)
    appealing.may_end(person, said)


def _erase(tx: RoomTransaction, said: Post | Comment, sure: bool, why: str, word: Word) -> Receipt:
    may_erase(tx.actor, said)
    rules.is_sure(sure)
    taken = deciding.take(tx, Decision.Act.ERASE, why, **holding.about(said))
    asked = appealing.end(tx, said) | clearing.let_go(said)
    appealing.tell_gone(tx, taken, _authors(said), asked, word)
    _empty(tx, said)
    return deciding.tell_wings(tx, taken, tx.ref)


def _authors(said: Post | Comment) -> set[Person]:
    """Return who wrote it, and the answers that go with it; not who had taken theirs back."""
    if isinstance(said, Comment):
        return {said.author}
    answers = said.comments.filter(withdrawn_at=None, erased_at=None).select_related("author")
    return {said.author, *(each.author for each in answers)}


def _empty(tx: RoomTransaction, said: Post | Comment) -> None:
    """Empty it, and what was reported of it: whoever reports may quote."""
    Report.objects.filter(**holding.with_answers(said)).update(word="")
    if isinstance(said, Comment):
        empty(Post.objects.none(), Comment.objects.filter(pk=said.pk), tx.now)
        return
    empty(Post.objects.filter(pk=said.pk), said.comments.filter(erased_at=None), tx.now)
    Reaction.objects.filter(post=said).delete()
    post_erased.send(Post, post=said)
