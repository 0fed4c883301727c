"""Database work, off the event loop, in threads of our own.

Channels' ``database_sync_to_async`` shares one thread with all of Django: there, forty calls of 50 ms take
2 s. SQLite has one writer anyway, so one thread queues more fairly than its lock does.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import close_old_connections, connection, connections
from django.db.utils import InterfaceError, OperationalError

T = TypeVar("T")

READERS = 4
WRITERS = 8

_pools: dict[str, ThreadPoolExecutor] = {}


async def read(work: Callable[[], T]) -> T:
    """``work()`` in a reader's thread."""
    return await _run(_pool("reads", READERS), work)


async def write(work: Callable[[], T]) -> T:
    """``work()`` in a writer's thread: it must be safe to do again, as every command with a ``ref`` is."""
    return await _run(_pool("writes", 1 if connection.vendor == "sqlite" else WRITERS), work)


def _pool(name: str, threads: int) -> ThreadPoolExecutor:
    if name not in _pools:
        _pools[name] = ThreadPoolExecutor(threads, thread_name_prefix=name)
    return _pools[name]


async def _run(pool: ThreadPoolExecutor, work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(pool, _with_connection, work)


def _with_connection(work: Callable[[], T]) -> T:
    close_old_connections()
    try:
        return work()
    except (OperationalError, InterfaceError):
        if connection.vendor == "sqlite":
            raise
        connections.close_all()  # the server restarted under us: once more on a new connection
        return work()
