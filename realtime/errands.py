"""Work for threads, from the event loop: what waits crosses over together, and so do the answers.

Each crossing wakes a thread, then the loop, and both want the one interpreter. A thousand people who came
back at once ask two questions each: with a crossing for each question they took a third longer.
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

P = TypeVar("P")
T = TypeVar("T")

# Of these a reader takes its share; whoever comes behind something slow then waits for no more than these.
MOST_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Done:
    """What one piece of work returned, or raised."""

    value: Any = None
    error: Exception | None = None

    def tell(self, answer: "asyncio.Future[Any]") -> None:
        """Whoever asked may have gone meanwhile."""
        if answer.done():
            return
        if self.error:
            answer.set_exception(self.error)
        else:
            answer.set_result(self.value)


class Errands(Generic[P]):
    """What waits, in the order of asking, and who is owed an answer; for one event loop.

    ``run``: does all of them in a thread, and says what became of each.
    """

    def __init__(self, threads: Executor, run: Callable[[list[P]], list[Done]]) -> None:
        self._threads, self._run = threads, run
        self._waiting: deque[tuple[P, asyncio.Future[Any]]] = deque()

    def __len__(self) -> int:
        return len(self._waiting)

    def ask(self, piece: P) -> "asyncio.Future[Any]":
        """Its answer, once it was done by ``carry``."""
        answer = asyncio.get_running_loop().create_future()
        self._waiting.append((piece, answer))
        return answer

    async def carry(self, most: int) -> int:
        """Have the first ``most`` done, or all where there are fewer; how many."""
        taken = [self._waiting.popleft() for _ in range(min(len(self._waiting), most))]
        pieces = [piece for piece, _answer in taken]
        done = await asyncio.get_running_loop().run_in_executor(self._threads, self._run, pieces)
        for (_piece, answer), each in zip(taken, done, strict=True):
            each.tell(answer)
        return len(taken)


class Readers:
    """At most ``count`` threads at work, each with its share of all that waits; for one event loop."""

    def __init__(self, threads: Executor, count: int) -> None:
        self._errands = Errands(threads, each_alone)
        self._count = count
        self._at_work: set[asyncio.Task[None]] = set()

    async def do(self, work: Callable[[], T]) -> T:
        """What ``work()`` returned or raised."""
        answer: asyncio.Future[T] = self._errands.ask(work)
        if len(self._at_work) < self._count:
            self._at_work.add(asyncio.create_task(self._read()))
        return await answer

    async def _read(self) -> None:
        try:
            while waiting := len(self._errands):
                await self._errands.carry(min(-(-waiting // self._count), MOST_AT_ONCE))
        finally:  # at once: nobody may ask meanwhile, and believe that somebody is still at work
            self._at_work.discard(asyncio.current_task())


def each_alone(works: Sequence[Callable[[], Any]]) -> list[Done]:
    """Each of ``works`` for itself: what one raises, the others do not notice."""
    return [tried(partial(steadily, work)) for work in works]


def tried(work: Callable[[], Any]) -> Done:
    """What ``work()`` returned, or raised."""
    try:
        return Done(work())
    except Exception as error:  # it is raised again where the work was asked for
        return Done(error=error)


def steadily(work: Callable[[], T]) -> T:
    """``work()``, once more on a new connection when PostgreSQL restarted under it."""
    close_old_connections()
    try:
        return work()
    except (OperationalError, InterfaceError):
        if connection.vendor == "sqlite":
            raise
        connections.close_all()
        return work()
