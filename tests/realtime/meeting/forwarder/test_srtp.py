import os

import pytest

from realtime.meeting.forwarder.rtp import HEADER
from realtime.meeting.forwarder.srtp import PROFILES, Opener, Profile, Sealer, Tray

PACKET = HEADER.pack(0x80, 111, 7, 8, 9) + b"a word"


class Line:
    """From one who seals to one who opens."""

    def __init__(self, profile: Profile) -> None:
        key = os.urandom(profile.key + profile.salt)
        self.tray = Tray()
        self.sealer, self.opener = Sealer(profile, key), Opener(self.tray, profile, key)

    def seal(self, packet: bytes) -> bytes:
        self.tray.data[: len(packet)] = packet
        return bytes(self.tray.data[: self.sealer.seal(self.tray, len(packet))])

    def open(self, sealed: bytes) -> bytes:
        self.tray.data[: len(sealed)] = sealed
        return bytes(self.tray.data[: self.opener.open(len(sealed))])


@pytest.fixture(params=PROFILES, ids=lambda profile: profile.name.decode())
def line(request: pytest.FixtureRequest) -> Line:
    return Line(request.param)


def test_what_is_sealed_is_opened(line: Line) -> None:
    sealed = line.seal(PACKET)
    assert b"a word" not in sealed
    assert line.open(sealed) == PACKET


def test_what_was_changed_on_the_way_is_not(line: Line) -> None:
    sealed = bytearray(line.seal(PACKET))
    sealed[15] ^= 1
    assert line.open(bytes(sealed)) == b""


def test_nothing_is_opened_twice(line: Line) -> None:
    sealed = line.seal(PACKET)
    line.open(sealed)
    assert line.open(sealed) == b""


def test_what_is_asked_for_again_is_sealed_to_the_same_bytes(line: Line) -> None:
    assert line.seal(PACKET) == line.seal(PACKET)


def test_reports_are_sealed_too(line: Line) -> None:
    report = bytes.fromhex("81ce0002 00000001 00000007")
    sealed = line.sealer.seal_rtcp(report)
    line.tray.data[: len(sealed)] = sealed
    assert bytes(line.tray.data[: line.opener.open_rtcp(len(sealed))]) == report


def test_a_scrap_is_not_opened(line: Line) -> None:
    assert line.open(bytes(12)) == b""


def test_the_keys_are_cut_as_the_rfc_says() -> None:
    profile = Profile(b"", 0, key=2, salt=1)
    assert profile.keys(b"aabbxy") == (b"aax", b"bby")
    assert profile.size == 6
