"""A person's pace: so much at once, then so much a second, however they come back."""

from people import pacing
from people.pacing import Bucket


class PacingClock:
    """A clock that the test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_who_did_nothing_for_a_day_may_do_no_more_at_once_than_anybody() -> None:
    clock = PacingClock()
    bucket = Bucket(3, 1, clock)
    assert [bucket.take() for _act in range(4)] == [0, 0, 0, 1]
    clock.now += 86_400
    assert [bucket.take() for _act in range(4)] == [0, 0, 0, 1]


def test_what_was_refused_costs_nothing_and_what_is_booked_comes_in_turn() -> None:
    clock = PacingClock()
    bucket = Bucket(1, 1, clock)
    assert [bucket.book(2) for _act in range(4)] == [0, 1, 2, 3]
    clock.now += 1
    assert bucket.book(2) == 2


def test_coming_back_refills_nothing() -> None:
    assert pacing.pace_of(1) is pacing.pace_of(1)
    assert pacing.doors_of(1) is pacing.doors_of(1)
    assert pacing.pace_of(1) is not pacing.pace_of(2)
