from hypothesis import given
from hypothesis import strategies as st

from realtime.meeting.slots import Picture, Stage, place, ranked, wanted

NADIA, MARCEL, JUDITH, AWA = 1, 2, 3, 4
EVERYBODY = (NADIA, MARCEL, JUDITH, AWA)


def cameras(*people: int) -> list[Picture]:
    return [Picture(person, "camera") for person in people]


def test_everybody_is_seen_in_order_of_entry_but_never_oneself() -> None:
    assert wanted(Stage(EVERYBODY, []), MARCEL, None, 9) == cameras(NADIA, JUDITH, AWA)


def test_a_screen_comes_before_faces() -> None:
    assert wanted(Stage(EVERYBODY, [AWA]), NADIA, None, 2) == [
        Picture(AWA, "screen"),
        Picture(MARCEL, "camera"),
    ]


def test_the_spotlight_comes_before_a_screen_and_what_one_pins_before_that() -> None:
    stage = Stage(EVERYBODY, [AWA], spotlight=JUDITH)
    assert wanted(stage, NADIA, MARCEL, 3) == [*cameras(MARCEL, JUDITH), Picture(AWA, "screen")]


def test_who_is_pinned_shows_their_screen_first() -> None:
    assert wanted(Stage(EVERYBODY, [MARCEL, AWA]), NADIA, AWA, 2) == [
        Picture(AWA, "screen"),
        Picture(AWA, "camera"),
    ]


def test_whoever_is_pinned_but_not_there_takes_no_place() -> None:
    assert wanted(Stage([MARCEL], [], spotlight=9), NADIA, 7, 3) == cameras(MARCEL)


def test_in_the_spotlight_one_does_not_see_oneself() -> None:
    assert wanted(Stage([NADIA, MARCEL], [], spotlight=NADIA), NADIA, None, 3) == cameras(MARCEL)


def test_recent_speakers_come_first() -> None:
    assert ranked(EVERYBODY, [JUDITH, 9, NADIA]) == [JUDITH, NADIA, MARCEL, AWA]


def test_whoever_stays_does_not_move() -> None:
    slots = [*cameras(NADIA, MARCEL, JUDITH)]
    assert place(slots, cameras(JUDITH, AWA, NADIA)) == cameras(NADIA, AWA, JUDITH)


def test_a_slot_is_empty_when_nobody_is_left_for_it() -> None:
    assert place(cameras(NADIA, MARCEL), cameras(MARCEL)) == [None, Picture(MARCEL, "camera")]


people = st.lists(st.integers(1, 12), unique=True, max_size=8)


@given(people, people)
def test_everybody_wanted_has_one_slot_and_nobody_moves_without_need(
    before: list[int], now: list[int]
) -> None:
    slots: list[Picture | None] = [*cameras(*before), *[None] * (8 - len(before))]
    placed = place(slots, cameras(*now))
    assert len(placed) == 8
    assert sorted(filter(None, placed)) == sorted(cameras(*now))
    assert all(old == new for old, new in zip(slots, placed, strict=True) if old in cameras(*now))
