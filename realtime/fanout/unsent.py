"""What one socket still owes its peer, and the alarm when it is too much or lasts too long."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

UNSENT_BYTES = 256 * 1024
UNSENT_SECONDS = 15.0
CLOSING_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class OutletLimits:
    """How far behind a peer may fall.

    ``unsent_bytes`` and ``unsent_seconds``: past either, the socket is closed with 4008.
    ``closing_seconds``: a peer that has not answered our Close by then is dropped.
    """

    unsent_bytes: int = UNSENT_BYTES
    unsent_seconds: float = UNSENT_SECONDS
    closing_seconds: float = CLOSING_SECONDS


class Unsent:
    """A count of bytes that calls ``alarm`` when it passes the limit, or has not been zero for too long."""

    __slots__ = ("_alarm", "_limits", "_since", "_timer", "size")

    def __init__(self, limits: OutletLimits, alarm: Callable[[], None]) -> None:
        self.size = 0
        self._limits = limits
        self._alarm = alarm
        self._since = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def grow(self, amount: int) -> None:
        if not self.size:
            self._start()
        self.size += amount
        if self.size > self._limits.unsent_bytes:
            self._alarm()

    def shrink(self, amount: int) -> None:
        self.size -= amount
        if not self.size:
            self._stop()

    def forget(self) -> None:
        """Back to nothing, without alarm."""
        self.size = 0
        self._stop()

    def seconds(self, now: float) -> float:
        """Seconds since it was last zero; ``now`` is ``time.monotonic()``."""
        return now - self._since if self.size else 0.0

    def _start(self) -> None:
        self._since = time.monotonic()
        self._timer = asyncio.get_running_loop().call_later(self._limits.unsent_seconds, self._alarm)

    def _stop(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
