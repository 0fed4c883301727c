"""Hold words that others do not see yet, and release them: one mechanism, whatever the reason.

A held post has an author and a room, and no place in the feed: it is in no line of the log, on no page but
its author's own. Releasing gives it the next place, as if it were said now.
"""

from collections.abc import Iterable
from datetime import datetime

from rooms import log, showing
from rooms.events import PostPublished
from rooms.kinds import Card
from rooms.models import Post, Room
from rooms.showing import Roles


def release(room: Room, held: Iterable[tuple[Post, Card]], at: datetime) -> None:
    """Publish held posts in this order, each with its card. The caller has locked ``room``."""
    roles = showing.roles_in(room)
    for said, card in held:
        log.append(room, place(room, said, card, at, roles), said.author, post=said, at=at)


def place(room: Room, said: Post, card: Card, at: datetime, roles: Roles) -> PostPublished:
    """Give ``said`` the next place in the feed; return the event that the caller logs next."""
    said.seq, said.held, said.card, said.created_at = room.head + 1, "", card, at
    said.save(update_fields=["seq", "held", "card", "created_at"])
    return PostPublished(showing.post(said, roles))
