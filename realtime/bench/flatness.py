"""``flatness``: whether one more delivery costs the same in a crowd as among a few."""

from dataclasses import dataclass

from realtime.bench.outcome import Outcome, Spread, ratio
from realtime.bench.scene import Scene
from realtime.bench.stand import Stand, ours


@dataclass(frozen=True)
class Plan:
    """``deliveries`` a round, to a ``few`` sockets and to a ``crowd``."""

    few: int = 200
    crowd: int = 2_000
    deliveries: int = 40_000
    rounds: int = 7


def run(scene: Scene, plan: Plan = Plan()) -> list[Outcome]:
    """Deliveries a second of the server's processor, one event a frame."""
    stands = [ours(scene, scene.ground(size), size) for size in (plan.few, plan.crowd)]
    rounds = [[_rate(stand, stands, plan) for stand in stands] for _ in range(plan.rounds)]
    few, crowd = map(list, zip(*rounds, strict=True))
    rows = {
        f"{size} sockets": {"deliveries a CPU second": Spread.of(values)}
        for size, values in ((plan.few, few), (plan.crowd, crowd))
    }
    return [
        Outcome("flatness: deliveries to a few and to a crowd", rows, {"crowd_flatness": ratio(crowd, few)})
    ]


def _rate(stand: Stand, stands: list[Stand], plan: Plan) -> float:
    for each in stands:
        each.crowd.hear_for(0)  # answers the pings of those who rest
    return 1 / stand.one_by_one(plan.deliveries // len(stand.crowd.listeners))
