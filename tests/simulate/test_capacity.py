"""The largest crowd that holds is found by doubling, then bisecting; the verdict says what limited it."""

from dataclasses import dataclass, field

import pytest
from msgspec.structs import replace

from realtime.simulate.capacity import find
from realtime.simulate.rehearsal import RehearsalPlan
from realtime.simulate.result import RehearsalResult
from realtime.simulate.scenario import load
from tests.simulate.test_verification import LOG, MARCEL, NADIA, evening, heard

PLAN = RehearsalPlan(2, 25, 10, "atelier", load("atelier"), "seed", 250)


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


@dataclass
class Machine:
    """Holds ``most`` people in each room; ``tried``: the crowds that were tried."""

    most: int
    simulator_share: float = 0.1
    tried: list[int] = field(default_factory=list)

    def play(self, plan: RehearsalPlan) -> RehearsalResult:
        self.tried.append(plan.people)
        result = evening([heard(NADIA, LOG), heard(MARCEL, LOG)])
        p99 = 40.0 if plan.people <= self.most else 900.0
        return replace(
            result,
            rooms=plan.rooms,
            people=plan.people,
            latency=replace(result.latency, p99=p99),
            simulator=replace(result.simulator, busiest=self.simulator_share),
        )


def test_it_doubles_then_looks_between() -> None:
    machine = Machine(most=130)
    outcome = find(PLAN, 1000, machine.play)
    assert machine.tried == [25, 50, 100, 200, 150, 125]
    assert outcome.verdict.held
    assert outcome.verdict.sentence.startswith("The largest crowd that holds: 2 fabriques of 125 people")
    assert outcome.figures.people == 125


def test_a_machine_that_holds_nobody_is_told_so() -> None:
    outcome = find(PLAN, 1000, Machine(most=0).play)
    assert not outcome.verdict.held
    assert "does not hold" in outcome.verdict.sentence


def test_where_the_simulator_gives_in_first_the_service_may_hold_more() -> None:
    outcome = find(PLAN, 1000, Machine(most=60, simulator_share=0.95).play)
    assert "the server may hold more" in outcome.verdict.sentence


def test_a_machine_that_holds_all_that_can_be_tried_may_hold_more() -> None:
    machine = Machine(most=10_000)
    outcome = find(PLAN, 110, machine.play)
    assert machine.tried == [25, 50, 100]
    assert "the server may hold more" in outcome.verdict.sentence
