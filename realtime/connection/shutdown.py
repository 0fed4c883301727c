"""Graceful shutdown: sockets are closed in turn, so that not all clients reconnect at once."""

import asyncio
import time
from collections.abc import Callable, Sequence

from realtime.connection.limits import ServerLimits
from realtime.fanout.socket_sender import SocketSender
from realtime.wire.close_codes import Close

SOCKETS_PER_SECOND = 250
"""A few sockets are closed at once; only a crowd is spread over ``restart_spread_seconds``."""


async def drain(senders: Sequence[SocketSender], is_busy: Callable[[], bool], limits: ServerLimits) -> None:
    """Close every socket with RESTART, and wait for what still runs, both within ``drain_seconds``."""
    deadline = time.monotonic() + limits.drain_seconds
    pause = min(1 / SOCKETS_PER_SECOND, limits.restart_spread_seconds / max(1, len(senders)))
    for sender in senders:
        sender.close(Close.RESTART, "restart")
        await asyncio.sleep(pause)
    while is_busy() and time.monotonic() < deadline:  # noqa: ASYNC110  # what ends is not ours to set events
        await asyncio.sleep(0.1)
