"""``latency``: from the telling of an event to its arrival at each of a thousand, at a calm pace."""

import time
from dataclasses import dataclass

from realtime.bench import rivals
from realtime.bench.crowd import Crowd, Listener
from realtime.bench.door import Door
from realtime.bench.outcome import Outcome, Spread, percentile, ratio
from realtime.bench.rivals import Rival
from realtime.bench.scene import Scene, until_calm
from realtime.bench.stand import OURS, Stand
from realtime.bench.turns import turns


@dataclass(frozen=True)
class Plan:
    """``events`` a round, ``per_second``."""

    sockets: int = 1_000
    rounds: int = 5
    events: int = 100
    per_second: float = 20


class Timed(Crowd):
    """Knows when each event was told, and so how long it took to each listener (``waits``, in seconds)."""

    def __init__(self, door: Door) -> None:
        super().__init__(door)
        self.told: list[float] = []
        self.waits: list[float] = []

    def heard_events(self, listener: Listener, count: int) -> None:
        now = time.monotonic()
        self.waits += [now - told for told in self.told[listener.heard : listener.heard + count]]
        super().heard_events(listener, count)


def run(scene: Scene, plan: Plan = Plan()) -> list[Outcome]:
    """Half and ninety-nine percent of the deliveries came within this time, beside ``ws``."""
    skipped = dict[str, str]()
    crowds = {OURS: _ours(scene, plan)}
    for rival in rivals.had([rivals.WS], skipped):
        crowds[rival.name] = _theirs(scene, rival, plan)
    found: dict[str, list[list[float]]] = {name: [] for name in crowds}
    for name in turns(list(crowds), plan.rounds):
        found[name].append(_round(crowds, name, plan))
    return [_outcome(plan, found, skipped)]


def _ours(scene: Scene, plan: Plan) -> tuple[Stand, Timed]:
    ground = scene.ground(plan.sockets)
    hub = scene.start(ground.hub())
    crowd = scene.keep(Timed(ground.door(hub)))
    crowd.gather(ground.facts.keys)
    until_calm(crowd)
    return Stand(OURS, hub, crowd), crowd


def _theirs(scene: Scene, rival: Rival, plan: Plan) -> tuple[Stand, Timed]:
    server = scene.start(rival.contender(scene.folder))
    crowd = scene.keep(Timed(rival.door(server.port)))
    crowd.gather(map(str, range(plan.sockets)))
    return Stand(rival.name, server, crowd), crowd


def _round(crowds: dict[str, tuple[Stand, Timed]], name: str, plan: Plan) -> list[float]:
    """The waits of one round, in milliseconds."""
    for _stand, each in crowds.values():
        each.hear_for(0)  # answers the pings of those who rest
    stand, crowd = crowds[name]
    crowd.waits = []
    began = time.monotonic()
    for number in range(plan.events):
        crowd.told.append(time.monotonic())
        stand.tell()
        crowd.hear_for(began + (number + 1) / plan.per_second - time.monotonic())
    crowd.hear_until(lambda: crowd.heard == len(crowd.told) * len(crowd.listeners))
    return [1e3 * wait for wait in crowd.waits]


def _outcome(plan: Plan, found: dict[str, list[list[float]]], skipped: dict[str, str]) -> Outcome:
    outcome = Outcome(f"latency: {plan.per_second:g} events/s to {plan.sockets} sockets", skipped=skipped)
    nineties = {name: [percentile(waits, 99) for waits in rounds] for name, rounds in found.items()}
    for name, rounds in found.items():
        halves = [percentile(waits, 50) for waits in rounds]
        outcome.rows[name] = {"p50 ms": Spread.of(halves), "p99 ms": Spread.of(nineties[name])}
    outcome.figures["latency_p99_ms"] = Spread.of(nineties[OURS]).middle
    for name in found.keys() - {OURS}:
        outcome.figures[f"latency_p99_vs_{name}"] = ratio(nineties[OURS], nineties[name])
    return outcome
