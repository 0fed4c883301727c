"""Keep a post for the booklet, or no longer keep it."""

from rooms import posting, rules
from rooms.command import Id, Lasting
from rooms.events import PostRedrawn
from rooms.transaction import Receipt, RoomTransaction, room_transaction


class PostKept(PostRedrawn, frozen=True, tag="post.kept"):
    """Whoever leads keeps the post for the booklet, or no longer."""

    on: bool


class KeepPost(Lasting, frozen=True, tag="post.keep"):
    """Artist, staff: set whether a post is kept for the booklet."""

    post: Id
    on: bool


@room_transaction
def keep(tx: RoomTransaction, post: int, on: bool) -> Receipt:
    """Set whether ``post`` is kept. Raises ``not_leader``, ``gone``."""
    rules.may_lead(tx.role)
    said = posting.find(tx, post)
    rules.is_visible(said)
    if (said.kept_at is not None) == on:
        return tx.nothing()
    said.kept_at = tx.now if on else None
    said.save(update_fields=["kept_at"])
    return tx.append(PostKept(said.pk, on), post=said)
