"""What a crowd is told of itself: the larger it is, the more seldom."""

import asyncio
from collections.abc import Callable

LEAST, MOST = 0.25, 5.0
PEOPLE_A_SECOND = 200


def now() -> float:
    """Loop time, in seconds."""
    return asyncio.get_running_loop().time()


class Thinned:
    """Has ``say`` called once for all who ask within a wait that grows with the people of ``crowd()``.

    It is a quarter of a second for a few, five seconds for a thousand. It runs from ``since()``: from the
    asking, so that what is undone meanwhile is never said; or from what was said last, so that it is at once
    where little is said.
    """

    __slots__ = ("_crowd", "_say", "_since", "_timer")

    def __init__(
        self, say: Callable[[], None], crowd: Callable[[], int], since: Callable[[], float] = now
    ) -> None:
        self._say, self._crowd, self._since = say, crowd, since
        self._timer: asyncio.TimerHandle | None = None

    def ask(self) -> None:
        """There is something to say."""
        if self._timer is not None:
            return
        due = self._since() + min(LEAST + self._crowd() / PEOPLE_A_SECOND, MOST)
        if due <= now():
            self._say()
        else:
            self._timer = asyncio.get_running_loop().call_at(due, self._ring)

    def end(self) -> None:
        """Nobody is there to be told."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _ring(self) -> None:
        self._timer = None
        self._say()
