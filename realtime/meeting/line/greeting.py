"""Both ends of a line over TCP prove that they know the house's key; on a Unix socket its owner alone comes.

A challenge and its answer in each direction (HMAC-SHA256, RFC 2104) over what both drew at random, so that
nothing overheard can be said again. What follows is neither hidden nor sealed: the network must be your own.
"""

import hmac
import secrets
from hashlib import sha256

from realtime.meeting.line.frames import Challenge, Hello, Ready

_PURPOSE = b"hub meeting line"


class Stranger(Exception):
    """The other end does not know the key."""


class Leader:
    """The end that leads the meetings."""

    def __init__(self, secret: str) -> None:
        self._key, self._nonce = _key(secret), secrets.token_bytes(32)

    def challenge(self) -> Challenge:
        """The first word."""
        return Challenge(self._nonce)

    def answer(self, hello: Hello) -> Ready:
        """Raises ``Stranger``."""
        _check(hello.proof, _proof(self._key, b"server", self._nonce, hello.nonce))
        return Ready(_proof(self._key, b"leader", hello.nonce, self._nonce))


class Server:
    """The end that has the browsers."""

    def __init__(self, secret: str) -> None:
        self._key, self._nonce, self._theirs = _key(secret), secrets.token_bytes(32), b""

    def hello(self, challenge: Challenge) -> Hello:
        """The answer to the first word."""
        self._theirs = challenge.nonce
        return Hello(_proof(self._key, b"server", challenge.nonce, self._nonce), self._nonce)

    def check(self, ready: Ready) -> None:
        """Raises ``Stranger``."""
        _check(ready.proof, _proof(self._key, b"leader", self._nonce, self._theirs))


def _key(secret: str) -> bytes:
    return hmac.digest(secret.encode(), _PURPOSE, sha256)


def _proof(key: bytes, who: bytes, asked: bytes, own: bytes) -> bytes:
    return hmac.digest(key, b"|".join((who, asked, own)), sha256)


def _check(proof: bytes, expected: bytes) -> None:
    if not hmac.compare_digest(proof, expected):
        raise Stranger("the other end of the meeting line does not know SECRET_KEY")
