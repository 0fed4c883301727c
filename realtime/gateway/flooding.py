"""Who does not hear that it is too much: told once, then closed."""

import time
from collections.abc import Callable
from typing import Literal

from people.pacing import Bucket

MOST_REFUSED = 100
FORGIVEN = 10.0  # refused so rarely that it is told again


class Flood:
    """What one socket said beyond its pace: about a hundred things within a minute are borne, unanswered."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._borne = Bucket(MOST_REFUSED, MOST_REFUSED / 60, clock)
        self._clock, self._last = clock, float("-inf")

    def grew(self) -> Literal["told", "borne", "closed"]:
        """One thing more was refused: what is to be done about it."""
        was, self._last = self._last, self._clock()
        if self._borne.take():
            return "closed"
        return "told" if self._last - was > FORGIVEN else "borne"
