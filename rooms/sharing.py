"""Turns that share one transaction, without savepoints: all of them last, or all are done again alone."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection

from people.refusals import Refusal
from rooms.models import Membership, Room
from rooms.rows import MEMBERSHIP, write_head


class NotTogether(BaseException):
    """A turn failed that had changed something, or whose transaction is no more good.

    Not an ``Exception``: whoever answers for a command that broke has to let it pass.
    """


class Actor(NamedTuple):
    """Who acts in which room: their ids."""

    room: int
    person: int


@dataclass
class Sharing:
    """``room``: the last one locked, which stays locked, as its turns have left it. ``changes`` counts.

    ``actors``: those whose turns will come, as far as it is known before.
    """

    actors: frozenset[Actor] = frozenset()
    room: Room | None = None
    changes: int = 0
    _members: dict[Actor, Membership | None] = field(default_factory=dict)
    _head: tuple[int, int] | None = None  # room and number, not written yet

    def membership(self, room: int, person: int) -> Membership | None:
        """Theirs in ``room``, which is locked: read for all its actors at once, when the first one asks."""
        actor = Actor(room, person)
        if actor not in self._members:
            self._read(room, {actor, *(each for each in self.actors if each.room == room)})
        return self._members[actor]

    def _read(self, room: int, actors: set[Actor]) -> None:
        if len(actors) == 1:
            self._members |= {actor: MEMBERSHIP.first(*actor) for actor in actors}
            return
        people = [actor.person for actor in actors]
        found = Membership.objects.select_related("person").filter(room=room, person__in=people)
        members = {Actor(room, each.person_id): each for each in found}
        self._members |= {actor: members.get(actor) for actor in actors}

    def will_write_head(self, room: Room) -> bool:
        """Whether the head of ``room``, as it is now, is written once for all its turns: see ``settle``."""
        if room is not self.room:
            return False
        self._head = room.pk, room.head
        return True

    def settle(self) -> None:
        """Write what is still owed: before the commit, and before anybody reads it."""
        if self._head:
            (room, head), self._head, changes = self._head, None, self.changes
            write_head(room, head)
            self.changes = changes  # those of the turns were counted

    def forget(self) -> None:
        """What was read may not be so any more."""
        self.room = None
        self._members.clear()

    def forget_members(self) -> None:
        """Somebody's standing is another one."""
        self._members.clear()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One of the turns. A refusal before any change leaves the others alone. Raises ``NotTogether``."""
        before = self.changes
        try:
            yield
        except Refusal:
            self.forget()  # what was refused may have touched it
            if self.changes == before:
                raise
            raise NotTogether from None
        except Exception as error:
            raise NotTogether from error

    def watch(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        """Count what is no question; nobody reads a room whose head is still owed."""
        if self._head and "rooms_room" in sql:
            self.settle()
        self.changes += not sql.startswith("SELECT")
        return execute(sql, *rest)


_current: ContextVar[Sharing | None] = ContextVar("sharing", default=None)


def current() -> Sharing | None:
    """What the turns of this thread share just now."""
    return _current.get()


@contextmanager
def sharing(actors: Iterable[Actor] = ()) -> Iterator[None]:
    """The turns inside, of ``actors`` and others, share the transaction that the caller has opened."""
    shared = Sharing(frozenset(actors))
    token = _current.set(shared)
    try:
        with connection.execute_wrapper(shared.watch):
            yield
            shared.settle()
    finally:
        _current.reset(token)
