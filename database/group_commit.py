"""Group commit: waiting writes share one commit, since each commit waits for the disk, the slowest part.

A write is answered after the commit that holds it, as if it had been committed alone.
"""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple, TypeVar

from django.db import close_old_connections, connection, transaction
from django.db.utils import DatabaseError, InterfaceError

from database.batch_queue import BatchQueue, TaskResult, attempt, run_each
from database.shared_transaction import CannotShare, shared_transaction

T = TypeVar("T")
Work = Callable[[], Any]

MAX_TASKS = 32
# After a batch, wait up to 6 ms for it to refill: those just answered write again, and committing early would
# alternate two half-empty batches.
REFILL_SECONDS = 0.006


class WriteTask(NamedTuple):
    """One write, and the hint that its shared transaction gets beforehand."""

    work: Work
    hint: Any = None


class GroupCommit:
    """Runs writes in order, all that wait in one transaction; for one event loop."""

    def __init__(self, threads: Executor) -> None:
        self._queue = BatchQueue(threads, run_together)
        self._draining: asyncio.Task[None] | None = None
        self._refill_target = 0
        self._refilled = asyncio.Event()

    async def run(self, work: Callable[[], T], hint: Any = None) -> T:
        """Return what ``work()`` returns, after the commit, or raise what it raises.

        It may run twice, but is committed once.
        """
        answer: asyncio.Future[T] = self._queue.submit(WriteTask(work, hint))
        if len(self._queue) >= self._refill_target:
            self._refilled.set()
        if self._draining is None:
            self._draining = asyncio.create_task(self._drain())
        return await answer

    async def _drain(self) -> None:
        try:
            while self._queue:
                done = await self._queue.run_batch(MAX_TASKS)
                if done > 1:
                    await self._refill(done)
        finally:
            self._draining = None

    async def _refill(self, wanted: int) -> None:
        """Wait until ``wanted`` writes are queued, at most ``REFILL_SECONDS``."""
        self._refill_target = wanted
        self._refilled.clear()
        if len(self._queue) < wanted:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._refilled.wait(), REFILL_SECONDS)


def run_together(tasks: list[WriteTask]) -> list[TaskResult]:
    """Run ``tasks`` in one transaction; each in its own if there is only one, or if sharing failed."""
    done = _in_one_commit(tasks) if len(tasks) > 1 else None
    return done or run_each([task.work for task in tasks])


def _in_one_commit(tasks: list[WriteTask]) -> list[TaskResult] | None:
    """Run ``tasks`` in one transaction. Return None if the commit is not certain: all may be run again."""
    committed: list[bool] = []
    hints = [task.hint for task in tasks if task.hint is not None]
    close_old_connections()
    try:
        with transaction.atomic(), _pipelined(), shared_transaction(hints):
            transaction.on_commit(lambda: committed.append(True))
            done = [attempt(task.work) for task in tasks]
            _check_transaction()
    except (DatabaseError, InterfaceError, CannotShare):
        return None
    return done if committed else None


@contextmanager
def _pipelined() -> Iterator[None]:
    """Pipeline statements to PostgreSQL: a write does not wait for its result, only a query does.

    An error of a write is raised by the next query, or by ``_check_transaction``.
    """
    if connection.vendor != "postgresql":
        yield
        return
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def _check_transaction() -> None:
    """Run a query: it raises if PostgreSQL has aborted the transaction, which a commit would not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
