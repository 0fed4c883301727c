"""Is the peer still there? Only the pong that repeats our ping says so (RFC 6455 sections 5.5.2 and 5.5.3).

Messages do not count: a client that never reads can send for ever. Nor do pongs that nobody asked for,
since every ping carries eight random bytes.
"""

import secrets


class Heartbeat:
    """One ping at a time. All times are ``time.monotonic()``."""

    __slots__ = ("_awaited", "_since")

    def __init__(self, now: float) -> None:
        self._since = now
        self._awaited = b""

    def ping(self, now: float, every: float) -> bytes | None:
        """The payload to send, when the last ping was answered ``every`` seconds ago or more."""
        if self._awaited or now - self._since < every:
            return None
        self._awaited = secrets.token_bytes(8)
        self._since = now
        return self._awaited

    def pong(self, payload: bytes, now: float) -> None:
        if self._awaited and payload == self._awaited:
            self.excuse(now)

    def excuse(self, now: float) -> None:
        """Start afresh: the peer answered, or we did not listen to it."""
        self._awaited = b""
        self._since = now

    def is_missed(self, now: float, within: float) -> bool:
        """Whether a ping has had no answer for more than ``within`` seconds."""
        return bool(self._awaited) and now - self._since > within
