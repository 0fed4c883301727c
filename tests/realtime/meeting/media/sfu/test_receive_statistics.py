from realtime.meeting.media.sfu.receive_statistics import (
    ASKED_AGAIN_AFTER,
    MOST_ASKS,
    ReceiveStatistics,
    ReportBlock,
)


def of(*seqs: int) -> ReceiveStatistics:
    statistics = ReceiveStatistics(90_000)
    for at, seq in enumerate(seqs):
        statistics.take(seq & 0xFFFF, at * 6000, at / 15)
    return statistics


def test_what_comes_in_order_is_complete() -> None:
    statistics = of(65_534, 65_535, 0, 1)
    assert statistics.ask(9) == []
    assert statistics.report() == ReportBlock(4, 0, 0, 0x10001, 0)


def test_a_gap_is_asked_for_until_it_is_filled() -> None:
    statistics = of(1, 2, 5)
    assert statistics.ask(1) == [3, 4]
    assert not statistics.take(3, 0, 1)
    assert statistics.ask(1 + ASKED_AGAIN_AFTER) == [4]


def test_it_is_not_asked_for_twice_at_once() -> None:
    statistics = of(1, 3)
    assert statistics.ask(1) == [2]
    assert statistics.ask(1) == []


def test_what_never_comes_is_given_up() -> None:
    statistics = of(1, 3)
    for ask in range(MOST_ASKS):
        assert statistics.ask(1 + ask) == [2]
    assert statistics.ask(99) == []


def test_what_came_only_because_it_was_asked_for_counts_as_lost() -> None:
    statistics = of(1, 2, 4)
    statistics.ask(1)
    statistics.take(3, 0, 1)
    assert statistics.report()[:3] == (4, 1, 1)


def test_what_was_overtaken_does_not() -> None:
    assert of(1, 2, 4, 3).report()[:3] == (4, 0, 0)


def test_each_report_tells_what_is_new() -> None:
    statistics = of(1, 2, 4)
    statistics.report()
    statistics.take(5, 0, 1)
    assert statistics.report()[:3] == (1, 0, 1)


def test_a_great_jump_is_another_beginning() -> None:
    statistics = of(1, 2, 5000, 5001)
    assert statistics.ask(9) == []
    assert statistics.report()[:3] == (4, 0, 0)


def test_a_number_is_known_without_its_wrap_around() -> None:
    statistics = of(65_535, 0, 1)
    assert [statistics.number(seq) for seq in (65_535, 0, 1, 2)] == [65_535, 65_536, 65_537, 65_538]


def test_whoever_leaves_gap_after_gap_costs_no_memory() -> None:
    statistics = of(*range(0, 200 * 1000, 200))
    assert len(statistics.missing) <= 600


def test_jitter_is_told_in_units_of_the_clock() -> None:
    statistics = ReceiveStatistics(90_000)
    for number in range(100):
        statistics.take(number, number * 6000, number / 15 + (0.01 if number % 2 else 0))
    assert 300 < statistics.report().jitter <= 900
