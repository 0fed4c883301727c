"""What a peer writes, another implementation reads: aiortc."""

import av
import pytest
from aiortc.codecs.vpx import VpxPayloadDescriptor
from aiortc.rtp import HeaderExtensionsMap, RtpPacket

from realtime.meeting.peer import rtp
from realtime.simulate.meeting.canned_media import LOW, pictures, tone


def test_a_packet_reads_back_and_another_program_reads_the_same() -> None:
    extensions = rtp.one_byte({1: b"\x99", 3: b"m"})
    data = rtp.rtp(111, 65_535, 2**32 - 1, 77, b"voix", marker=True, extensions=extensions)
    arrived = rtp.parse(data)
    assert (arrived.payload_type, arrived.sequence, arrived.timestamp, arrived.ssrc) == (
        111,
        65_535,
        2**32 - 1,
        77,
    )
    assert arrived.marker
    assert data[arrived.start : arrived.end] == b"voix"
    assert rtp.extension(data, 3) == b"m"
    assert rtp.extension(data, 1) == b"\x99"
    assert rtp.extension(data, 5) is None
    theirs = RtpPacket.parse(data, HeaderExtensionsMap())
    assert (theirs.payload_type, theirs.sequence_number, theirs.payload) == (111, 65_535, b"voix")


@pytest.mark.parametrize("size", [1, rtp.MOST_PAYLOAD, rtp.MOST_PAYLOAD + 1, 5_000])
def test_a_picture_is_cut_into_pieces_that_another_program_puts_together(size: int) -> None:
    frame = bytes(number % 251 for number in range(size))
    whole = b""
    for number, piece in enumerate(rtp.vp8_payloads(frame, 40_000)):
        descriptor, rest = VpxPayloadDescriptor.parse(piece)
        assert (descriptor.partition_start, descriptor.picture_id) == (int(number == 0), 40_000 & 0x7FFF)
        whole += rest
    assert whole == frame


def test_a_key_frame_is_known_by_its_first_piece() -> None:
    first, second, *_rest = pictures(LOW, 0)
    for frame, is_key in ((first, True), (second, False)):
        piece = rtp.vp8_payloads(frame, 1)[0]
        data = rtp.rtp(96, 1, 1, 1, piece)
        assert rtp.vp8_fragment(data, rtp.parse(data)).is_key is is_key


def test_the_loop_of_pictures_is_what_a_decoder_shows_and_costs_what_a_small_camera_does() -> None:
    frames = pictures(LOW, 128)
    decoder = av.CodecContext.create("vp8", "r")
    shown = [picture for frame in frames for picture in decoder.decode(av.Packet(frame))]
    assert len(shown) == len(frames) == 60
    assert (shown[0].width, shown[0].height) == (320, 180)
    assert 80_000 < sum(map(len, frames)) * 8 / 4 < 150_000


def test_a_second_of_tone_is_fifty_frames() -> None:
    frames = tone(440)
    decoder = av.CodecContext.create("opus", "r")
    decoder.extradata = b"OpusHead\x01\x01\x00\x00\x80\xbb\x00\x00\x00\x00\x00"
    samples = sum(sound.samples for frame in frames for sound in decoder.decode(av.Packet(frame)))
    assert len(frames) == 50
    assert samples == 48_000
