"""``memory``: what one more person costs who is signed in, follows the room, and is told nothing."""

from dataclasses import dataclass

from realtime.bench.clockwork import resident_bytes
from realtime.bench.ground import Ground
from realtime.bench.outcome import Outcome, Spread
from realtime.bench.scene import Scene, until_calm


@dataclass(frozen=True)
class Plan:
    """``first`` sockets wake everything that is made once; ``sockets`` more are counted."""

    first: int = 50
    sockets: int = 1_000
    rounds: int = 3


def run(scene: Scene, plan: Plan = Plan()) -> list[Outcome]:
    """Resident memory of the server a socket, all included: connection, session, application, room."""
    ground = scene.ground(plan.first + plan.sockets)
    found = [_kilobytes(scene, ground, plan) for _ in range(plan.rounds)]
    spread = Spread.of(found)
    rows = {"hub": {"KB a socket": spread}}
    return [Outcome(f"memory: {plan.sockets} idle sockets", rows, {"socket_kb": spread.middle})]


def _kilobytes(scene: Scene, ground: Ground, plan: Plan) -> float:
    hub = scene.start(ground.hub())
    crowd = scene.crowd(ground.door(hub))
    crowd.gather(ground.facts.keys[: plan.first])
    until_calm(crowd)
    before = resident_bytes(hub.process.pid)
    crowd.gather(ground.facts.keys[plan.first :])
    until_calm(crowd)
    grown = resident_bytes(hub.process.pid) - before
    crowd.disperse()
    hub.end()
    return grown / plan.sockets / 1_000
