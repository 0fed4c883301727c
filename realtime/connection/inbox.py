"""The messages that arrived on one socket and that its application has not taken yet."""

import asyncio
from collections.abc import Callable
from typing import Any

from realtime.connection.limits import ServerLimits


class Inbox(asyncio.Queue[dict[str, Any]]):
    """A queue that says when it is full, and when it has room again (half empty).

    It never refuses: the connection stops reading instead, and what tells of its end must get in.
    """

    def __init__(
        self, limits: ServerLimits, on_full: Callable[[], None], on_room: Callable[[], None]
    ) -> None:
        super().__init__()
        self._limits = limits
        self._on_full = on_full
        self._on_room = on_room
        self._bytes = 0
        self._told_full = False

    def _put(self, message: dict[str, Any]) -> None:
        super()._put(message)
        self._bytes += _weight(message)
        if not self._told_full and self._is_past(1):
            self._told_full = True
            self._on_full()

    def _get(self) -> dict[str, Any]:
        message = super()._get()
        self._bytes -= _weight(message)
        if self._told_full and not self._is_past(0.5):
            self._told_full = False
            self._on_room()
        return message

    def _is_past(self, share: float) -> bool:
        return (
            self.qsize() >= share * self._limits.inbox_messages
            or self._bytes >= share * self._limits.inbox_bytes
        )


def _weight(message: dict[str, Any]) -> int:
    return len(message.get("text") or message.get("bytes") or b"")
