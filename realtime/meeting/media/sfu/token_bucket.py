"""A token bucket: how many datagrams one person may send. More are dropped before they cost anything."""

PER_SECOND = 1500.0


class TokenBucket:
    """Holds one second of tokens at most. Times are seconds of any steady clock."""

    __slots__ = ("_left", "_rate", "_seen")

    def __init__(self, now: float, rate: float = PER_SECOND) -> None:
        self._left, self._rate, self._seen = rate, rate, now

    def allows(self, now: float) -> bool:
        """Take a token, if there is one."""
        left = self._left + (now - self._seen) * self._rate
        self._seen = now
        if left < 1:
            self._left = left
            return False
        self._left = min(left, self._rate) - 1
        return True
