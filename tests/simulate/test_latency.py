"""Deliveries are measured whether the sender or the receiver learns the line's number first."""

import math
from collections import Counter

import pytest

from realtime.simulate.figures import merged_histograms
from realtime.simulate.latency import SENT_AGAIN, Histogram, LatencyRecorder, LogPosition, bucket_of, quantile
from realtime.simulate.process_messages import PeopleReport

PLACE: LogPosition = (4, 17)


def measured(ledger: LatencyRecorder) -> Histogram:
    """Return all measurements, of every second."""
    return sum(ledger.histograms.values(), Counter())


def median(histogram: Histogram) -> float:
    """Return the median in milliseconds."""
    half = quantile(histogram, 0.5)
    assert half is not None
    return half


@pytest.mark.parametrize("answer_first", [True, False])
def test_a_delivery_is_measured_whichever_comes_first(answer_first: bool) -> None:
    ledger = LatencyRecorder(begins=100)
    if answer_first:
        ledger.was_sent(PLACE, 102.0)
    ledger.heard(PLACE, 102.05, live_since=101)
    if not answer_first:
        ledger.was_sent(PLACE, 102.0)
    assert median(measured(ledger)) == pytest.approx(50, rel=0.02)
    assert list(ledger.histograms) == [2]


def test_what_one_catches_up_with_is_delivered_but_not_measured() -> None:
    ledger = LatencyRecorder(begins=100)
    ledger.was_sent(PLACE, 102.0)
    ledger.heard(PLACE, 130.0, live_since=math.inf)
    assert (measured(ledger).total(), ledger.deliveries.total()) == (0, 1)


def test_what_had_to_be_sent_twice_is_not_measured() -> None:
    ledger = LatencyRecorder(begins=100)
    ledger.heard(PLACE, 102.0, live_since=101)
    ledger.was_sent(PLACE, SENT_AGAIN)
    assert measured(ledger).total() == 0


def test_what_is_heard_in_another_process_is_measured_at_the_end() -> None:
    sender, hearer = LatencyRecorder(begins=100), LatencyRecorder(begins=100)
    sender.was_sent(PLACE, 102.0)
    hearer.heard(PLACE, 102.2, live_since=101)
    merged = merged_histograms([played(sender), played(hearer)], begins=100)
    assert median(merged[2]) == pytest.approx(200, rel=0.02)


@pytest.mark.parametrize("milliseconds", [0.02, 1, 38, 250, 61_000])
def test_a_bucket_is_at_most_one_percent_too_long(milliseconds: float) -> None:
    told = median(Counter([bucket_of(milliseconds)]))
    assert milliseconds <= told * 1.000001
    assert told <= milliseconds * 1.0101


def test_nothing_has_no_quantile() -> None:
    assert quantile(Counter(), 0.99) is None


def played(ledger: LatencyRecorder) -> PeopleReport:
    """Return the report of a process with ``ledger``."""
    return PeopleReport(
        histograms=dict(ledger.histograms),
        answers={},
        pages={},
        deliveries=ledger.deliveries,
        written={},
        connected={},
        errors={},
        counts={},
        closes={},
        sent=list(ledger.sent.items()),
        waiting=[(place, pairs.tobytes()) for place, pairs in ledger.waiting.items()],
        done=[],
        feeds=[],
        absent=0,
        unanswered=0,
        stranded=0,
    )
