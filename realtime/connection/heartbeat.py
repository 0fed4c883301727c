"""Detects dead peers: only a pong that repeats our ping counts (RFC 6455 sections 5.5.2 and 5.5.3).

Messages do not count, since a client that never reads can send for ever. Nor do unsolicited pongs: every ping
carries eight random bytes.
"""

import secrets


class Heartbeat:
    """The pings of one connection, one at a time. All times are ``time.monotonic()``."""

    __slots__ = ("_awaited", "_since")

    def __init__(self, now: float) -> None:
        self._since = now
        self._awaited = b""

    def ping(self, now: float, every: float) -> bytes | None:
        """Return the payload of a ping, if the last one was answered ``every`` seconds ago or more."""
        if self._awaited or now - self._since < every:
            return None
        self._awaited = secrets.token_bytes(8)
        self._since = now
        return self._awaited

    def pong(self, payload: bytes, now: float) -> None:
        if self._awaited and payload == self._awaited:
            self.reset(now)

    def reset(self, now: float) -> None:
        """Start again from ``now``: the peer answered, or we were not reading from it."""
        self._awaited = b""
        self._since = now

    def is_overdue(self, now: float, within: float) -> bool:
        """Return whether a ping has had no pong for more than ``within`` seconds."""
        return bool(self._awaited) and now - self._since > within
