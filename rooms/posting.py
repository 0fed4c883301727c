"""Publish a post, correct it, take it back, put it back."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from people.prepared import PreparedInsert
from people.refusals import Refusal
from rooms import log, reading, rules, showing, text
from rooms.events import PostEdited, PostPublished, PostRestored, PostWithdrawn
from rooms.forgetting import forget, forget_wording
from rooms.models import Post
from rooms.turns import Receipt, Turn, turn

_POST = PreparedInsert(Post)


@turn
def publish(turn: Turn, body: str) -> Receipt:
    """A new post of words. Raises the refusals of ``may_write`` and ``text.clean``."""
    body = text.clean(body)
    return place(turn, Post.Kind.WORDS, body)


def place(turn: Turn, kind: str, body: str, card: dict[str, Any] | None = None) -> Receipt:
    """Put something at the end of the feed: the step that words share with what other apps make.

    ``body`` is clean already. Raises the refusals of ``may_write``.
    """
    rules.may_write(turn.role, turn.membership, turn.room, turn.now)
    said = _POST.put(
        Post(
            room=turn.room,
            seq=turn.room.head + 1,
            kind=kind,
            author=turn.actor,
            body=body,
            html=text.render(body),
            card=card,
            created_at=turn.now,
        )
    )
    return turn.append(PostPublished(showing.post(said, _own_role(turn))), post=said)


@turn
def edit(turn: Turn, post: int, body: str) -> Receipt:
    """Other words in one's own post. Raises also ``not_author`` and ``gone``."""
    said = own(turn, post)
    if said.kind != Post.Kind.WORDS:
        raise Refusal("not_words", _("Un protocole se corrige sur sa propre page."))
    return rewrite(turn, said, text.clean(body))


def own(turn: Turn, post: int) -> Post:
    """The actor's own visible post, which they may still write. Raises ``gone``, ``not_author``."""
    rules.may_write(turn.role, turn.membership, turn.room, turn.now)
    said = find(turn, post)
    rules.is_author(turn.actor, said)
    rules.is_visible(said)
    return said


def rewrite(turn: Turn, said: Post, body: str, card: dict[str, Any] | None = None) -> Receipt:
    """Give ``said`` other words or another card; the earlier ones leave the log."""
    said.body, said.html, said.card, said.edited_at = body, text.render(body), card, turn.now
    said.save(update_fields=["body", "html", "card", "edited_at"])
    forget_wording(said)
    return turn.append(PostEdited(said.pk, body, said.html, log.millis(turn.now), card), post=said)


@turn
def withdraw(turn: Turn, post: int) -> Receipt:
    """Take one's own post out of sight. Raises ``not_author``."""
    rules.may_enter(turn.role, turn.room, turn.now)
    said = find(turn, post)
    rules.is_author(turn.actor, said)
    if said.withdrawn_at is not None:
        return turn.nothing()
    was_visible = said.visible
    said.withdrawn_at = turn.now
    said.save(update_fields=["withdrawn_at"])
    if not was_visible:
        return turn.nothing()
    forget(said)
    return turn.append(PostWithdrawn(said.pk), post=said)


@turn
def restore(turn: Turn, post: int) -> Receipt:
    """Undo one's own withdrawal. What staff hid meanwhile stays hidden."""
    rules.may_write(turn.role, turn.membership, turn.room, turn.now)
    said = find(turn, post)
    rules.is_author(turn.actor, said)
    if said.withdrawn_at is None:
        return turn.nothing()
    said.withdrawn_at = None
    said.save(update_fields=["withdrawn_at"])
    return bring_back(turn, said)


def bring_back(turn: Turn, said: Post) -> Receipt:
    """Show ``said`` again, whole, unless something else still keeps it out of sight."""
    if not said.visible:
        return turn.nothing()
    return turn.append(PostRestored(reading.whole(said)), post=said)


def find(turn: Turn, post: int) -> Post:
    """A post of this room, visible or not. Raises ``gone``."""
    said = Post.objects.select_related("author").filter(room=turn.room, pk=post).first()
    if said is None:
        raise Refusal("gone", _("Ce message n’est plus là."))
    return said


def _own_role(turn: Turn) -> dict[int, str]:
    return {turn.actor.pk: turn.role or ""}
