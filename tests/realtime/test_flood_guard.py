"""A socket that goes on sending too much."""

from realtime.gateway.flood_guard import MAX_REFUSED, FloodGuard


class ManualClock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_it_is_told_once_then_borne_then_closed() -> None:
    flood = FloodGuard(ManualClock())
    said = [flood.count_refused() for _time in range(MAX_REFUSED + 1)]
    assert said[0] == "tell"
    assert set(said[1:-1]) == {"ignore"}
    assert said[-1] == "close"


def test_after_a_quiet_while_it_is_told_again() -> None:
    clock = ManualClock()
    flood = FloodGuard(clock)
    assert flood.count_refused() == "tell"
    clock.now = 5.0
    assert flood.count_refused() == "ignore"
    clock.now = 60.0
    assert flood.count_refused() == "tell"
