"""Who does not hear that it is too much."""

from realtime.gateway.flooding import MOST_REFUSED, Flood


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_it_is_told_once_then_borne_then_closed() -> None:
    flood = Flood(Clock())
    said = [flood.grew() for _time in range(MOST_REFUSED + 1)]
    assert said[0] == "told"
    assert set(said[1:-1]) == {"borne"}
    assert said[-1] == "closed"


def test_after_a_quiet_while_it_is_told_again() -> None:
    clock = Clock()
    flood = Flood(clock)
    assert flood.grew() == "told"
    clock.now = 5.0
    assert flood.grew() == "borne"
    clock.now = 60.0
    assert flood.grew() == "told"
