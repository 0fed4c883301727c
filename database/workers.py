"""Thread pools for database work, off the event loop.

Channels' ``database_sync_to_async`` shares one thread with all of Django: there, forty calls of 50 ms take
2 s. SQLite has one writer anyway, so one thread queues more fairly than its lock does.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from weakref import WeakKeyDictionary, WeakValueDictionary

from django.db import connection

from database.batch_queue import ReadPool, with_retry
from database.group_commit import GroupCommit

T = TypeVar("T")

# More readers only compete for the interpreter lock: with four, a thousand reconnected a fifth later.
READERS = 2
WRITERS = 8
ONE_WRITER = 0  # the group of all writes to SQLite

_pools: dict[str, ThreadPoolExecutor] = {}
_read_pools: WeakKeyDictionary[asyncio.AbstractEventLoop, ReadPool] = WeakKeyDictionary()
# Weak: a group lives while it is used, so commands for rooms that do not exist leave nothing behind.
_Groups = WeakValueDictionary[int, GroupCommit]
_groups: WeakKeyDictionary[asyncio.AbstractEventLoop, _Groups] = WeakKeyDictionary()


async def read(work: Callable[[], T]) -> T:
    """Run ``work`` in a reader thread."""
    return await _read_pool().run(work)


async def write(work: Callable[[], T], group: int | None = None, hint: Any = None) -> T:
    """Run ``work`` in a writer thread. It must be safe to repeat, as every command with a ``ref`` is.

    Waiting writes of the same ``group`` share a commit: those of one room, which lock its row one after
    another anyway. On SQLite, which has one writer, all writes do. ``hint``: what the shared transaction may
    know of this work beforehand (``database.shared_transaction``).
    """
    if connection.vendor == "sqlite":
        return await _group(ONE_WRITER, _pool("writes", 1)).run(work, hint)
    pool = _pool("writes", WRITERS)
    return await (_run(pool, work) if group is None else _group(group, pool).run(work, hint))


def _pool(name: str, threads: int) -> ThreadPoolExecutor:
    if name not in _pools:
        _pools[name] = ThreadPoolExecutor(threads, thread_name_prefix=name)
    return _pools[name]


def _read_pool() -> ReadPool:
    loop = asyncio.get_running_loop()
    if loop not in _read_pools:
        _read_pools[loop] = ReadPool(_pool("reads", READERS), READERS)
    return _read_pools[loop]


def _group(number: int, pool: ThreadPoolExecutor) -> GroupCommit:
    groups = _groups.setdefault(asyncio.get_running_loop(), WeakValueDictionary())
    return groups.setdefault(number, GroupCommit(pool))


async def _run(pool: ThreadPoolExecutor, work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(pool, with_retry, work)
