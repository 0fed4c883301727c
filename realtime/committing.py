"""One commit for all the commands that wait: each commit waits for the disk, and that takes the longest.

A command is answered after the commit that holds it, as if it had had one of its own.
"""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple, TypeVar

from django.db import close_old_connections, connection, transaction
from django.db.utils import DatabaseError, InterfaceError

from realtime.errands import Done, Errands, each_alone, tried
from rooms.sharing import Actor, NotTogether, sharing

T = TypeVar("T")
Work = Callable[[], Any]

MOST_TOGETHER = 32
# Seconds that the next commit waits at most, after one that held several, until as many wait again: those who
# were just answered write on, and would else form a second group, each commit half as full and as costly.
GATHERS = 0.006


class Piece(NamedTuple):
    """One piece of work; and who does it in which room, where that is known before."""

    work: Work
    actor: Actor | None = None


class Lane:
    """Work done in the order of asking, all that waits at once; for one event loop."""

    def __init__(self, threads: Executor) -> None:
        self._errands = Errands(threads, together)
        self._draining: asyncio.Task[None] | None = None
        self._awaited = 0
        self._gathered = asyncio.Event()

    async def do(self, work: Callable[[], T], actor: Actor | None = None) -> T:
        """What ``work()`` returned or raised, after the commit. It may be done twice, but lasts once."""
        answer: asyncio.Future[T] = self._errands.ask(Piece(work, actor))
        if len(self._errands) >= self._awaited:
            self._gathered.set()
        if self._draining is None:
            self._draining = asyncio.create_task(self._drain())
        return await answer

    async def _drain(self) -> None:
        try:
            while self._errands:
                done = await self._errands.carry(MOST_TOGETHER)
                if done > 1:
                    await self._gather(done)
        finally:
            self._draining = None

    async def _gather(self, wanted: int) -> None:
        """Until ``wanted`` wait, but not for long."""
        self._awaited = wanted
        self._gathered.clear()
        if len(self._errands) < wanted:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._gathered.wait(), GATHERS)


def together(pieces: list[Piece]) -> list[Done]:
    """All ``pieces`` in one transaction; each in its own when there is one only, or when that failed."""
    done = _in_one_commit(pieces) if len(pieces) > 1 else None
    return done or each_alone([piece.work for piece in pieces])


def _in_one_commit(pieces: list[Piece]) -> list[Done] | None:
    """None when the commit is not certain: then all may be done again."""
    committed: list[bool] = []
    close_old_connections()
    try:
        with transaction.atomic(), _unawaited(), sharing(piece.actor for piece in pieces if piece.actor):
            transaction.on_commit(lambda: committed.append(True))
            done = [tried(piece.work) for piece in pieces]
            _check_transaction()
    except (DatabaseError, InterfaceError, NotTogether):
        return None
    return done if committed else None


@contextmanager
def _unawaited() -> Iterator[None]:
    """Let PostgreSQL work on what is written while we go on: only who asks something waits for an answer.

    What it then refuses is raised by whatever is asked next, or by ``_check_transaction``.
    """
    if connection.vendor != "postgresql":
        yield
        return
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def _check_transaction() -> None:
    """PostgreSQL ends a transaction that it has given up without a word, but answers nothing within it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
