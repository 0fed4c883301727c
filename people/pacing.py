"""How fast one person may act: token buckets, shared by all their sessions at this process."""

import time
from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from people.refusals import Refusal

TOO_FAST = _("Doucement : attendez un instant avant de recommencer.")
REMEMBERED = 4096


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
    """One person's buckets: what lasts, signals, and the signalling of a rencontre."""

    def __init__(self) -> None:
        self.lasting = Bucket(*settings.HUB_PACE["lasting"])
        self.signals = Bucket(*settings.HUB_PACE["signals"])
        self.meeting = Bucket(*settings.HUB_PACE["meeting"])


@lru_cache(maxsize=REMEMBERED)
def pace_of(person: int) -> Pace:
    """The buckets of ``person``, the same when they come back: an empty one is not filled by leaving."""
    return Pace()


@lru_cache(maxsize=REMEMBERED)
def doors_of(who: int) -> Bucket:
    """The sockets that ``who`` opens: a person, or the hash of an address where nobody is signed in."""
    return Bucket(*settings.HUB_PACE["doors"])


def may_act(person: int) -> None:
    """Take a token for what lasts. Raises ``Refusal`` (``too_fast``)."""
    if pace_of(person).lasting.take():
        raise Refusal("too_fast", TOO_FAST)
