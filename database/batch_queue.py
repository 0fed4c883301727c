"""Runs work of the event loop in threads, in batches: waiting tasks share one hand-over, and so do results.

Each hand-over wakes a thread, then the loop, and both need the interpreter lock. A thousand people who
reconnect at once ask two queries each; with a hand-over per query they took a third longer.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from django.db import close_old_connections, connection, connections
from django.db.utils import InterfaceError, OperationalError

Item = TypeVar("Item")
T = TypeVar("T")

# A reader takes at most this many at a time, which bounds how much queues behind a slow query.
MAX_BATCH = 64


@dataclass(frozen=True, slots=True)
class TaskResult:
    """What one task returned, or raised."""

    value: Any = None
    error: Exception | None = None

    def resolve(self, answer: "asyncio.Future[Any]") -> None:
        """Pass the result on, unless the caller was cancelled meanwhile."""
        if answer.done():
            return
        if self.error:
            answer.set_exception(self.error)
        else:
            answer.set_result(self.value)


class BatchQueue(Generic[Item]):
    """A queue of tasks and the futures of their results, first in, first out; for one event loop.

    ``run`` is called in a thread with a batch, and returns one result per task.
    """

    def __init__(self, threads: Executor, run: Callable[[list[Item]], list[TaskResult]]) -> None:
        self._threads, self._run = threads, run
        self._waiting: deque[tuple[Item, asyncio.Future[Any]]] = deque()

    def __len__(self) -> int:
        return len(self._waiting)

    def submit(self, item: Item) -> "asyncio.Future[Any]":
        """Queue ``item``. Return the future of its result, which ``run_batch`` resolves."""
        answer = asyncio.get_running_loop().create_future()
        self._waiting.append((item, answer))
        return answer

    async def run_batch(self, limit: int) -> int:
        """Run the first ``limit`` items, or all if there are fewer, in a thread. Return how many."""
        taken = [self._waiting.popleft() for _ in range(min(len(self._waiting), limit))]
        items = [item for item, _answer in taken]
        done = await asyncio.get_running_loop().run_in_executor(self._threads, self._run, items)
        for (_item, answer), each in zip(taken, done, strict=True):
            each.resolve(answer)
        return len(taken)


class ReadPool:
    """Runs reads in at most ``count`` threads, each taking its share of the queue; for one event loop."""

    def __init__(self, threads: Executor, count: int) -> None:
        self._queue = BatchQueue(threads, run_each)
        self._count = count
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self, work: Callable[[], T]) -> T:
        """Return what ``work()`` returns, or raise what it raises."""
        answer: asyncio.Future[T] = self._queue.submit(work)
        if len(self._tasks) < self._count:
            self._tasks.add(asyncio.create_task(self._drain()))
        return await answer

    async def _drain(self) -> None:
        try:
            while waiting := len(self._queue):
                await self._queue.run_batch(min(-(-waiting // self._count), MAX_BATCH))
        finally:  # before any await, so that ``run`` never counts a task that has ended
            self._tasks.discard(asyncio.current_task())


def run_each(works: Sequence[Callable[[], Any]]) -> list[TaskResult]:
    """Run each of ``works`` by itself: an error of one does not affect the others."""
    return [attempt(partial(with_retry, work)) for work in works]


def attempt(work: Callable[[], Any]) -> TaskResult:
    """Run ``work`` and return its result or its error."""
    try:
        return TaskResult(work())
    except Exception as error:  # raised again where the work was submitted
        return TaskResult(error=error)


def with_retry(work: Callable[[], T]) -> T:
    """Run ``work``, and once more on a new connection if PostgreSQL restarted under it."""
    close_old_connections()
    try:
        return work()
    except (OperationalError, InterfaceError):
        if connection.vendor == "sqlite":
            raise
        connections.close_all()
        return work()
