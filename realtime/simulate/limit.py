"""The largest crowd that a machine holds: larger and larger ones, then between the last two."""

from collections.abc import Callable
from dataclasses import replace

import msgspec

from realtime.simulate import sentences as say
from realtime.simulate.rehearsal import Plan
from realtime.simulate.result import Result
from realtime.simulate.verdict import Verdict, crowd, judge

GROWTH = 2
REFINEMENTS = 2


class Step(msgspec.Struct, frozen=True):
    """One crowd that was tried."""

    people: int
    result: Result
    verdict: Verdict


class Outcome(msgspec.Struct, frozen=True):
    """What a whole run of ``bin/simulate`` has to tell: the verdict, the figures that it stands on, and when
    the limit was looked for, every crowd that was tried, in order."""

    verdict: Verdict
    figures: Result
    steps: list[Step]


def found(steps: list[Step], goal_ms: float) -> Outcome:
    """The largest crowd that held. ``steps`` is not empty."""
    held = max((step for step in steps if step.verdict.held), key=_size, default=None)
    failed = min((step for step in steps if not step.verdict.held), key=_size, default=None)
    told = held or failed or steps[-1]
    who = crowd(told.result.rooms, told.people)
    if held is None:
        return Outcome(told.verdict, told.result, steps)
    is_simulators = failed is None or failed.result.simulator.was_the_limit
    sentence = (say.LIMIT_AT_LEAST if is_simulators else say.LIMIT)(
        crowd=who, goal=say.number(goal_ms), p99=say.number(told.result.latency.p99 or 0)
    )
    beyond = [failed.verdict.sentence] if failed else []
    return Outcome(Verdict(True, sentence, [*told.verdict.cautions, *beyond]), told.result, steps)


def find(plan: Plan, most: int, attempt: Callable[[Plan], Result]) -> Outcome:
    """Try crowds from ``plan.people`` in each room up to ``most``."""
    steps: list[Step] = []

    def holds(people: int) -> bool:
        result = attempt(replace(plan, people=people))
        steps.append(Step(people, result, judge(result)))
        return steps[-1].verdict.held

    held, people = 0, plan.people
    while people <= most and holds(people):
        held, people = people, people * GROWTH
    if people <= most:
        _narrow(held, people, holds)
    return found(steps, plan.goal_ms)


def _narrow(held: int, failed: int, holds: Callable[[int], bool]) -> None:
    for _step in range(REFINEMENTS):
        between = (held + failed) // 2
        if between in (held, failed):
            return
        if holds(between):
            held = between
        else:
            failed = between


def _size(step: Step) -> int:
    return step.people
