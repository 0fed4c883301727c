"""Lets tasks share one transaction without savepoints: all are committed, or each is run again alone.

Code above may keep rows in memory for the length of the transaction, as a ``RowCache``.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import connection

C = TypeVar("C", bound="RowCache")


class CannotShare(BaseException):
    """A task failed after a write, or spoiled the transaction for the others.

    It is not an ``Exception``, so that handlers of failed commands let it pass.
    """


class RowCache:
    """Rows read during one transaction, and their pending writes."""

    def __init__(self, shared: "SharedTransaction") -> None:
        self.shared = shared

    def before_statement(self, sql: str) -> None:
        """Write what the statement ``sql``, about to run, would otherwise miss."""

    def flush(self) -> None:
        """Write everything pending: the commit follows."""

    def invalidate(self) -> None:
        """Drop what was read: it may have changed."""


@dataclass
class SharedTransaction:
    """The state of one shared transaction. ``hints``: what the tasks gave beforehand; ``writes``: how many
    statements so far were not queries."""

    hints: frozenset[Any] = frozenset()
    writes: int = 0
    _caches: dict[type[RowCache], RowCache] = field(default_factory=dict)

    def cache(self, kind: type[C]) -> C:
        """Return the cache of this ``kind``, made on first use."""
        found = self._caches.get(kind)
        if not isinstance(found, kind):
            found = self._caches[kind] = kind(self)
        return found

    @contextmanager
    def run_one(self, expected: tuple[type[Exception], ...]) -> Iterator[None]:
        """Run one task. An ``expected`` error before any write is raised as it is, and spares the others.

        Raises ``CannotShare``.
        """
        before_statement = self.writes
        try:
            yield
        except expected:
            for cache in self._caches.values():
                cache.invalidate()  # the task may have changed cached rows before its error
            if self.writes == before_statement:
                raise
            raise CannotShare from None
        except Exception as error:
            raise CannotShare from error

    def flush(self) -> None:
        """Write everything that the caches have pending, before the commit."""
        for cache in self._caches.values():
            cache.flush()

    def watch_statement(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        """Wrap ``execute``: count writes, and flush pending rows before a query that would miss them."""
        for cache in self._caches.values():
            cache.before_statement(sql)
        self.writes += not sql.startswith("SELECT")
        return execute(sql, *rest)


_current: ContextVar[SharedTransaction | None] = ContextVar("shared_transaction", default=None)


def current() -> SharedTransaction | None:
    """Return the transaction that this thread's tasks share now, if any."""
    return _current.get()


@contextmanager
def shared_transaction(hints: Iterable[Any] = ()) -> Iterator[None]:
    """Let the tasks inside share the transaction that the caller has opened."""
    shared = SharedTransaction(frozenset(hints))
    token = _current.set(shared)
    try:
        with connection.execute_wrapper(shared.watch_statement):
            yield
            shared.flush()
    finally:
        _current.reset(token)
