"""Close the answers of a post, or open them again: what was answered stays."""

from rooms import deciding, posting, rules, undoing
from rooms.command import Id, IdOrNone, Lasting
from rooms.events import PostRedrawn
from rooms.models import Decision
from rooms.transaction import Receipt, RoomTransaction, room_transaction


class PostClosed(PostRedrawn, frozen=True, tag="post.closed"):
    """Whoever leads closed the answers of the post, or opened them again."""

    on: bool


class ClosePost(Lasting, frozen=True, tag="post.close"):
    """Artist, staff: set whether the answers of a post are closed. ``undoes``: the decision that is taken
    back, if it stands."""

    post: Id
    on: bool
    undoes: IdOrNone = 0


@room_transaction
def close(tx: RoomTransaction, post: int, on: bool, undoes: int = 0) -> Receipt:
    """Set whether anybody may still answer ``post``. Raises ``not_leader``, ``gone``, ``decided``."""
    rules.may_lead(tx.role)
    said = posting.find(tx, post)
    rules.is_visible(said)
    undoing.take_back(tx, undoes)
    if (said.closed_at is not None) == on:
        return tx.nothing()
    said.closed_at = tx.now if on else None
    said.save(update_fields=["closed_at"])
    deciding.record(tx, Decision.Act.CLOSE if on else Decision.Act.UNCLOSE, post=said)
    return tx.append(PostClosed(said.pk, on), post=said)
