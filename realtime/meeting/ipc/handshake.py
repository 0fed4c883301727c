"""Mutual authentication of an IPC connection over TCP; a Unix socket admits its owner alone.

Each end proves that it knows the key by an HMAC-SHA256 (RFC 2104) over both nonces, so that nothing
overheard can be replayed. Frames are neither encrypted nor authenticated after that: the network must be
your own.
"""

import hmac
import secrets
from hashlib import sha256

from realtime.meeting.ipc.frames import HandshakeChallenge, HandshakeHello, HandshakeReady

_PURPOSE = b"hub meeting line"


class HandshakeRefused(Exception):
    """The other end does not know the key."""


class LeaderHandshake:
    """The handshake as the process that leads the meetings sees it."""

    def __init__(self, secret: str) -> None:
        self._key, self._nonce = _key(secret), secrets.token_bytes(32)

    def challenge(self) -> HandshakeChallenge:
        """Return the first frame."""
        return HandshakeChallenge(self._nonce)

    def answer(self, hello: HandshakeHello) -> HandshakeReady:
        """Check the gateway's proof and answer with ours. Raises ``HandshakeRefused``."""
        _check(hello.proof, _proof(self._key, b"server", self._nonce, hello.nonce))
        return HandshakeReady(_proof(self._key, b"leader", hello.nonce, self._nonce))


class GatewayHandshake:
    """The handshake as a gateway sees it."""

    def __init__(self, secret: str) -> None:
        self._key, self._nonce, self._theirs = _key(secret), secrets.token_bytes(32), b""

    def hello(self, challenge: HandshakeChallenge) -> HandshakeHello:
        """Answer the leader's challenge."""
        self._theirs = challenge.nonce
        return HandshakeHello(_proof(self._key, b"server", challenge.nonce, self._nonce), self._nonce)

    def check(self, ready: HandshakeReady) -> None:
        """Check the leader's proof. Raises ``HandshakeRefused``."""
        _check(ready.proof, _proof(self._key, b"leader", self._nonce, self._theirs))


def _key(secret: str) -> bytes:
    return hmac.digest(secret.encode(), _PURPOSE, sha256)


def _proof(key: bytes, who: bytes, asked: bytes, own: bytes) -> bytes:
    return hmac.digest(key, b"|".join((who, asked, own)), sha256)


def _check(proof: bytes, expected: bytes) -> None:
    if not hmac.compare_digest(proof, expected):
        raise HandshakeRefused("the other end of the meeting line does not know SECRET_KEY")
