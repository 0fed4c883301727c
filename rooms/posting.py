"""Publish a post, correct it, take it back, put it back."""

from typing import Any

import msgspec
from django.utils.translation import gettext_lazy as _

from database.compiled_sql import CompiledInsert
from people.refusals import Refusal
from rooms import holding, log, reading, rules, showing, slowing, text
from rooms.events import (
    CommentRestored,
    PostEdited,
    PostPublished,
    PostRestored,
    PostWithdrawn,
    ShownComment,
    ShownPost,
)
from rooms.forgetting import forget, forget_wording
from rooms.kinds import WORDS, PostKind, kind_of
from rooms.models import Post
from rooms.transaction import Receipt, RoomTransaction, room_transaction

# What one event carries of a post that comes back, in bytes: its other answers come after it, one by one.
PIECE_BYTES = 64 * 1024

_POST = CompiledInsert(Post)


@room_transaction
def publish(tx: RoomTransaction, body: str) -> Receipt:
    """Publish a post of words. Raises the refusals of ``may_write`` and ``text.clean``, ``slow``."""
    body = text.clean(body)
    return place(tx, WORDS, body)


def place(tx: RoomTransaction, kind: PostKind, body: str, card: dict[str, Any] | None = None) -> Receipt:
    """Put a post of any kind at the end of the feed: the step that words share with what other apps make.

    Where the team reads first, it waits. ``body`` is clean already. Raises the refusals of ``may_write``, and
    ``slow`` for words.
    """
    rules.may_write(tx.role, tx.membership, tx.room, tx.now)
    if kind is WORDS:
        slowing.speak(tx)
    html = text.render(body)
    said = Post(
        room=tx.room, kind=kind.key, author=tx.actor, body=body, html=html, card=card, created_at=tx.now
    )
    why = holding.reason(tx, said)
    return holding.wait(tx, said, why) if why else appear(tx, said)


def appear(tx: RoomTransaction, said: Post) -> Receipt:
    """Give ``said`` the next place in the feed, and log it whole.

    A new post is kept with its place, in one query; one that waited, or comes from another room, takes it
    with all that hangs on it. Raises ``gone`` for one that was withdrawn or hidden while it waited.
    """
    said.room, said.seq = tx.room, tx.room.head + 1
    rules.is_visible(said)
    if said.pk is None:
        shown = showing.post(_POST.insert(said), {tx.actor.pk: tx.role or ""})
        return tx.append(PostPublished(shown), post=said)
    said.drawn_seq = said.seq if said.drawn_seq else 0  # a number that no earlier drawing here bears
    said.save(update_fields=["room", "seq", "drawn_seq"])
    return _append_whole(tx, said, PostPublished)


@room_transaction
def edit(tx: RoomTransaction, post: int, body: str) -> Receipt:
    """Replace the words of one's own post. Raises also ``not_author``, ``gone`` and ``read_first``."""
    said = own(tx, post)
    if sentence := kind_of(said.kind).not_edited:
        raise Refusal("not_words", sentence)
    return rewrite(tx, said, text.clean(body))


def own(tx: RoomTransaction, post: int) -> Post:
    """Return the actor's own post, visible or waiting for the team, which they may still change.

    Raises ``gone``, ``not_author``, and the refusals of ``may_write`` and ``may_correct``.
    """
    rules.may_write(tx.role, tx.membership, tx.room, tx.now)
    said = find(tx, post)
    rules.is_author(tx.actor, said)
    holding.may_correct(tx, said)
    return said


def rewrite(tx: RoomTransaction, said: Post, body: str, card: dict[str, Any] | None = None) -> Receipt:
    """Give ``said`` other words or another card; the earlier ones are removed from the log. What waits for
    the team waits on."""
    said.body, said.html, said.card, said.edited_at = body, text.render(body), card, tx.now
    if holding.is_waiting(said):
        return holding.wait(tx, said, said.held_for)
    holding.stays_in_sight(tx, said)
    said.save(update_fields=["body", "html", "card", "edited_at"])
    forget_wording(said)
    return tx.append(PostEdited(said.pk, body, said.html, log.millis(tx.now), card), post=said)


@room_transaction
def withdraw(tx: RoomTransaction, post: int) -> Receipt:
    """Take one's own post out of sight. Raises ``not_author``."""
    rules.may_enter(tx.role, tx.room, tx.now)
    said = find(tx, post)
    rules.is_author(tx.actor, said)
    if said.withdrawn_at is not None:
        return tx.nothing()
    was_visible = said.visible
    said.withdrawn_at = tx.now
    said.save(update_fields=["withdrawn_at"])
    if holding.is_waiting(said):
        return holding.take_back(tx, said)
    if not was_visible:
        return tx.nothing()
    forget(said)
    return tx.append(PostWithdrawn(said.pk), post=said)


@room_transaction
def restore(tx: RoomTransaction, post: int) -> Receipt:
    """Undo one's own withdrawal. What staff hid meanwhile stays hidden."""
    rules.may_write(tx.role, tx.membership, tx.room, tx.now)
    said = find(tx, post)
    rules.is_author(tx.actor, said)
    if said.withdrawn_at is None:
        return tx.nothing()
    said.withdrawn_at = None
    said.save(update_fields=["withdrawn_at"])
    return holding.wait(tx, said, said.held_for) if holding.is_waiting(said) else bring_back(tx, said)


def bring_back(tx: RoomTransaction, said: Post) -> Receipt:
    """Show ``said`` again, whole, unless it is still out of sight for another reason."""
    if not said.visible:
        return tx.nothing()
    return _append_whole(tx, said, PostRestored)


def _append_whole(
    tx: RoomTransaction, said: Post, event: type[PostPublished] | type[PostRestored]
) -> Receipt:
    """Log ``said`` with all that hangs on it: as much as one ``event`` carries, then its other answers."""
    first, rest = _in_pieces(reading.whole(said))
    receipt = tx.append(event(first), post=said)
    rows = said.comments.in_bulk([answer.id for answer in rest])
    for answer in rest:
        log.append(tx.room, CommentRestored(answer), tx.actor, post=said, comment=rows[answer.id], at=tx.now)
    return receipt


def _in_pieces(whole: ShownPost) -> tuple[ShownPost, list[ShownComment]]:
    """Return the post with as many of its answers as one event carries, and the others."""
    size = 0
    for number, answer in enumerate(whole.comments):
        size += len(msgspec.json.encode(answer))
        if size > PIECE_BYTES:
            shown = msgspec.structs.replace(whole, comments=whole.comments[:number])
            return shown, whole.comments[number:]
    return whole, []


def find(tx: RoomTransaction, post: int) -> Post:
    """Return a post of this room, visible or not. Raises ``gone``."""
    said = Post.objects.select_related("author").filter(room=tx.room, pk=post).first()
    if said is None:
        raise Refusal("gone", _("Ce message n’est plus là."))
    return said
