"""``fanout``: what it costs to tell one event to many, singly and when more comes than can be told singly."""

from collections.abc import Callable
from dataclasses import dataclass

from realtime.bench import rivals
from realtime.bench.outcome import Outcome, Spread, ratio
from realtime.bench.scene import Scene
from realtime.bench.stand import OURS, Stand, answer_pings, ours, theirs
from realtime.bench.turns import turns

BATCHING = (OURS, "socketio", "ws")


@dataclass(frozen=True)
class Plan:
    """``events`` a round one by one (``slow_events`` for Channels); ``flood`` events at ``per_second``."""

    sockets: int = 500
    rounds: int = 7
    events: int = 60
    slow_events: int = 6
    flood: int = 600
    flood_rounds: int = 3
    per_second: float = 1_000


def run(scene: Scene, plan: Plan = Plan()) -> list[Outcome]:
    """Server's processor time a delivery, beside every peer; then the flood."""
    skipped = dict[str, str]()
    stands = _stands(scene, plan.sockets, skipped)
    singly = _rounds(stands, plan.rounds, lambda stand: 1e6 * stand.one_by_one(_events(stand, plan)))
    flooded = [stand for stand in stands if stand.name in BATCHING]
    floods = _rounds(flooded, plan.flood_rounds, lambda stand: stand.flood(plan.flood, plan.per_second))
    return [_fanout(plan, singly, skipped), _batched(plan, floods, skipped)]


def _stands(scene: Scene, sockets: int, skipped: dict[str, str]) -> list[Stand]:
    peers = rivals.had(rivals.ALL, skipped)
    return [
        ours(scene, scene.ground(sockets), sockets),
        *(theirs(scene, rival, sockets) for rival in peers),
    ]


def _rounds(stands: list[Stand], rounds: int, measure: Callable[[Stand], float]) -> dict[str, list[float]]:
    """By contender, one value a round."""
    found: dict[str, list[float]] = {stand.name: [] for stand in stands}
    for stand in stands:
        measure(stand)  # to warm up
    for stand in turns(stands, rounds):
        answer_pings(stands)
        found[stand.name].append(measure(stand))
    return found


def _events(stand: Stand, plan: Plan) -> int:
    return plan.slow_events if stand.name == rivals.CHANNELS.name else plan.events


def _fanout(plan: Plan, found: dict[str, list[float]], skipped: dict[str, str]) -> Outcome:
    return Outcome(
        f"fanout: {plan.sockets} sockets, 300-byte events, one a frame",
        {name: {"µs of CPU a delivery": Spread.of(values)} for name, values in found.items()},
        {f"fanout_vs_{name}": ratio(found[OURS], found[name]) for name in found if name != OURS},
        skipped,
    )


def _batched(plan: Plan, found: dict[str, list[float]], skipped: dict[str, str]) -> Outcome:
    return Outcome(
        f"fanout, saturated: {plan.per_second:g} events/s offered to {plan.sockets} sockets",
        {name: {"deliveries a CPU second": Spread.of(values)} for name, values in found.items()},
        {f"batched_vs_{name}": ratio(found[OURS], found[name]) for name in found if name != OURS},
        skipped,
    )
