"""Turns that share one transaction, without savepoints: all of them last, or all are done again alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import connection

from people.refusals import Refusal
from rooms.models import Room


class NotTogether(BaseException):
    """A turn failed that had changed something, or whose transaction is no more good.

    Not an ``Exception``: whoever answers for a command that broke has to let it pass.
    """


@dataclass
class Sharing:
    """``room``: the last one locked, which stays locked, as its turns have left it. ``changes`` counts."""

    room: Room | None = None
    changes: int = 0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One of the turns. A refusal before any change leaves the others alone. Raises ``NotTogether``."""
        before = self.changes
        try:
            yield
        except Refusal:
            self.room = None  # what was refused may have touched it
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
def sharing() -> Iterator[None]:
    """The turns inside share the transaction that the caller has opened."""
    shared = Sharing()
    token = _current.set(shared)
    try:
        with connection.execute_wrapper(shared.watch):
            yield
    finally:
        _current.reset(token)
