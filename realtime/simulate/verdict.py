"""The verdict: one sentence that says whether the hub held."""

import msgspec

from realtime.simulate import sentences as say
from realtime.simulate.result import CROWDED, LONG_AT_THE_DOOR_MS, RehearsalResult, SlowPhones
from realtime.simulate.session_verification import SessionResult
from realtime.simulate.storm_result import MOST, StormResult


class Verdict(msgspec.Struct, frozen=True):
    """Whether the hub held, the sentence that says so, and what limits its weight."""

    held: bool
    sentence: str
    cautions: list[str]


def judge(result: RehearsalResult) -> Verdict:
    """Judge: held if everybody came, everybody received the log, and p99 does not exceed the goal."""
    reasons = _reasons(result)
    return Verdict(not reasons, _sentence(result, reasons), _cautions(result))


def crowd(rooms: int, people: int) -> str:
    """Say the number of fabriques and people in words."""
    return (say.CROWD_OF_ONE if rooms == 1 else say.CROWD)(rooms=rooms, people=people)


def _reasons(result: RehearsalResult) -> list[str]:
    p99, missing = result.latency.p99, result.expected - result.came
    found = [
        (missing > 0, say.NOT_ALL_CAME(missing=missing, expected=result.expected)),
        (result.unanswered > 0, say.UNANSWERED(people=result.unanswered)),
        (result.stranded > 0, say.STRANDED(people=result.stranded)),
        (bool(result.faults), say.FAULTY()),
        (p99 is None, say.NOTHING_SAID()),
        (p99 is not None and p99 > result.goal_ms, say.TOO_SLOW(goal=say.number(result.goal_ms))),
    ]
    more = [*_session_reasons(result.session), *_storm_reasons(result.storm)]
    return [sentence for is_so, sentence in [*found, *more] if is_so]


def _session_reasons(session: SessionResult | None) -> list[tuple[bool, str]]:
    if session is None:
        return []
    return [
        (session.early > 0, say.SEEN_EARLY(early=session.early)),
        (session.missing > 0, say.NOT_REVEALED(missing=session.missing)),
        (session.doubled > 0, say.REVEALED_TWICE(doubled=session.doubled)),
        (session.apart > 0, say.APART(people=session.apart)),
    ]


def _storm_reasons(storm: StormResult | None) -> list[tuple[bool, str]]:
    if storm is None or storm.ratio is None:
        return []
    slow = say.TOO_STORMY(ratio=say.number(storm.ratio), most=say.number(MOST))
    return [(not storm.is_bearable, slow), (storm.left > 0, say.STORM_LEFT(left=storm.left))]


def _sentence(result: RehearsalResult, reasons: list[str]) -> str:
    who = crowd(result.rooms, result.people)
    figures = _faults(result)
    if result.latency.p99 is not None:
        figures = f"p99 {say.number(result.latency.p99)} ms, {figures}"
    if result.session is not None and result.session.held:
        revealed = result.session.finished
        figures = f"{figures}, {say.SESSION(revealed=revealed, finished=revealed)}"
    if result.storm is not None and (ratio := result.storm.ratio) is not None:
        acts, quieted = result.storm.team_acts, result.storm.quieted
        figures = f"{figures}, {say.STORM(ratio=say.number(ratio), acts=acts, quieted=quieted)}"
    if result.slow_phones is not None:
        figures = f"{figures}, {_slow_phones(result.slow_phones)}"
    if not reasons:
        return say.HOLDS(crowd=who, figures=figures)
    return say.HOLDS_NOT(crowd=who, reasons=say.listed(reasons), figures=figures)


def _slow_phones(slow: SlowPhones) -> str:
    heard, page = slow.latency.p99, slow.pages.p95
    return say.SLOW_PHONES(
        people=slow.people,
        p99="–" if heard is None else say.number(heard),
        seconds="–" if page is None else say.number(page / 1000),
    )


def _faults(result: RehearsalResult) -> str:
    endings = {"losts": "s" * (result.lost > 1), "doubles": "s" * (result.doubled > 1)}
    words = say.FAULTS(lost=result.lost, doubled=result.doubled, disordered=result.disordered, **endings)
    return f"{words}, {say.ALTERED(altered=result.altered)}" if result.altered else words


def _cautions(result: RehearsalResult) -> list[str]:
    simulator = result.simulator
    found = []
    if simulator.was_the_limit:
        busy = say.number(simulator.busiest * 100)
        found.append(say.SIMULATOR_LIMIT(busy=busy, late=say.number(simulator.late_ms)))
    others = result.others.cpu
    if others is not None and others > CROWDED * result.machine.cores:
        found.append(say.OTHERS(others=say.number(others), cores=result.machine.cores))
    if result.pages.p95 is not None and result.pages.p95 > LONG_AT_THE_DOOR_MS:
        found.append(say.LONG_AT_THE_DOOR(seconds=say.number(result.pages.p95 / 1000)))
    if result.errors:
        found.append(say.ERRORS(errors=say.listed(say.troubles(result.errors))))
    return found
