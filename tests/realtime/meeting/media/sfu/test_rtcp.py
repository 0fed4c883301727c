from hypothesis import given
from hypothesis import strategies as st

from realtime.meeting.media.sfu import rtcp
from realtime.meeting.media.sfu.receive_statistics import ReportBlock


def test_a_request_for_packets_is_read_as_it_was_written() -> None:
    assert list(rtcp.read(rtcp.nack(7, [65_535, 0, 3, 40]))) == [rtcp.Nack(7, [65_535, 0, 3, 40])]


@given(st.lists(st.integers(0, 65_535), min_size=1, max_size=30, unique=True))
def test_every_number_asked_for_arrives(seqs: list[int]) -> None:
    (lost,) = rtcp.read(rtcp.nack(7, seqs))
    assert isinstance(lost, rtcp.Nack)
    assert set(lost.seqs) == set(seqs)


def test_a_key_frame_is_asked_for() -> None:
    assert list(rtcp.read(rtcp.pli(7))) == [rtcp.KeyFrameRequest(7)]


def test_the_older_way_to_ask_for_one_is_understood() -> None:
    fir = bytes.fromhex("84ce0004 00000001 00000000 00000007 01000000")
    assert list(rtcp.read(fir)) == [rtcp.KeyFrameRequest(7)]


def test_an_estimate_is_read_as_it_was_written() -> None:
    for rate in (0, 1000, 262_143, 4_500_000):
        (estimate,) = rtcp.read(rtcp.remb(rate, [7, 8]))
        assert isinstance(estimate, rtcp.Remb)
        assert rate * 0.999 <= estimate.rate <= rate


def test_a_report_tells_the_share_lost() -> None:
    report = rtcp.receiver_report([(7, ReportBlock(100, 25, 30, 5000, 12), 3, 4)])
    assert list(rtcp.read(report)) == [rtcp.ReceptionReport(7, 0.25, 3, 4)]


def test_all_lost_fits_into_the_byte_it_has() -> None:
    (heard,) = rtcp.read(rtcp.receiver_report([(7, ReportBlock(5, 5, 5, 5, 0), 0, 0)]))
    assert isinstance(heard, rtcp.ReceptionReport)
    assert heard.fraction == 255 / 256


def test_a_sender_tells_its_clock() -> None:
    wall = 1_800_000_000.5
    (clock,) = rtcp.read(rtcp.sender_report(7, wall, 90_000, 10, 1000))
    assert clock == rtcp.SenderReport(7, rtcp.ntp(wall), 90_000)
    assert rtcp.ntp(wall) & 0xFFFF_FFFF == 1 << 31


def test_several_in_one_are_read_one_by_one() -> None:
    assert list(rtcp.read(rtcp.pli(7) + rtcp.pli(8))) == [rtcp.KeyFrameRequest(7), rtcp.KeyFrameRequest(8)]


def test_a_goodbye_is_understood() -> None:
    assert list(rtcp.read(bytes.fromhex("81cb0001 00000007"))) == [rtcp.Bye(7)]


@given(st.binary(max_size=120))
def test_no_bytes_make_it_stumble(junk: bytes) -> None:
    list(rtcp.read(junk))
    for kind in (200, 201, 203, 205, 206):
        list(rtcp.read(bytes([0x8F, kind, 0, len(junk) // 4]) + junk[: len(junk) // 4 * 4]))
