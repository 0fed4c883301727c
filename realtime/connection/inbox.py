"""The queue of messages received on one socket and not yet taken by its application."""

import asyncio
from collections.abc import Callable
from typing import Any

from realtime.connection.limits import ServerLimits


class Inbox(asyncio.Queue[dict[str, Any]]):
    """A queue that calls ``on_full``, and ``on_space`` when it is half empty again.

    It never refuses a message: the connection stops reading instead, and its disconnect event must get in.
    """

    def __init__(
        self, limits: ServerLimits, on_full: Callable[[], None], on_space: Callable[[], None]
    ) -> None:
        super().__init__()
        self._limits = limits
        self._on_full = on_full
        self._on_space = on_space
        self._bytes = 0
        self._is_full = False

    def _put(self, message: dict[str, Any]) -> None:
        super()._put(message)
        self._bytes += _weight(message)
        if not self._is_full and self._exceeds(1):
            self._is_full = True
            self._on_full()

    def _get(self) -> dict[str, Any]:
        message = super()._get()
        self._bytes -= _weight(message)
        if self._is_full and not self._exceeds(0.5):
            self._is_full = False
            self._on_space()
        return message

    def _exceeds(self, share: float) -> bool:
        return (
            self.qsize() >= share * self._limits.inbox_messages
            or self._bytes >= share * self._limits.inbox_bytes
        )


def _weight(message: dict[str, Any]) -> int:
    return len(message.get("text") or message.get("bytes") or b"")
