"""Verification finds a received log that differs from the log, and a command that is in it twice or never."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from realtime.simulate.figures import result_of
from realtime.simulate.process_messages import (
    Acknowledged,
    Counts,
    HeardSession,
    LogLines,
    PeopleReport,
    SerializedLog,
)
from realtime.simulate.received_log import LineStatus, ReceivedLog, compare, digest
from realtime.simulate.rehearsal import RehearsalPlan, RehearsalRecord
from realtime.simulate.result import RehearsalResult
from realtime.simulate.scenario import load
from realtime.simulate.verdict import judge

ROOM, NADIA, MARCEL = 4, 1, 2
LOG: LogLines = [(seq, NADIA if seq % 2 else MARCEL, 1000 + seq) for seq in range(1, 11)]
QUICK: Counts = {100: 40}


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def heard(person: int, lines: LogLines, since: int = 0) -> SerializedLog:
    """Return a received log that holds ``lines`` in their order."""
    feed = ReceivedLog(since)
    feed.seqs.extend(seq for seq, _by, _told in lines)
    feed.digests.extend(told for _seq, _by, told in lines)
    return SerializedLog(f"person {person}", person, ROOM, since, feed.seqs.tobytes(), feed.digests.tobytes())


def evening(
    feeds: list[SerializedLog],
    done: list[Acknowledged] | None = None,
    log: LogLines = LOG,
    sessions: Sequence[HeardSession] = (),
) -> RehearsalResult:
    """Return the result of two people who received ``feeds``; by default the whole log was acknowledged."""
    done = [Acknowledged(by or 0, ROOM, seq) for seq, by, _told in LOG] if done is None else done
    played = PeopleReport(
        histograms={1: QUICK},
        answers=QUICK,
        pages=QUICK,
        deliveries={1: 40},
        written={1: 10},
        connected={1: 2},
        errors={},
        counts={},
        closes={},
        sent=[],
        waiting=[],
        done=done,
        feeds=feeds,
        absent=0,
        unanswered=0,
        stranded=0,
        sessions=list(sessions),
    )
    plan = RehearsalPlan(1, 2, 10, "atelier", load("atelier"), "seed", 250)
    return result_of(plan, RehearsalRecord(2, 0.0, 1, [played], {ROOM: log}, {}, [[]]))


def counts(result: RehearsalResult) -> tuple[int, int, int, int]:
    """Return lost, doubled, disordered, altered."""
    return result.lost, result.doubled, result.disordered, result.altered


def test_feeds_that_are_the_log_hold() -> None:
    done = [Acknowledged(by or 0, ROOM, seq) for seq, by, _told in LOG if seq != 2]  # he came at 3
    result = evening([heard(NADIA, LOG), heard(MARCEL, LOG[3:], since=3)], done)
    assert counts(result) == (0, 0, 0, 0)
    assert judge(result).held
    assert "holds 1 fabrique of 2 people" in judge(result).sentence


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (LOG[:4] + LOG[5:], (1, 0, 0, 0)),
        (LOG[:9], (1, 0, 0, 0)),
        ([*LOG, LOG[-1]], (0, 1, 0, 0)),
        ([*LOG[:3], LOG[4], LOG[3], *LOG[5:]], (0, 0, 1, 0)),
        ([*LOG[:9], (10, MARCEL, 7)], (0, 0, 0, 1)),
    ],
)
def test_a_damaged_feed_is_found_out(lines: LogLines, found: tuple[int, int, int, int]) -> None:
    result = evening([heard(NADIA, LOG), heard(MARCEL, lines)])
    assert counts(result) == found
    assert [fault.who for fault in result.faults] == ["person 2"]
    assert not judge(result).held
    assert "does not hold" in judge(result).sentence


def test_a_command_that_was_acknowledged_and_is_not_there_is_lost() -> None:
    feeds = [heard(NADIA, LOG), heard(MARCEL, LOG)]
    done = [Acknowledged(by or 0, ROOM, seq) for seq, by, _told in LOG] + [Acknowledged(NADIA, ROOM, 11)]
    assert counts(evening(feeds, done)) == (1, 0, 0, 0)


def test_two_commands_that_became_one_line_have_lost_one() -> None:
    done = [Acknowledged(by or 0, ROOM, seq) for seq, by, _told in LOG] + [Acknowledged(NADIA, ROOM, 1)]
    assert counts(evening([heard(NADIA, LOG), heard(MARCEL, LOG)], done)) == (1, 0, 0, 0)


def test_a_line_that_nobody_asked_for_is_doubled() -> None:
    done = [Acknowledged(by or 0, ROOM, seq) for seq, by, _told in LOG if seq != 5]
    assert counts(evening([heard(NADIA, LOG), heard(MARCEL, LOG)], done)) == (0, 1, 0, 0)


def test_a_log_with_a_hole_is_found_out_too() -> None:
    log = [line for line in LOG if line[0] != 6]
    done = [Acknowledged(by or 0, ROOM, seq) for seq, by, _told in log]
    assert counts(evening([heard(NADIA, log), heard(MARCEL, log)], done, log)) == (1, 0, 0, 0)


@pytest.mark.parametrize("trouble", [{"came": 1}, {"unanswered": 1}, {"stranded": 1}])
def test_a_service_that_is_gone_does_not_hold_though_nothing_was_lost(trouble: dict[str, int]) -> None:
    result = replace(evening([heard(NADIA, LOG), heard(MARCEL, LOG)]), **trouble)
    assert counts(result) == (0, 0, 0, 0)
    assert not judge(result).held


def test_a_service_that_is_slow_does_not_hold() -> None:
    result = evening([heard(NADIA, LOG), heard(MARCEL, LOG)])
    slow = replace(result, latency=replace(result.latency, p99=result.goal_ms + 1))
    assert not judge(slow).held
    assert "more than 250 ms" in judge(slow).sentence


def test_a_feed_keeps_what_comes_next_and_passes_over_what_it_knows() -> None:
    feed = ReceivedLog(3)
    taken = [feed.take(seq, 1000 + seq) for seq in (4, 5, 4, 7, 6, 7)]
    assert taken == [
        LineStatus.KEPT,
        LineStatus.KEPT,
        LineStatus.KNOWN,
        LineStatus.GAP,
        LineStatus.KEPT,
        LineStatus.KEPT,
    ]
    log = {seq: 1000 + seq for seq in range(1, 8)}
    assert (feed.last, compare(feed, log, ROOM, "")) == (7, [])


def test_a_known_line_in_other_words_is_not_passed_over() -> None:
    feed = ReceivedLog(0)
    feed.take(1, 1001)
    assert feed.take(1, 7) is LineStatus.KEPT
    assert {fault.kind for fault in compare(feed, {1: 1001}, ROOM, "")} == {"doubled", "altered"}


def test_one_changed_sign_makes_another_digest() -> None:
    line = {"seq": 1, "at": 2, "by": 3, "event": {"kind": "x", "body": "à"}}
    assert digest(line) == digest(dict(reversed(line.items())))
    assert digest(line) != digest({**line, "event": {"kind": "x", "body": "a"}})
