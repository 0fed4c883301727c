"""A headless viewer hands over one stream a section, however often Janus begins anew."""

from hypothesis import given
from hypothesis import strategies as st

from realtime.meeting.media.janus.headless_viewer import StreamSplicer
from realtime.meeting.peer import rtp

NUMBERS = st.integers(0, 0xFFFF)


@given(begins=st.lists(st.tuples(NUMBERS, st.integers(1, 5)), min_size=1, max_size=6), ssrc=st.integers(1, 9))
def test_connections_follow_one_another_without_a_gap(begins: list[tuple[int, int]], ssrc: int) -> None:
    lane, handed = StreamSplicer(ssrc), list[rtp.RtpHeader]()
    for number, (first, count) in enumerate(begins):
        lane.begin()
        for at in range(count):
            packet = rtp.rtp(96, first + at, 7 * at, 1_000 + number, b"voix", marker=True)
            handed.append(rtp.parse(lane.carry(packet)))
    assert [each.sequence for each in handed] == [at % 65_536 for at in range(len(handed))]
    assert {each.ssrc for each in handed} == {ssrc}
    assert all(each.marker and each.payload_type == 96 for each in handed)


@given(first=NUMBERS, order=st.permutations(range(6)))
def test_what_comes_late_keeps_its_place(first: int, order: list[int]) -> None:
    lane = StreamSplicer(1)
    lane.carry(rtp.rtp(96, first, 0, 5, b""))
    late = [rtp.parse(lane.carry(rtp.rtp(96, first + 1 + at, 0, 5, b""))).sequence for at in order]
    assert late == [1 + at for at in order]
    lane.begin()
    assert rtp.parse(lane.carry(rtp.rtp(96, 40_000, 0, 6, b""))).sequence == 7
