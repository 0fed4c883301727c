"""Throttling of key frame requests (PLI): many viewers ask, one request goes out."""

AT_MOST_EVERY = 0.5
TOO_LATE = 1.0


class KeyFrameRequester:
    """The key frame requests of one stream. Times are seconds of any steady clock."""

    __slots__ = ("_asked_at", "is_wanted")

    def __init__(self) -> None:
        self.is_wanted = False
        self._asked_at = -TOO_LATE

    def want(self) -> None:
        """Note that somebody cannot decode without a key frame."""
        self.is_wanted = True

    def came(self) -> None:
        """Note that a key frame has come, for everybody who waited."""
        self.is_wanted = False

    def due(self, now: float) -> bool:
        """Whether to send a PLI now; one that brought nothing is repeated."""
        if not self.is_wanted or now - self._asked_at < AT_MOST_EVERY:
            return False
        self._asked_at = now
        return True
