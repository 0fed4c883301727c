"""SRTP in place, in one C buffer a datagram (RFC 3711, RFC 7714).

``pylibsrtp.Session`` copies every packet four times; this calls its libsrtp binding directly.
``tests/realtime/meeting/media/sfu/test_insides.py`` names the internals that are touched.
"""

from typing import Any, NamedTuple

from pylibsrtp import Error, Policy, Session
from pylibsrtp._binding import ffi, lib  # type: ignore[import-not-found]  # it is compiled

protect, unprotect, unprotect_rtcp = lib.srtp_protect, lib.srtp_unprotect, lib.srtp_unprotect_rtcp

LARGEST = 1500
TRAILER = 16 + 4
WINDOW = 1024


class PacketBuffer:
    """A buffer for one datagram at a time, which libsrtp protects and unprotects in place."""

    def __init__(self) -> None:
        self.cdata: Any = ffi.new("char[]", LARGEST + 148)
        self.data = memoryview(ffi.buffer(self.cdata))
        self.length: Any = ffi.new("int *")


class SrtpProfile(NamedTuple):
    """A protection profile: OpenSSL's name for it, libsrtp's number, and the sizes of its keys in bytes."""

    name: bytes
    number: int
    key: int
    salt: int

    def keys(self, material: bytes) -> tuple[bytes, bytes]:
        """Split exported material into the client's key and salt, and the server's (RFC 5764, 4.2)."""
        keys, salts = material[: 2 * self.key], material[2 * self.key :]
        return keys[: self.key] + salts[: self.salt], keys[self.key :] + salts[self.salt :]

    @property
    def size(self) -> int:
        """How many bytes of keying material to export."""
        return 2 * (self.key + self.salt)


# AES-GCM is a third faster; all browsers have the second.
PROFILES = (
    SrtpProfile(b"SRTP_AEAD_AES_128_GCM", Policy.SRTP_PROFILE_AEAD_AES_128_GCM, 16, 12),
    SrtpProfile(b"SRTP_AES128_CM_SHA1_80", Policy.SRTP_PROFILE_AES128_CM_SHA1_80, 16, 14),
)


def srtp_session(profile: SrtpProfile, key: bytes, direction: int) -> Session:
    """Create a libsrtp session; ``direction`` is a constant of ``Policy``."""
    policy = Policy(key=key, ssrc_type=direction, srtp_profile=profile.number)
    policy.window_size = WINDOW
    # A packet that is NACKed is protected again: same number, same bytes.
    policy.allow_repeat_tx = True
    return Session(policy)


class Unprotector:
    """Unprotects what one peer sends."""

    def __init__(self, buffer: PacketBuffer, profile: SrtpProfile, key: bytes) -> None:
        self._tray, self._session = buffer, srtp_session(profile, key, Policy.SSRC_ANY_INBOUND)
        self._handle = self._session._srtp[0]

    def unprotect(self, length: int) -> int:
        """Unprotect the RTP packet in the buffer; return its new length, 0 when it is forged or a replay."""
        buffer = self._tray
        buffer.length[0] = length
        if unprotect(self._handle, buffer.cdata, buffer.length):
            return 0
        return int(buffer.length[0])

    def unprotect_rtcp(self, length: int) -> int:
        """Unprotect the RTCP packet in the buffer, likewise."""
        buffer = self._tray
        buffer.length[0] = length
        if unprotect_rtcp(self._handle, buffer.cdata, buffer.length):
            return 0
        return int(buffer.length[0])


class Protector:
    """Protects what is sent to one peer."""

    def __init__(self, profile: SrtpProfile, key: bytes) -> None:
        self._session = srtp_session(profile, key, Policy.SSRC_ANY_OUTBOUND)
        self._handle = self._session._srtp[0]

    def protect(self, buffer: PacketBuffer, length: int) -> int:
        """Protect the RTP packet in ``buffer``; return its new length. Raises ``pylibsrtp.Error``."""
        buffer.length[0] = length
        if protect(self._handle, buffer.cdata, buffer.length):
            raise Error("a packet could not be protected")
        return buffer.length[0]  # type: ignore[no-any-return]

    def protect_rtcp(self, packet: bytes) -> bytes:
        """Return the protected form of a compound RTCP packet. Raises ``pylibsrtp.Error``."""
        return self._session.protect_rtcp(packet)
