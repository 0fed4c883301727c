"""SRTP in place: one C buffer of a datagram, sealed and opened where it lies (RFC 3711, RFC 7714).

``pylibsrtp.Session`` copies every packet four times; this is its binding, used as libsrtp means it.
``tests/realtime/meeting/forwarder/test_insides.py`` names what is touched.
"""

from typing import Any, NamedTuple

from pylibsrtp import Error, Policy, Session
from pylibsrtp._binding import ffi, lib  # type: ignore[import-not-found]  # it is compiled

protect, unprotect, unprotect_rtcp = lib.srtp_protect, lib.srtp_unprotect, lib.srtp_unprotect_rtcp

LARGEST = 1500
TRAILER = 16 + 4
WINDOW = 1024


class Tray:
    """The buffer on which one datagram at a time is written, sealed and opened."""

    def __init__(self) -> None:
        self.cdata: Any = ffi.new("char[]", LARGEST + 148)
        self.data = memoryview(ffi.buffer(self.cdata))
        self.length: Any = ffi.new("int *")


class Profile(NamedTuple):
    """A protection profile: OpenSSL's name for it, libsrtp's number, and the sizes of its keys in bytes."""

    name: bytes
    number: int
    key: int
    salt: int

    def keys(self, material: bytes) -> tuple[bytes, bytes]:
        """Key and salt of the client, then of the server (RFC 5764 section 4.2)."""
        keys, salts = material[: 2 * self.key], material[2 * self.key :]
        return keys[: self.key] + salts[: self.salt], keys[self.key :] + salts[self.salt :]

    @property
    def size(self) -> int:
        """How many bytes of material to export."""
        return 2 * (self.key + self.salt)


# The first is a third faster; all browsers have the second.
PROFILES = (
    Profile(b"SRTP_AEAD_AES_128_GCM", Policy.SRTP_PROFILE_AEAD_AES_128_GCM, 16, 12),
    Profile(b"SRTP_AES128_CM_SHA1_80", Policy.SRTP_PROFILE_AES128_CM_SHA1_80, 16, 14),
)


def session(profile: Profile, key: bytes, direction: int) -> Session:
    """What seals or opens, by its ``direction`` of ``Policy``."""
    policy = Policy(key=key, ssrc_type=direction, srtp_profile=profile.number)
    policy.window_size = WINDOW
    # A packet that is asked for again is sealed again: same number, same bytes.
    policy.allow_repeat_tx = True
    return Session(policy)


class Opener:
    """Opens what one sender sealed."""

    def __init__(self, tray: Tray, profile: Profile, key: bytes) -> None:
        self._tray, self._session = tray, session(profile, key, Policy.SSRC_ANY_INBOUND)
        self._handle = self._session._srtp[0]

    def open(self, length: int) -> int:
        """Open the RTP packet that lies on the tray; its new length, 0 when it is forged or a repetition."""
        tray = self._tray
        tray.length[0] = length
        if unprotect(self._handle, tray.cdata, tray.length):
            return 0
        return int(tray.length[0])

    def open_rtcp(self, length: int) -> int:
        """The same for RTCP."""
        tray = self._tray
        tray.length[0] = length
        if unprotect_rtcp(self._handle, tray.cdata, tray.length):
            return 0
        return int(tray.length[0])


class Sealer:
    """Seals what is sent to one receiver."""

    def __init__(self, profile: Profile, key: bytes) -> None:
        self._session = session(profile, key, Policy.SSRC_ANY_OUTBOUND)
        self._handle = self._session._srtp[0]

    def seal(self, tray: Tray, length: int) -> int:
        """Seal the RTP packet that lies on ``tray``; its new length. Raises ``pylibsrtp.Error``."""
        tray.length[0] = length
        if protect(self._handle, tray.cdata, tray.length):
            raise Error("a packet could not be sealed")
        return tray.length[0]  # type: ignore[no-any-return]

    def seal_rtcp(self, packet: bytes) -> bytes:
        """The sealed form of a compound RTCP packet. Raises ``pylibsrtp.Error``."""
        return self._session.protect_rtcp(packet)
