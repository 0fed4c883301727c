"""The end of a process that others outlive: nobody is cut off, and not all come back at once."""

import asyncio
import time
from collections.abc import Callable, Sequence

from realtime.connection.limits import ServerLimits
from realtime.fanout.outlet import Outlet
from realtime.wire.closing import Close

SOCKETS_PER_SECOND = 250
"""A few sockets go at once; only a crowd is worth spreading."""


async def drain(outlets: Sequence[Outlet], is_busy: Callable[[], bool], limits: ServerLimits) -> None:
    """Tell every socket to come back elsewhere, and wait for what still runs, within ``drain_seconds``."""
    deadline = time.monotonic() + limits.drain_seconds
    pause = min(1 / SOCKETS_PER_SECOND, limits.restart_spread_seconds / max(1, len(outlets)))
    for outlet in outlets:
        outlet.close(Close.RESTART, "restart")
        await asyncio.sleep(pause)
    while is_busy() and time.monotonic() < deadline:  # noqa: ASYNC110  # what ends is not ours to set events
        await asyncio.sleep(0.1)
