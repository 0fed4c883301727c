"""Throttles signals to a crowd: the larger the crowd, the longer the wait."""

import asyncio
from collections.abc import Callable

MIN_WAIT, MAX_WAIT = 0.25, 5.0
PEOPLE_A_SECOND = 200


def now() -> float:
    """Return the loop time, in seconds."""
    return asyncio.get_running_loop().time()


class Throttle:
    """Calls ``callback`` once for all requests within a wait that grows with ``size()``, the people told.

    The wait is a quarter of a second for a few, five seconds for a thousand. It begins at ``since()``: by
    default at the request, so that what is undone meanwhile is never sent; or when the last signal was sent,
    so that a rare one goes out at once.
    """

    __slots__ = ("_callback", "_since", "_size", "_timer")

    def __init__(
        self, callback: Callable[[], None], size: Callable[[], int], since: Callable[[], float] = now
    ) -> None:
        self._callback, self._size, self._since = callback, size, since
        self._timer: asyncio.TimerHandle | None = None

    def request(self) -> None:
        """Call ``callback`` when the wait is over, which may be now."""
        if self._timer is not None:
            return
        due = self._since() + min(MIN_WAIT + self._size() / PEOPLE_A_SECOND, MAX_WAIT)
        if due <= now():
            self._callback()
        else:
            self._timer = asyncio.get_running_loop().call_at(due, self._fire)

    def cancel(self) -> None:
        """Cancel a pending call."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _fire(self) -> None:
        self._timer = None
        self._callback()
