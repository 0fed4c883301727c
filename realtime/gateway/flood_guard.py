"""Limits what a socket may send beyond its pace: it is told once, then ignored, then closed."""

import time
from collections.abc import Callable
from typing import Literal

from people.pacing import Bucket

MAX_REFUSED = 100
FORGIVEN_AFTER = 10.0  # seconds without a refusal, after which the person is told again


class FloodGuard:
    """Counts the refused messages of one socket. About a hundred within a minute are ignored."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._bucket = Bucket(MAX_REFUSED, MAX_REFUSED / 60, clock)
        self._clock, self._last = clock, float("-inf")

    def count_refused(self) -> Literal["tell", "ignore", "close"]:
        """Count one more refused message. Return what to do about it."""
        was, self._last = self._last, self._clock()
        if self._bucket.take():
            return "close"
        return "tell" if self._last - was > FORGIVEN_AFTER else "ignore"
