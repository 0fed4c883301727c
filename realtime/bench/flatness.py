"""``flatness``: whether one more delivery costs the same in a crowd as among a few.

As the service is, events that come faster than a crowd can be told leave in batches. One a frame, what a
crowd costs more is mostly memory that is no longer near (the bare loop has it too); both are told.
"""

from collections.abc import Callable
from dataclasses import dataclass

from realtime.bench.outcome import Outcome, Spread, ratio
from realtime.bench.rivals import SEND_LOOP
from realtime.bench.scene import Scene
from realtime.bench.stand import Stand, answer_pings, ours, theirs
from realtime.bench.turns import turns


@dataclass(frozen=True)
class Plan:
    """``events`` at ``per_second`` to a ``few`` sockets and to a ``crowd``; ``singly`` so many deliveries."""

    few: int = 200
    crowd: int = 2_000
    events: int = 400
    per_second: float = 200
    singly: int = 40_000
    rounds: int = 5


@dataclass(frozen=True)
class Series:
    """One way of telling to a few and to a crowd; ``figure``: the ratio of both."""

    name: str
    figure: str
    stands: list[Stand]
    measure: "Callable[[Stand, Plan], float]"


def run(scene: Scene, plan: Plan = Plan()) -> list[Outcome]:
    """Deliveries a second of the server's processor."""
    sizes = (plan.few, plan.crowd)
    hubs = [ours(scene, scene.ground(size), size) for size in sizes]
    loops = [theirs(scene, SEND_LOOP, size) for size in sizes]
    told = [
        Series("hub", "crowd_flatness", hubs, _as_told),
        Series("hub, one a frame", "crowd_flatness_one_a_frame", hubs, _singly),
        Series("send_loop, one a frame", "crowd_flatness_send_loop", loops, _singly),
    ]
    outcome = Outcome(
        f"flatness: deliveries a CPU second, {plan.per_second:g} events/s offered, and one a frame"
    )
    for series, (few, crowd) in zip(told, _rounds(told, plan), strict=True):
        columns = {f"{plan.few} sockets": few, f"{plan.crowd} sockets": crowd}
        outcome.rows[series.name] = {column: Spread.of(values) for column, values in columns.items()}
        outcome.figures[series.figure] = ratio(crowd, few)
    return [outcome]


def _rounds(told: list[Series], plan: Plan) -> list[list[list[float]]]:
    """For each series one list of values a stand."""
    found: list[list[list[float]]] = [[[] for _ in series.stands] for series in told]
    for number in turns(range(len(told)), plan.rounds):
        for stand, values in zip(told[number].stands, found[number], strict=True):
            answer_pings(stand for series in told for stand in series.stands)
            values.append(told[number].measure(stand, plan))
    return found


def _as_told(stand: Stand, plan: Plan) -> float:
    return stand.flood(plan.events, plan.per_second)


def _singly(stand: Stand, plan: Plan) -> float:
    return 1 / stand.one_by_one(plan.singly // len(stand.crowd.listeners))
