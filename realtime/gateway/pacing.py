"""How fast one person may act: token buckets, shared by all the sockets of a person at this process."""

import time
from collections.abc import Callable
from weakref import WeakValueDictionary

from django.conf import settings


class Bucket:
    """``burst`` tokens at most, refilled at ``rate`` a second; each act takes one."""

    def __init__(self, burst: float, rate: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst, self._rate, self._clock = burst, rate, clock
        self._tokens, self._at = burst, clock()

    def take(self) -> float:
        """Take a token and return 0, or return the seconds until there is one."""
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
        if self._tokens >= 1:
            self._tokens -= 1
            return 0.0
        return (1 - self._tokens) / self._rate


class Pace:
    """One person's buckets: what lasts, and signals. Alive while a socket of theirs holds it."""

    def __init__(self) -> None:
        self.lasting = Bucket(*settings.HUB_PACE["lasting"])
        self.signals = Bucket(*settings.HUB_PACE["signals"])


_paces: WeakValueDictionary[int, Pace] = WeakValueDictionary()


def pace_of(person: int) -> Pace:
    """The buckets of ``person``."""
    pace = _paces.get(person)
    if pace is None:
        pace = _paces[person] = Pace()
    return pace
