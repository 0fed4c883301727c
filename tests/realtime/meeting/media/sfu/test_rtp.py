import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.meeting.media.sfu.rtp import HEADER, MalformedPacket, extensions, is_rtcp, payload_bounds

EXTENDED = bytes([0xBE, 0xDE, 0, 2, 0x10, 42, 0x40, ord("m"), 0, 0, 0, 0])


def packet(first: int = 0x80, rest: bytes = b"word") -> memoryview:
    return memoryview(HEADER.pack(first, 111, 7, 8, 9) + rest)


def test_the_payload_follows_the_header() -> None:
    data = packet()
    assert bytes(data[slice(*payload_bounds(data, len(data)))]) == b"word"


def test_contributors_and_extensions_are_skipped() -> None:
    data = packet(0x92, bytes(8) + EXTENDED + b"word")
    assert bytes(data[slice(*payload_bounds(data, len(data)))]) == b"word"


def test_padding_is_left_off() -> None:
    data = packet(0xA0, b"word\0\0\3")
    assert bytes(data[slice(*payload_bounds(data, len(data)))]) == b"word"


@pytest.mark.parametrize(
    "data",
    [packet(0x8F, b""), packet(0x90, b"\xbe\xde"), packet(0x90, b"\xbe\xde\0\x09"), packet(0xA0, b"\xff")],
    ids=["contributors", "no length", "extensions", "padding"],
)
def test_a_header_that_is_longer_than_its_packet_is_malformed(data: memoryview) -> None:
    with pytest.raises(MalformedPacket):
        payload_bounds(data, len(data))


def test_extensions_are_found_by_their_id() -> None:
    data = packet(0x90, EXTENDED)
    assert extensions(data, len(data)) == {1: bytes([42]), 4: b"m"}


def test_two_byte_extensions_are_not_read() -> None:
    data = packet(0x90, b"\x10\x00\0\1\1\1\7\0")
    assert extensions(data, len(data)) == {}


@given(st.binary(min_size=12, max_size=80))
def test_no_bytes_make_it_stumble(junk: bytes) -> None:
    data = memoryview(junk)
    extensions(data, len(data))
    try:
        start, end = payload_bounds(data, len(data))
    except MalformedPacket:
        return
    assert 12 <= start <= end <= len(data)


def test_reports_are_told_from_packets_by_their_second_byte() -> None:
    assert [second for second in (96, 111, 200, 206, 224, 239) if is_rtcp(second)] == [200, 206]
