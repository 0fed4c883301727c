"""Pin a post above the feed, or unpin it."""

from django.utils.translation import gettext_lazy as _

from people.refusals import Refusal
from rooms import deciding, posting, rules, undoing
from rooms.command import Id, IdOrNone, Lasting
from rooms.events import PostRedrawn
from rooms.models import Decision, Post
from rooms.transaction import Receipt, RoomTransaction, room_transaction

MOST = 5  # above one feed


class PostPinned(PostRedrawn, frozen=True, tag="post.pinned"):
    """Whoever leads pinned the post above the feed, or unpinned it."""

    redraws = ("pinned",)
    on: bool


class PinPost(Lasting, frozen=True, tag="post.pin"):
    """Artist, staff: set whether a post is pinned above the feed. ``undoes``: the decision that is taken
    back, if it stands."""

    post: Id
    on: bool
    undoes: IdOrNone = 0


def forget_pin(said: Post) -> None:
    """Unpin what has left its feed: it comes back at the end of one, as if it were said now."""
    if said.pinned_at is not None:
        said.pinned_at = None
        said.save(update_fields=["pinned_at"])


@room_transaction
def pin(tx: RoomTransaction, post: int, on: bool, undoes: int = 0) -> Receipt:
    """Set whether ``post`` is pinned. Raises ``not_leader``, ``gone``, ``pins_many``,
    ``decided``."""
    rules.may_lead(tx.role)
    said = posting.find(tx, post)
    rules.is_visible(said)
    undoing.take_back(tx, undoes)
    if (said.pinned_at is not None) == on:
        return tx.nothing()
    if on and tx.room.posts.visible().exclude(pinned_at=None).count() >= MOST:
        raise Refusal("pins_many", _("Cinq messages sont déjà épinglés : décrochez-en un d’abord."))
    said.pinned_at = tx.now if on else None
    said.save(update_fields=["pinned_at"])
    deciding.record(tx, Decision.Act.PIN if on else Decision.Act.UNPIN, post=said)
    return tx.append(PostPinned(said.pk, on), post=said)
