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


@dataclass(frozen=True)
class Plan:
    """``events`` at ``per_second`` to a ``few`` sockets and to a ``crowd``; ``singly`` so many deliveries."""

    few: int = 200
    crowd: int = 2_000
    events: int = 400
    per_second: float = 200
    singly: int = 40_000
    rounds: int = 5


def run(scene: Scene, plan: Plan = Plan()) -> list[Outcome]:
    """Deliveries a second of the server's processor."""
    sizes = (plan.few, plan.crowd)
    hubs = [ours(scene, scene.ground(size), size) for size in sizes]
    loops = [theirs(scene, SEND_LOOP, size) for size in sizes]
    outcome = Outcome(
        f"flatness: deliveries a CPU second, {plan.per_second:g} events/s offered, and one a frame"
    )
    told = {"hub": _rounds(hubs, plan, _as_told), "hub, one a frame": _rounds(hubs, plan, _singly)}
    told["send_loop, one a frame"] = _rounds(loops, plan, _singly)
    for name, (few, crowd) in told.items():
        columns = {f"{plan.few} sockets": few, f"{plan.crowd} sockets": crowd}
        outcome.rows[name] = {column: Spread.of(values) for column, values in columns.items()}
    names = ("crowd_flatness", "crowd_flatness_one_a_frame", "crowd_flatness_send_loop")
    outcome.figures = {
        name: ratio(crowd, few) for name, (few, crowd) in zip(names, told.values(), strict=True)
    }
    return [outcome]


def _rounds(stands: list[Stand], plan: Plan, measure: Callable[[Stand, Plan], float]) -> list[list[float]]:
    """One list of values a stand."""
    found: list[list[float]] = [[] for _ in stands]
    for _ in range(plan.rounds):
        for stand, values in zip(stands, found, strict=True):
            answer_pings(stands)
            values.append(measure(stand, plan))
    return found


def _as_told(stand: Stand, plan: Plan) -> float:
    return stand.flood(plan.events, plan.per_second)


def _singly(stand: Stand, plan: Plan) -> float:
    return 1 / stand.one_by_one(plan.singly // len(stand.crowd.listeners))
