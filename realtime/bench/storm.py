"""``storm``: the server is killed and comes back, and so does everybody, at once, having missed something."""

import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from realtime.bench import rivals
from realtime.bench.contender import Contender
from realtime.bench.door import Door
from realtime.bench.ground import Ground
from realtime.bench.outcome import Outcome, Spread
from realtime.bench.rivals import SOCKETIO, WS, Rival
from realtime.bench.scene import Scene
from realtime.bench.stand import OURS
from realtime.bench.turns import turns

BARE = "the peers only let people in: nobody is signed in there, and what they missed is lost"


@dataclass(frozen=True)
class Plan:
    """``missed`` events for each of ``sockets``."""

    sockets: int = 1_000
    missed: int = 20
    rounds: int = 3


def run(scene: Scene, plan: Plan = Plan()) -> list[Outcome]:
    """From the server's first answer until everybody is in, up to date, and nobody was refused."""
    title = f"storm: {plan.sockets} sockets come back at once, each {plan.missed} events behind"
    outcome = Outcome(title, note=BARE)
    ground = scene.ground(plan.sockets, events=plan.missed)
    measures: dict[str, Callable[[], tuple[float, float]]] = {OURS: partial(_ours, scene, ground, plan)}
    for rival in rivals.had((SOCKETIO, WS), outcome.skipped):
        measures[rival.name] = partial(_theirs, scene, rival, plan)
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in measures}
    for name in turns(list(measures), plan.rounds):
        found[name].append(measures[name]())
    for name, rounds in found.items():
        back, down = (Spread.of(column) for column in zip(*rounds, strict=True))
        outcome.rows[name] = {"s until all are back": back, "s with the start of the server": down}
    outcome.figures = {"storm_s": outcome.rows[OURS]["s until all are back"].middle}
    return [outcome]


def _ours(scene: Scene, ground: Ground, plan: Plan) -> tuple[float, float]:
    hub = scene.start(ground.hub())
    return _storm(scene, hub, ground.door(hub, plan.missed), ground.facts.keys, plan.missed)


def _theirs(scene: Scene, rival: Rival, plan: Plan) -> tuple[float, float]:
    server = scene.start(rival.contender(scene.folder))
    return _storm(scene, server, rival.door(server.port), [str(number) for number in range(plan.sockets)], 0)


def _storm(scene: Scene, server: Contender, door: Door, keys: list[str], missed: int) -> tuple[float, float]:
    crowd = scene.crowd(door)
    crowd.gather(keys)
    server.end(signal.SIGKILL)
    crowd.disperse()
    killed = time.monotonic()
    server.start()
    answers = time.monotonic()
    crowd.gather(keys, at_once=len(keys))
    crowd.hear_events(len(keys) * missed)
    ended = time.monotonic()
    crowd.disperse()
    server.end()
    return ended - answers, ended - killed
