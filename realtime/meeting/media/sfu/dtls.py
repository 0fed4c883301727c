"""DTLS-SRTP without I/O (RFC 6347, RFC 5764): datagrams in, datagrams out, and SRTP keys in the end."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from OpenSSL import SSL

from realtime.meeting.media.sfu.srtp import PROFILES, SrtpProfile

CIPHERS = b":".join(
    b"ECDHE-" + key + b"-" + kind
    for key in (b"ECDSA", b"RSA")  # ours is ECDSA; a peer's may be RSA
    for kind in (b"AES128-GCM-SHA256", b"CHACHA20-POLY1305", b"AES128-SHA", b"AES256-SHA")
)
LABEL = b"EXTRACTOR-dtls_srtp"
LARGEST = 1200
RECORD_HEADER = 13
VALID = timedelta(days=30)


class HandshakeFailed(Exception):
    """The handshake failed: a wrong certificate, or nonsense."""


class DtlsCertificate:
    """A self-signed certificate and its key; ``fingerprint`` goes into the SDP."""

    def __init__(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, secrets.token_hex(8))])
        now = datetime.now(UTC)
        builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        signed = builder.not_valid_before(now - VALID).not_valid_after(now + VALID).sign(key, hashes.SHA256())
        self.fingerprint = fingerprint(signed)
        self.context = SSL.Context(SSL.DTLS_METHOD)
        self.context.set_options(SSL.OP_NO_TICKET | SSL.OP_NO_QUERY_MTU)
        self.context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, lambda *_: True)
        self.context.use_certificate(signed)
        self.context.use_privatekey(key)
        self.context.set_cipher_list(CIPHERS)
        self.context.set_tlsext_use_srtp(b":".join(profile.name for profile in PROFILES))


def fingerprint(certificate: x509.Certificate) -> str:
    """Return the SHA-256 fingerprint as SDP writes it (RFC 8122 section 5)."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


class DtlsHandshake:
    """One end of a DTLS association. ``expected``: the fingerprint of the other end."""

    def __init__(self, certificate: DtlsCertificate, expected: str, *, is_client: bool = False) -> None:
        """``is_client``: send the ClientHello, as browsers do; otherwise wait for it, as the SFU does."""
        self._expected, self._is_client = expected, is_client
        self._ssl = SSL.Connection(certificate.context, None)
        self._ssl.set_ciphertext_mtu(LARGEST)
        self._ssl.set_connect_state() if is_client else self._ssl.set_accept_state()
        self.done = self.ended = False

    def take(self, datagram: bytes = b"") -> Iterator[bytes]:
        """Process ``datagram``, if any; return the datagrams to send. Raises ``HandshakeFailed``."""
        if datagram:
            self._ssl.bio_write(datagram)
        try:
            self._go_on()
        except SSL.WantReadError:
            pass
        except SSL.ZeroReturnError:
            self.ended = True
        except SSL.Error as error:
            raise HandshakeFailed("no handshake") from error
        return self._outgoing()

    def timeout(self) -> float | None:
        """Return in how many seconds to retransmit; None: never."""
        return self._ssl.DTLSv1_get_timeout()

    def retransmit(self) -> Iterator[bytes]:
        """Return the last flight once more. Raises ``HandshakeFailed`` after too many retransmissions."""
        try:
            self._ssl.DTLSv1_handle_timeout()
        except SSL.Error as error:
            raise HandshakeFailed("nobody answers") from error
        return self._outgoing()

    def keys(self) -> tuple[SrtpProfile, bytes, bytes]:
        """Return the SRTP profile, the key for receiving and the key for sending, once ``done``."""
        name = self._ssl.get_selected_srtp_profile()
        profile = next((known for known in PROFILES if known.name == name), None)
        if profile is None:
            raise HandshakeFailed("no way to protect media")
        client, server = profile.keys(self._ssl.export_keying_material(LABEL, profile.size))
        return (profile, server, client) if self._is_client else (profile, client, server)

    def shutdown(self) -> Iterator[bytes]:
        """Return the close_notify."""
        try:
            self._ssl.shutdown()
        except SSL.Error:
            return iter(())  # the handshake was not done: there is nobody to tell
        return self._outgoing()

    def _go_on(self) -> None:
        if not self.done:
            self._ssl.do_handshake()
            certificate = self._ssl.get_peer_certificate(as_cryptography=True)
            if certificate is None or fingerprint(certificate) != self._expected:
                raise HandshakeFailed("another certificate than the answer names")
            self.done = True
        self._ssl.recv(LARGEST)  # no data channels: this only processes close_notify and retransmissions

    def _outgoing(self) -> Iterator[bytes]:
        """Read what is to be sent: OpenSSL's memory BIO keeps records, but not the bounds of datagrams."""
        written = b""
        try:
            while True:
                written += self._ssl.bio_read(65_536)
        except SSL.WantReadError:
            return datagrams(written)


def datagrams(records: bytes) -> Iterator[bytes]:
    """Pack DTLS records into as few datagrams as hold them."""
    packed, at = b"", 0
    while at < len(records):
        end = at + RECORD_HEADER + int.from_bytes(records[at + 11 : at + 13], "big")
        if packed and len(packed) + end - at > LARGEST:
            yield packed
            packed = b""
        packed += records[at:end]
        at = end
    if packed:
        yield packed
