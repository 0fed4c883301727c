from hypothesis import given
from hypothesis import strategies as st

from realtime.meeting.media.slot_layout import (
    TrackRef,
    VisibleTracks,
    assign_slots,
    rank_tracks,
    recent_first,
)

NADIA, MARCEL, JUDITH, AWA = 1, 2, 3, 4
EVERYBODY = (NADIA, MARCEL, JUDITH, AWA)


def cameras(*people: int) -> list[TrackRef]:
    return [TrackRef(person, "camera") for person in people]


def test_everybody_is_seen_in_order_of_entry_but_never_oneself() -> None:
    assert rank_tracks(VisibleTracks(EVERYBODY, []), MARCEL, None, 9) == cameras(NADIA, JUDITH, AWA)


def test_a_screen_comes_before_faces() -> None:
    assert rank_tracks(VisibleTracks(EVERYBODY, [AWA]), NADIA, None, 2) == [
        TrackRef(AWA, "screen"),
        TrackRef(MARCEL, "camera"),
    ]


def test_the_spotlight_comes_before_a_screen_and_what_one_pins_before_that() -> None:
    stage = VisibleTracks(EVERYBODY, [AWA], spotlight=JUDITH)
    assert rank_tracks(stage, NADIA, MARCEL, 3) == [*cameras(MARCEL, JUDITH), TrackRef(AWA, "screen")]


def test_who_is_pinned_shows_their_screen_first() -> None:
    assert rank_tracks(VisibleTracks(EVERYBODY, [MARCEL, AWA]), NADIA, AWA, 2) == [
        TrackRef(AWA, "screen"),
        TrackRef(AWA, "camera"),
    ]


def test_whoever_is_pinned_but_not_there_takes_no_place() -> None:
    assert rank_tracks(VisibleTracks([MARCEL], [], spotlight=9), NADIA, 7, 3) == cameras(MARCEL)


def test_in_the_spotlight_one_does_not_see_oneself() -> None:
    assert rank_tracks(VisibleTracks([NADIA, MARCEL], [], spotlight=NADIA), NADIA, None, 3) == cameras(MARCEL)


def test_recent_speakers_come_first() -> None:
    assert recent_first(EVERYBODY, [JUDITH, 9, NADIA]) == [JUDITH, NADIA, MARCEL, AWA]


def test_whoever_stays_does_not_move() -> None:
    slots = [*cameras(NADIA, MARCEL, JUDITH)]
    assert assign_slots(slots, cameras(JUDITH, AWA, NADIA)) == cameras(NADIA, AWA, JUDITH)


def test_a_slot_is_empty_when_nobody_is_left_for_it() -> None:
    assert assign_slots(cameras(NADIA, MARCEL), cameras(MARCEL)) == [None, TrackRef(MARCEL, "camera")]


people = st.lists(st.integers(1, 12), unique=True, max_size=8)


@given(people, people)
def test_everybody_wanted_has_one_slot_and_nobody_moves_without_need(
    before: list[int], now: list[int]
) -> None:
    slots: list[TrackRef | None] = [*cameras(*before), *[None] * (8 - len(before))]
    placed = assign_slots(slots, cameras(*now))
    assert len(placed) == 8
    assert sorted(filter(None, placed)) == sorted(cameras(*now))
    assert all(old == new for old, new in zip(slots, placed, strict=True) if old in cameras(*now))
