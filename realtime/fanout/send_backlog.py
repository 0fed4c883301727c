"""Counts the unsent bytes of one socket, with an alarm when they are too many or do not move for too long."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

BEHIND_BYTES = 128 * 1024
UNSENT_BYTES = 256 * 1024
UNSENT_SECONDS = 15.0
CLOSING_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class SendLimits:
    """How far behind a peer may fall.

    ``behind_bytes``: past these it gets a room's events from the log, as fast as it takes them.
    ``unsent_bytes``: past these the socket is closed with 4008. One frame may be larger by itself: it is the
    house's, and says nothing of the peer. ``unsent_seconds``: so is one that has not taken within this time
    what was unsent when it began: who takes much slowly moves, who takes nothing does not.
    ``closing_seconds``: a peer that has not answered our Close by then is dropped.
    """

    behind_bytes: int = BEHIND_BYTES
    unsent_bytes: int = UNSENT_BYTES
    unsent_seconds: float = UNSENT_SECONDS
    closing_seconds: float = CLOSING_SECONDS


class SendBacklog:
    """A byte count that calls ``alarm`` when it passes the limit, or has not moved for too long.

    ``_due``: how much of it was there at ``_since``.
    """

    __slots__ = ("_alarm", "_due", "_largest", "_limits", "_since", "_timer", "size")

    def __init__(self, limits: SendLimits, alarm: Callable[[], None]) -> None:
        self.size = 0
        self._limits = limits
        self._alarm = alarm
        self._largest = 0
        self._due = 0
        self._since = 0.0
        self._timer: asyncio.TimerHandle | None = None

    @property
    def is_behind(self) -> bool:
        """Whether the peer is too far behind to be sent events one by one."""
        return self.size > self._limits.behind_bytes

    def grow(self, amount: int) -> None:
        if not self.size:
            self._start(amount)
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
        self._due -= amount
        if not self.size:
            self._stop()
        elif self._due <= 0:
            self._since, self._due = _now(), self.size

    def clear(self) -> None:
        """Reset to zero, without alarm."""
        self.size = 0
        self._stop()

    def age(self, now: float) -> float:
        """Return the seconds for which what is due has not been taken; ``now`` is ``time.monotonic()``."""
        return now - self._since if self.size else 0.0

    def _start(self, amount: int) -> None:
        self._since, self._due = _now(), amount
        self._largest = 0
        self._look_again(self._limits.unsent_seconds)

    def _look_again(self, seconds: float) -> None:
        self._timer = asyncio.get_running_loop().call_later(seconds, self._look)

    def _look(self) -> None:
        left = self._limits.unsent_seconds - self.age(_now())
        if left > 0:
            self._look_again(left)
        else:
            self._alarm()

    def _stop(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None


def _now() -> float:
    """Return ``time.monotonic()``, as the loop tells it."""
    return asyncio.get_running_loop().time()
