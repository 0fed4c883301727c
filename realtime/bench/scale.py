"""``scale``: the same crowd at one process and at two, which Redis joins."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from realtime.bench.ground import Ground
from realtime.bench.outcome import Outcome, Spread, ratio
from realtime.bench.scene import Scene, until_calm
from realtime.bench.stand import OURS, Stand
from tests.machine.programs import MissingProgram
from tests.machine.redis_server import RedisServer


@dataclass(frozen=True)
class Plan:
    """``sockets`` in all, whether at one process or at ``processes``."""

    sockets: int = 500
    processes: int = 2
    rounds: int = 5
    events: int = 40


def run(scene: Scene, plan: Plan = Plan()) -> list[Outcome]:
    """Deliveries a second of the busiest process's processor: what the whole could do with a core each."""
    outcome = Outcome(f"scale: {plan.sockets} sockets over Redis")
    try:
        with _redis() as url:
            ground = scene.ground(plan.sockets, redis_url=url)
            many = _stands(scene, ground, plan, plan.processes)
            alone = _stands(scene, scene.ground(plan.sockets, redis_url=url), plan, 1)
            rounds = [(_capacity(alone, plan), _capacity(many, plan)) for _ in range(plan.rounds)]
    except MissingProgram as missing:
        outcome.skipped["redis"] = str(missing)
        return [outcome]
    one, several = map(list, zip(*rounds, strict=True))
    for processes, values in ((1, one), (plan.processes, several)):
        outcome.rows[f"{processes} processes"] = {"deliveries/s, a core each": Spread.of(values)}
    outcome.figures["scale"] = ratio(several, one)
    return [outcome]


def _stands(scene: Scene, ground: Ground, plan: Plan, processes: int) -> list[Stand]:
    stands = []
    for number in range(processes):
        hub = scene.start(ground.hub())
        crowd = scene.crowd(ground.door(hub))
        crowd.gather(ground.facts.keys[number : plan.sockets : processes])
        stands.append(Stand(OURS, hub, crowd))
    for stand in stands:
        until_calm(stand.crowd)
    return stands


def _capacity(stands: list[Stand], plan: Plan) -> float:
    """Events are told at the first; everybody hears each before the next."""
    for stand in stands:
        stand.crowd.hear_for(0)
    before = [stand.server.cpu for stand in stands]
    for _ in range(plan.events):
        targets = [stand.crowd.heard + len(stand.crowd.listeners) for stand in stands]
        stands[0].tell()
        for stand, target in zip(stands, targets, strict=True):
            stand.crowd.hear_events(target)
    used = max(stand.server.cpu - start for stand, start in zip(stands, before, strict=True))
    return plan.events * plan.sockets / used


@contextmanager
def _redis() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="hub-redis-") as folder:
        server = RedisServer(Path(folder))
        try:
            server.start()
            yield server.url
        finally:
            server.stop()
