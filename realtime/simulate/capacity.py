"""Searches the largest crowd that a hub holds: doubling it, then bisecting between the last two."""

from collections.abc import Callable
from dataclasses import replace

import msgspec

from realtime.simulate import sentences as say
from realtime.simulate.rehearsal import RehearsalPlan
from realtime.simulate.result import RehearsalResult
from realtime.simulate.verdict import Verdict, crowd, judge

GROWTH = 2
REFINEMENTS = 2


class CapacityStep(msgspec.Struct, frozen=True):
    """One crowd that was tried, and its result."""

    people: int
    result: RehearsalResult
    verdict: Verdict


class RehearsalOutcome(msgspec.Struct, frozen=True):
    """The outcome of a run of ``bin/simulate``: the verdict, its figures, and with ``--find-limit`` every
    crowd that was tried, in order."""

    verdict: Verdict
    figures: RehearsalResult
    steps: list[CapacityStep]


def found(steps: list[CapacityStep], goal_ms: float) -> RehearsalOutcome:
    """Return the outcome of a search: the largest crowd that held. ``steps`` is not empty."""
    held = max((step for step in steps if step.verdict.held), key=_size, default=None)
    failed = min((step for step in steps if not step.verdict.held), key=_size, default=None)
    told = held or failed or steps[-1]
    who = crowd(told.result.rooms, told.people)
    if held is None:
        return RehearsalOutcome(told.verdict, told.result, steps)
    is_simulators = failed is None or failed.result.simulator.was_the_limit
    sentence = (say.LIMIT_AT_LEAST if is_simulators else say.LIMIT)(
        crowd=who, goal=say.number(goal_ms), p99=say.number(told.result.latency.p99 or 0)
    )
    beyond = [failed.verdict.sentence] if failed else []
    return RehearsalOutcome(Verdict(True, sentence, [*told.verdict.cautions, *beyond]), told.result, steps)


def find(
    plan: RehearsalPlan, most: int, attempt: Callable[[RehearsalPlan], RehearsalResult]
) -> RehearsalOutcome:
    """Try crowds from ``plan.people`` in each room up to ``most``."""
    steps: list[CapacityStep] = []

    def holds(people: int) -> bool:
        result = attempt(replace(plan, people=people))
        steps.append(CapacityStep(people, result, judge(result)))
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


def _size(step: CapacityStep) -> int:
    return step.people
