"""Counts the unsent bytes of one socket, with an alarm when they are too many or remain too long."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

UNSENT_BYTES = 256 * 1024
UNSENT_SECONDS = 15.0
CLOSING_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class SendLimits:
    """How far behind a peer may fall.

    ``unsent_bytes`` and ``unsent_seconds``: past either, the socket is closed with 4008. One frame may be
    larger by itself: it is the house's, and says nothing of the peer.
    ``closing_seconds``: a peer that has not answered our Close by then is dropped.
    """

    unsent_bytes: int = UNSENT_BYTES
    unsent_seconds: float = UNSENT_SECONDS
    closing_seconds: float = CLOSING_SECONDS


class SendBacklog:
    """A byte count that calls ``alarm`` when it passes the limit, or has not been zero for too long."""

    __slots__ = ("_alarm", "_largest", "_limits", "_since", "_timer", "size")

    def __init__(self, limits: SendLimits, alarm: Callable[[], None]) -> None:
        self.size = 0
        self._limits = limits
        self._alarm = alarm
        self._largest = 0
        self._since = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def grow(self, amount: int) -> None:
        if not self.size:
            self._start()
        self.size += amount
        self._largest = max(self._largest, amount)
        if self.size > self._allowed():
            self._alarm()

    def _allowed(self) -> int:
        """Return the limit; beside a frame that takes half of it alone, as much again as that frame has."""
        limit = self._limits.unsent_bytes
        return limit + self._largest if self._largest > limit // 2 else limit

    def shrink(self, amount: int) -> None:
        self.size -= amount
        if not self.size:
            self._stop()

    def clear(self) -> None:
        """Reset to zero, without alarm."""
        self.size = 0
        self._stop()

    def age(self, now: float) -> float:
        """Return the seconds since it was last zero; ``now`` is ``time.monotonic()``."""
        return now - self._since if self.size else 0.0

    def _start(self) -> None:
        self._since = time.monotonic()
        self._largest = 0
        self._timer = asyncio.get_running_loop().call_later(self._limits.unsent_seconds, self._alarm)

    def _stop(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
