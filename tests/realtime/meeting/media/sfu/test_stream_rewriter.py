import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.meeting.media.sfu import vp8
from realtime.meeting.media.sfu.rtp import HEADER, HEADER_LENGTH, RtpPacket, extensions
from realtime.meeting.media.sfu.stream_rewriter import (
    SEND_TIME_HEADER,
    RewriteStart,
    StreamRewriter,
    rtx_packet,
)

BEGIN = RewriteStart(1000, 50_000, 7, 3)
LONG = b"\x90\x80\xff\xfe\x00"


def picture(seq: int, payload: bytes = b"\x10\x00word") -> RtpPacket:
    return RtpPacket(seq & 0xFFFF, seq * 6000 & 0xFFFF_FFFF, 0xE0, payload, vp8.read(payload))


def written(rewriter: StreamRewriter, packet: RtpPacket) -> bytes:
    data = memoryview(bytearray(1500))
    return bytes(data[: rewriter.write(packet, data)])


@given(st.integers(0, 65_535), st.integers(0, 40))
def test_numbers_and_clock_go_on_whatever_the_source_counts(first: int, later: int) -> None:
    rewriter = StreamRewriter(5, first, picture(first), BEGIN)
    _, second, seq, timestamp, ssrc = HEADER.unpack_from(written(rewriter, picture(first + later)))
    assert (second, seq, timestamp, ssrc) == (0xE0, 1000 + later, 50_000 + 6000 * later, 5)


def test_what_a_viewer_asks_for_is_found_at_the_source() -> None:
    rewriter = StreamRewriter(5, 65_535, picture(65_535), BEGIN)
    assert rewriter.source_seq(1001) == 0
    assert rewriter.seq(0) == 1001


def test_the_payload_is_untouched() -> None:
    assert written(StreamRewriter(5, 1, picture(1), BEGIN), picture(1))[HEADER_LENGTH:] == b"\x10\x00word"


def test_a_long_picture_number_goes_on_and_wraps_around() -> None:
    rewriter = StreamRewriter(5, 1, picture(1, LONG), BEGIN)
    assert written(rewriter, picture(1, LONG))[HEADER_LENGTH:] == b"\x90\x80\x80\x07\x00"
    assert written(rewriter, picture(2, b"\x90\x80\xff\xff\x00"))[HEADER_LENGTH:] == b"\x90\x80\x80\x08\x00"
    assert written(rewriter, picture(3, b"\x90\x80\x80\x00\x00"))[HEADER_LENGTH:] == b"\x90\x80\x80\x09\x00"


def test_a_short_picture_number_and_its_layer_go_on() -> None:
    short = b"\x90\xe0\x05\x09\x20\x01"
    assert written(StreamRewriter(5, 1, picture(1, short), BEGIN), picture(1, short))[HEADER_LENGTH:] == (
        b"\x90\xe0\x07\x03\x20\x01"
    )


def test_a_packet_written_twice_is_the_same_to_the_last_bit() -> None:
    rewriter = StreamRewriter(5, 1, picture(1), BEGIN)
    assert written(rewriter, picture(2)) == written(rewriter, picture(2))


def test_a_stamped_packet_says_when_it_is_sent() -> None:
    packet = written(StreamRewriter(5, 1, picture(1), BEGIN, send_time=True), picture(1))
    assert len(extensions(memoryview(packet), len(packet))[2]) == 3
    assert packet[SEND_TIME_HEADER.size :] == b"\x10\x00word"


@pytest.mark.parametrize("send_time", [False, True])
def test_a_repetition_holds_the_number_it_repeats(send_time: bool) -> None:
    packet = written(StreamRewriter(5, 1, picture(1), BEGIN, send_time=send_time), picture(1))
    again = rtx_packet(packet, 97, 6, 65_537)
    start = SEND_TIME_HEADER.size if send_time else HEADER_LENGTH
    assert HEADER.unpack_from(again)[1:] == (0x80 | 97, 1, 50_000, 6)
    assert again[start:] == (1000).to_bytes(2, "big") + b"\x10\x00word"
