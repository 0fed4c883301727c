"""Database work, off the event loop, in threads of our own.

Channels' ``database_sync_to_async`` shares one thread with all of Django: there, forty calls of 50 ms take
2 s. SQLite has one writer anyway, so one thread queues more fairly than its lock does.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from weakref import WeakKeyDictionary, WeakValueDictionary

from django.db import connection

from realtime.committing import Lane
from realtime.errands import Readers, steadily
from rooms.sharing import Actor

T = TypeVar("T")

# More of them want the one interpreter than it can serve: with four, a thousand came back a fifth later.
READERS = 2
WRITERS = 8
WHOLE_HOUSE = 0

_pools: dict[str, ThreadPoolExecutor] = {}
_reading: WeakKeyDictionary[asyncio.AbstractEventLoop, Readers] = WeakKeyDictionary()
# A lane lasts while it is used: whoever asks for rooms that do not exist leaves nothing behind.
_lanes: WeakKeyDictionary[asyncio.AbstractEventLoop, WeakValueDictionary[int, Lane]] = WeakKeyDictionary()


async def read(work: Callable[[], T]) -> T:
    """``work()`` in a reader's thread."""
    return await _readers().do(work)


async def write(work: Callable[[], T], room: int | None = None, person: int | None = None) -> T:
    """``work()`` in a writer's thread: it must be safe to do again, as every command with a ``ref`` is.

    What waits for one ``room`` shares a commit, since the room's row lets in one at a time; on SQLite, which
    lets in one writer at a time, everything does. ``person``: who does it, so that all those of one commit
    are read at once.
    """
    actor = Actor(room, person) if room is not None and person is not None else None
    if connection.vendor == "sqlite":
        return await _lane(WHOLE_HOUSE, _pool("writes", 1)).do(work, actor)
    pool = _pool("writes", WRITERS)
    return await (_run(pool, work) if room is None else _lane(room, pool).do(work, actor))


def _pool(name: str, threads: int) -> ThreadPoolExecutor:
    if name not in _pools:
        _pools[name] = ThreadPoolExecutor(threads, thread_name_prefix=name)
    return _pools[name]


def _readers() -> Readers:
    loop = asyncio.get_running_loop()
    if loop not in _reading:
        _reading[loop] = Readers(_pool("reads", READERS), READERS)
    return _reading[loop]


def _lane(room: int, pool: ThreadPoolExecutor) -> Lane:
    lanes = _lanes.setdefault(asyncio.get_running_loop(), WeakValueDictionary())
    return lanes.setdefault(room, Lane(pool))


async def _run(pool: ThreadPoolExecutor, work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(pool, steadily, work)
