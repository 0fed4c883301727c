"""Rate limits: one person's token buckets, shared by all their sessions in this process."""

import time
from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from people.refusals import Refusal

TOO_FAST = _("Doucement : attendez un instant avant de recommencer.")
REMEMBERED = 4096


class Bucket:
    """A token bucket: ``burst`` tokens at most, refilled at ``rate`` a second; each act takes one."""

    def __init__(self, burst: float, rate: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst, self._rate, self._clock = burst, rate, clock
        self._tokens, self._at = burst, clock()

    def take(self) -> float:
        """Take a token and return 0, or return the seconds until there is one."""
        return self.book(0.0)

    def book(self, longest: float) -> float:
        """Take a token, if need be one that comes within ``longest`` seconds; return the seconds until it is
        there. Where they are more, take none."""
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
        wait = max(0.0, (1 - self._tokens) / self._rate)
        if wait <= longest:
            self._tokens -= 1
        return wait


class Pace:
    """One person's buckets: for lasting commands, for signals, and for the signalling of a rencontre."""

    def __init__(self) -> None:
        self.lasting = Bucket(*settings.HUB_PACE["lasting"])
        self.signals = Bucket(*settings.HUB_PACE["signals"])
        self.meeting = Bucket(*settings.HUB_PACE["meeting"])


@lru_cache(maxsize=REMEMBERED)
def pace_of(person: int) -> Pace:
    """Return the buckets of ``person``. They are the same after a reconnection: leaving refills nothing."""
    return Pace()


@lru_cache(maxsize=REMEMBERED)
def doors_of(who: int) -> Bucket:
    """Return the bucket for sockets that ``who`` opens: a person, or a hashed address if signed out."""
    return Bucket(*settings.HUB_PACE["doors"])


def may_act(person: int) -> None:
    """Take a token for a lasting command. Raises ``Refusal`` (``too_fast``)."""
    if pace_of(person).lasting.take():
        raise Refusal("too_fast", TOO_FAST)
