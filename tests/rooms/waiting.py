"""Create posts that are written and have not appeared, and let them appear."""

from people.models import Person
from rooms import posting, text
from rooms.models import Post, Room
from rooms.transaction import Receipt, RoomTransaction, room_transaction


def waits(person: Person, room: Room, body: str) -> Post:
    """Return a post of ``person`` without a place in the feed."""
    return Post.objects.create(room=room, author=person, body=body, html=text.render(body))


@room_transaction
def let_appear(tx: RoomTransaction, post: int) -> Receipt:
    """Give the post its place, unless it has one, or waits for the team."""
    said = posting.find(tx, post)
    return posting.appear(tx, said) if said.seq is None and not said.held else tx.nothing()
