"""Feedback is read again by a parser of the test's own, written from the draft."""

from struct import iter_unpack, unpack_from

from hypothesis import given
from hypothesis import strategies as st

from realtime.meeting.media.sfu.twcc import EVERY, MOST, TwccFeedback, encode_feedback


def read(report: bytes) -> tuple[int, list[float | None]]:
    """Return the base number of a feedback packet, and each packet's arrival in milliseconds or None."""
    first, kind, words = unpack_from("!BBH", report)
    assert (first & 0x1F, kind, len(report)) == (15, 205, 4 + 4 * words)
    body = report[: -report[-1]] if first & 0x20 else report
    base, count, reference = unpack_from("!HHI", body, 12)
    chunks = -(-count // 7)
    symbols = [
        chunk >> shift & 3
        for (chunk,) in iter_unpack("!H", body[20 : 20 + 2 * chunks])
        for shift in range(12, -2, -2)
    ]
    at, time, times = 20 + 2 * chunks, (reference >> 8) * 64.0, list[float | None]()
    for symbol in symbols[:count]:
        if symbol:
            time += (body[at] if symbol == 1 else unpack_from("!h", body, at)[0]) / 4
            at += symbol
        times.append(time if symbol else None)
    assert at == len(body)
    return base, times


def test_each_packet_is_told_with_its_time() -> None:
    twcc = TwccFeedback()
    for seq, at in ((7, 100.0), (8, 100.005), (9, 100.4)):
        twcc.note(seq, at)
    report = twcc.report(1, 101.0)
    assert report is not None
    assert read(report) == (7, [100_000.0, 100_005.0, 100_400.0])


def test_what_has_not_come_is_told_too() -> None:
    twcc = TwccFeedback()
    twcc.note(65_535, 100.0)
    twcc.note(1, 100.01)
    report = twcc.report(1, 101.0)
    assert report is not None
    assert read(report) == (65_535, [100_000.0, None, 100_010.0])


def test_one_report_goes_on_where_the_last_one_ended() -> None:
    twcc = TwccFeedback()
    twcc.note(5, 100.0)
    twcc.report(1, 100.0)
    twcc.note(7, 100.2)
    report = twcc.report(1, 100.2)
    assert report is not None
    assert read(report)[0] == 6
    assert report[19] == 2, "they are counted"


def test_overtaken_packets_have_their_time_too() -> None:
    twcc = TwccFeedback()
    for seq, at in ((1, 100.0), (3, 100.02), (2, 100.03)):
        twcc.note(seq, at)
    report = twcc.report(1, 101.0)
    assert report is not None
    assert read(report) == (1, [100_000.0, 100_030.0, 100_020.0])


def test_nothing_is_said_when_nothing_came_and_not_more_often_than_needed() -> None:
    twcc = TwccFeedback()
    assert twcc.report(1, 100.0) is None
    twcc.note(1, 100.0)
    assert twcc.report(1, 100.0)
    twcc.note(2, 100.0)
    assert twcc.report(1, 100.0 + EVERY / 2) is None
    assert twcc.report(1, 100.0 + EVERY)


def test_a_great_jump_makes_no_great_report() -> None:
    twcc = TwccFeedback()
    twcc.note(1, 100.0)
    twcc.note(20_000, 100.0)
    report = twcc.report(1, 101.0)
    assert report is not None
    assert len(read(report)[1]) == MOST


@given(st.lists(st.none() | st.integers(40_000, 60_000), min_size=1, max_size=60).filter(any))
def test_every_report_is_read_as_it_was_written(times: list[int | None]) -> None:
    base, found = read(encode_feedback(1, 9, times, 1))
    assert base == 9
    assert found == [None if time is None else time / 4 for time in times]
