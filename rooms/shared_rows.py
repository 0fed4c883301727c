"""Share rows among commands in one transaction: each is read once, and the head is written once."""

from typing import NamedTuple

from database.shared_transaction import RowCache, SharedTransaction, current
from rooms.models import Membership, Room
from rooms.rows import MEMBERSHIP, write_head


class Actor(NamedTuple):
    """The ids of who acts and in which room: the hint that a command gives its shared transaction."""

    room: int
    person: int


class SharedRows(RowCache):
    """Rows shared by a transaction's commands. ``room``: the last one, kept locked, as they left it."""

    def __init__(self, shared: SharedTransaction) -> None:
        super().__init__(shared)
        self.room: Room | None = None
        self._members: dict[Actor, Membership | None] = {}
        self._head: tuple[int, int] | None = None  # room and number, not written yet

    def membership(self, room: int, person: int) -> Membership | None:
        """Return the membership in the locked ``room``; the first call reads those of all the room's actors
        at once."""
        actor = Actor(room, person)
        if actor not in self._members:
            self._read(room, {actor, *self._actors_in(room)})
        return self._members[actor]

    def will_write_head(self, room: Room) -> bool:
        """Defer writing the head of ``room``; return whether ``flush`` will write it, once for all."""
        if room is not self.room:
            return False
        self._head = room.pk, room.head
        return True

    def forget_members(self) -> None:
        """Forget the memberships that were read, since one has changed."""
        self._members.clear()

    def before_statement(self, sql: str) -> None:
        """Write a deferred head before a statement reads rooms."""
        if self._head and "rooms_room" in sql:
            self.flush()

    def flush(self) -> None:
        """Write the deferred head."""
        if self._head:
            (room, head), self._head, writes = self._head, None, self.shared.writes
            write_head(room, head)
            self.shared.writes = writes  # not counted: the lines that raised the head were

    def invalidate(self) -> None:
        """Forget the room and its members, so that they are read again."""
        self.room = None
        self._members.clear()

    def _actors_in(self, room: int) -> set[Actor]:
        return {hint for hint in self.shared.hints if isinstance(hint, Actor) and hint.room == room}

    def _read(self, room: int, actors: set[Actor]) -> None:
        if len(actors) == 1:
            self._members |= {actor: MEMBERSHIP.first(*actor) for actor in actors}
            return
        people = [actor.person for actor in actors]
        found = Membership.objects.select_related("person").filter(room=room, person__in=people)
        members = {Actor(room, each.person_id): each for each in found}
        self._members |= {actor: members.get(actor) for actor in actors}


def shared_rows() -> SharedRows | None:
    """Return the shared rows of this thread's transaction, None where commands share none."""
    shared = current()
    return shared.cache(SharedRows) if shared else None
