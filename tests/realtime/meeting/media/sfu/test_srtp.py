import os

import pytest

from realtime.meeting.media.sfu.rtp import HEADER
from realtime.meeting.media.sfu.srtp import PROFILES, PacketBuffer, Protector, SrtpProfile, Unprotector

PACKET = HEADER.pack(0x80, 111, 7, 8, 9) + b"a word"


class ProtectedPair:
    """One end that protects, and one that unprotects."""

    def __init__(self, profile: SrtpProfile) -> None:
        key = os.urandom(profile.key + profile.salt)
        self.buffer = PacketBuffer()
        self.protector, self.unprotector = Protector(profile, key), Unprotector(self.buffer, profile, key)

    def protect(self, packet: bytes) -> bytes:
        self.buffer.data[: len(packet)] = packet
        return bytes(self.buffer.data[: self.protector.protect(self.buffer, len(packet))])

    def unprotect(self, protected: bytes) -> bytes:
        self.buffer.data[: len(protected)] = protected
        return bytes(self.buffer.data[: self.unprotector.unprotect(len(protected))])


@pytest.fixture(params=PROFILES, ids=lambda profile: profile.name.decode())
def pair(request: pytest.FixtureRequest) -> ProtectedPair:
    return ProtectedPair(request.param)


def test_what_is_sealed_is_opened(pair: ProtectedPair) -> None:
    protected = pair.protect(PACKET)
    assert b"a word" not in protected
    assert pair.unprotect(protected) == PACKET


def test_what_was_changed_on_the_way_is_not(pair: ProtectedPair) -> None:
    protected = bytearray(pair.protect(PACKET))
    protected[15] ^= 1
    assert pair.unprotect(bytes(protected)) == b""


def test_nothing_is_opened_twice(pair: ProtectedPair) -> None:
    protected = pair.protect(PACKET)
    pair.unprotect(protected)
    assert pair.unprotect(protected) == b""


def test_what_is_asked_for_again_is_sealed_to_the_same_bytes(pair: ProtectedPair) -> None:
    assert pair.protect(PACKET) == pair.protect(PACKET)


def test_reports_are_sealed_too(pair: ProtectedPair) -> None:
    report = bytes.fromhex("81ce0002 00000001 00000007")
    protected = pair.protector.protect_rtcp(report)
    pair.buffer.data[: len(protected)] = protected
    assert bytes(pair.buffer.data[: pair.unprotector.unprotect_rtcp(len(protected))]) == report


def test_a_scrap_is_not_opened(pair: ProtectedPair) -> None:
    assert pair.unprotect(bytes(12)) == b""


def test_the_keys_are_cut_as_the_rfc_says() -> None:
    profile = SrtpProfile(b"", 0, key=2, salt=1)
    assert profile.keys(b"aabbxy") == (b"aax", b"bby")
    assert profile.size == 6
