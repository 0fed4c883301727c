"""DTLS-SRTP of a simulated person (RFC 5764), on memory alone: datagrams in, datagrams out."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from aiortc.rtcdtlstransport import RTCCertificate
from OpenSSL import SSL
from pylibsrtp import Policy, Session

LABEL = b"EXTRACTOR-dtls_srtp"
MOST_BYTES = 1_200
RECORD_HEADER = 13
WINDOW = 1_024


@dataclass(frozen=True)
class Profile:
    """A way to protect SRTP: its name in DTLS, that of the library, and the bytes of its keys and salts."""

    name: bytes
    policy: int
    key: int
    salt: int


PROFILES = (
    Profile(b"SRTP_AEAD_AES_128_GCM", Policy.SRTP_PROFILE_AEAD_AES_128_GCM, 16, 12),
    Profile(b"SRTP_AES128_CM_SHA1_80", Policy.SRTP_PROFILE_AES128_CM_SHA1_80, 16, 14),
)


class Untrusted(Exception):
    """The other side is not the one whose fingerprint was signalled."""


@lru_cache(1)
def certificate() -> RTCCertificate:
    """One for the whole crowd of this process: nothing is secret between simulated people."""
    return RTCCertificate.generateCertificate()


def fingerprint() -> str:
    """Of our certificate, by SHA-256."""
    return next(print_.value for print_ in certificate().getFingerprints() if print_.algorithm == "sha-256")


@lru_cache(1)
def _context() -> SSL.Context:
    context = SSL.Context(SSL.DTLS_METHOD)
    context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, lambda *_words: True)
    context.use_certificate(certificate()._cert)
    context.use_privatekey(certificate()._key)
    context.set_tlsext_use_srtp(b":".join(profile.name for profile in PROFILES))
    return context


class Handshake:
    """One handshake; ``is_client``: we begin."""

    def __init__(self, *, is_client: bool, expected: str) -> None:
        self._is_client, self._expected = is_client, expected
        self._connection = SSL.Connection(_context())
        self._connection.set_ciphertext_mtu(MOST_BYTES)
        self._connection.set_connect_state() if is_client else self._connection.set_accept_state()
        self.is_over = False

    def take(self, data: bytes = b"") -> Iterator[bytes]:
        """Go on, with a datagram of theirs; datagrams to be sent. Raises ``Untrusted``, ``SSL.Error``."""
        if data:
            self._connection.bio_write(data)
        if self.is_over:
            self._listen()
        else:
            self._go_on()
        yield from self._waiting()

    def again(self) -> Iterator[bytes]:
        """When nothing has come for long (by OpenSSL's clock): what was said last, in new records.

        Who has them all already answers to none of the old ones, and would not know that its last words were
        lost. Raises ``SSL.Error`` after too many.
        """
        self._connection.DTLSv1_handle_timeout()
        yield from self._waiting()

    def sessions(self) -> tuple[Session, Session]:
        """SRTP out and in, once it is over."""
        chosen = self._connection.get_selected_srtp_profile()
        profile = next(each for each in PROFILES if each.name == chosen)
        size = profile.key + profile.salt
        material = self._connection.export_keying_material(LABEL, 2 * size)
        keys, salts = material[: 2 * profile.key], material[2 * profile.key :]
        client, server = (
            keys[at * profile.key :][: profile.key] + salts[at * profile.salt :][: profile.salt]
            for at in (0, 1)
        )
        own, theirs = (client, server) if self._is_client else (server, client)
        return (
            _session(own, Policy.SSRC_ANY_OUTBOUND, profile),
            _session(theirs, Policy.SSRC_ANY_INBOUND, profile),
        )

    def _listen(self) -> None:
        """Who has not heard our last words says their own again, and then ours are."""
        with suppress(SSL.WantReadError, SSL.ZeroReturnError):
            self._connection.recv(MOST_BYTES)

    def _go_on(self) -> None:
        try:
            self._connection.do_handshake()
        except SSL.WantReadError:
            return
        shown = self._connection.get_peer_certificate()
        digest = shown.digest("sha256").decode().upper() if shown else ""
        if digest != self._expected:
            raise Untrusted(digest)
        self.is_over = True

    def _waiting(self) -> Iterator[bytes]:
        """What the library wants to send, a record or several to a datagram, never one in two."""
        try:
            data = self._connection.bio_read(1 << 16)
        except SSL.WantReadError:
            return
        datagram = b""
        for record in _records(data):
            if datagram and len(datagram) + len(record) > MOST_BYTES:
                yield datagram
                datagram = b""
            datagram += record
        yield datagram


def _records(data: bytes) -> Iterator[bytes]:
    while data:
        size = RECORD_HEADER + int.from_bytes(data[11:13], "big")
        yield data[:size]
        data = data[size:]


def _session(key: bytes, kind: int, profile: Profile) -> Session:
    policy = Policy(key=key, ssrc_type=kind, srtp_profile=profile.policy)
    policy.allow_repeat_tx, policy.window_size = True, WINDOW
    return Session(policy)
