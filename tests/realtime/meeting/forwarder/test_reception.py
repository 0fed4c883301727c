from realtime.meeting.forwarder.reception import ASKED_AGAIN_AFTER, MOST_ASKS, Reception, Report


def of(*seqs: int) -> Reception:
    reception = Reception(90_000)
    for at, seq in enumerate(seqs):
        reception.take(seq & 0xFFFF, at * 6000, at / 15)
    return reception


def test_what_comes_in_order_is_complete() -> None:
    reception = of(65_534, 65_535, 0, 1)
    assert reception.ask(9) == []
    assert reception.report() == Report(4, 0, 0, 0x10001, 0)


def test_a_gap_is_asked_for_until_it_is_filled() -> None:
    reception = of(1, 2, 5)
    assert reception.ask(1) == [3, 4]
    assert not reception.take(3, 0, 1)
    assert reception.ask(1 + ASKED_AGAIN_AFTER) == [4]


def test_it_is_not_asked_for_twice_at_once() -> None:
    reception = of(1, 3)
    assert reception.ask(1) == [2]
    assert reception.ask(1) == []


def test_what_never_comes_is_given_up() -> None:
    reception = of(1, 3)
    for ask in range(MOST_ASKS):
        assert reception.ask(1 + ask) == [2]
    assert reception.ask(99) == []


def test_what_came_only_because_it_was_asked_for_counts_as_lost() -> None:
    reception = of(1, 2, 4)
    reception.ask(1)
    reception.take(3, 0, 1)
    assert reception.report()[:3] == (4, 1, 1)


def test_what_was_overtaken_does_not() -> None:
    assert of(1, 2, 4, 3).report()[:3] == (4, 0, 0)


def test_each_report_tells_what_is_new() -> None:
    reception = of(1, 2, 4)
    reception.report()
    reception.take(5, 0, 1)
    assert reception.report()[:3] == (1, 0, 1)


def test_a_great_jump_is_another_beginning() -> None:
    reception = of(1, 2, 5000, 5001)
    assert reception.ask(9) == []
    assert reception.report()[:3] == (4, 0, 0)


def test_a_number_is_known_without_its_wrap_around() -> None:
    reception = of(65_535, 0, 1)
    assert [reception.number(seq) for seq in (65_535, 0, 1, 2)] == [65_535, 65_536, 65_537, 65_538]


def test_whoever_leaves_gap_after_gap_costs_no_memory() -> None:
    reception = of(*range(0, 200 * 1000, 200))
    assert len(reception.missing) <= 600


def test_jitter_is_told_in_units_of_the_clock() -> None:
    reception = Reception(90_000)
    for number in range(100):
        reception.take(number, number * 6000, number / 15 + (0.01 if number % 2 else 0))
    assert 300 < reception.report().jitter <= 900
