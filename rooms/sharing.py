"""Turns that share one transaction, without savepoints: all of them last, or all are done again alone."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection

from people.refusals import Refusal
from rooms.models import Membership, Room
from rooms.rows import MEMBERSHIP


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
        """Count what is no question."""
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
    finally:
        _current.reset(token)
