"""When to ask a sender for a key frame: many viewers ask, one request goes out."""

AT_MOST_EVERY = 0.5
TOO_LATE = 1.0


class KeyFrames:
    """The key frames of one stream. Times are seconds of any steady clock."""

    __slots__ = ("_asked_at", "is_wanted")

    def __init__(self) -> None:
        self.is_wanted = False
        self._asked_at = -TOO_LATE

    def want(self) -> None:
        """Somebody cannot go on without one."""
        self.is_wanted = True

    def came(self) -> None:
        """One has come: who waited for it is served."""
        self.is_wanted = False

    def due(self, now: float) -> bool:
        """Whether to ask the sender now; what was asked and never came is asked again."""
        if not self.is_wanted or now - self._asked_at < AT_MOST_EVERY:
            return False
        self._asked_at = now
        return True
