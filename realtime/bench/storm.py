"""``storm``: the server is killed and comes back, and so does everybody, at once, having missed something."""

import signal
import time
from dataclasses import dataclass

from realtime.bench.ground import Ground
from realtime.bench.outcome import Outcome, Spread
from realtime.bench.scene import Scene


@dataclass(frozen=True)
class Plan:
    """``missed`` events for each of ``sockets``."""

    sockets: int = 1_000
    missed: int = 20
    rounds: int = 3


def run(scene: Scene, plan: Plan = Plan()) -> list[Outcome]:
    """From the server's first answer until everybody is in, up to date, and nobody was refused."""
    ground = scene.ground(plan.sockets, events=plan.missed)
    rounds = [_storm(scene, ground, plan) for _ in range(plan.rounds)]
    back, down = (Spread.of(column) for column in zip(*rounds, strict=True))
    rows = {"hub": {"s until all are back": back, "s with the start of the server": down}}
    title = f"storm: {plan.sockets} sockets come back at once, each {plan.missed} events behind"
    return [Outcome(title, rows, {"storm_s": back.middle})]


def _storm(scene: Scene, ground: Ground, plan: Plan) -> tuple[float, float]:
    hub = scene.start(ground.hub())
    crowd = scene.crowd(ground.door(hub, plan.missed))
    crowd.gather(ground.facts.keys)
    hub.end(signal.SIGKILL)
    crowd.disperse()
    killed = time.monotonic()
    hub.start()
    answers = time.monotonic()
    crowd.gather(ground.facts.keys, at_once=plan.sockets)
    crowd.hear_events(plan.sockets * plan.missed)
    ended = time.monotonic()
    crowd.disperse()
    hub.end()
    return ended - answers, ended - killed
