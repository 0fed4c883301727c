"""``memory``: what one more person costs who is signed in, follows the room, and is told nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from realtime.bench import rivals
from realtime.bench.clockwork import resident_bytes
from realtime.bench.contender import Contender
from realtime.bench.crowd import Crowd
from realtime.bench.ground import Ground
from realtime.bench.outcome import Outcome, Spread
from realtime.bench.rivals import Rival
from realtime.bench.scene import Scene, until_calm
from realtime.bench.stand import OURS
from realtime.bench.turns import turns

BARE = "the peers hold a bare socket: nobody is signed in there, and nobody follows anything"
AT_REST = 1.0  # seconds: a peer says nothing of who came


@dataclass(frozen=True)
class Plan:
    """``first`` sockets wake everything that is made once; ``sockets`` more are counted."""

    first: int = 50
    sockets: int = 1_000
    rounds: int = 3


def run(scene: Scene, plan: Plan = Plan()) -> list[Outcome]:
    """Resident memory of the server a socket, all included: connection, session, application, room."""
    outcome = Outcome(f"memory: {plan.sockets} idle sockets", note=BARE)
    ground = scene.ground(plan.first + plan.sockets)
    measures: dict[str, Callable[[], float]] = {OURS: partial(_ours, scene, ground, plan)}
    for rival in rivals.had(rivals.ALL, outcome.skipped):
        measures[rival.name] = partial(_theirs, scene, rival, plan)
    found: dict[str, list[float]] = {name: [] for name in measures}
    for name in turns(list(measures), plan.rounds):
        found[name].append(measures[name]())
    outcome.rows = {name: {"KB a socket": Spread.of(values)} for name, values in found.items()}
    outcome.figures = {"socket_kb": Spread.of(found[OURS]).middle}
    return [outcome]


def _ours(scene: Scene, ground: Ground, plan: Plan) -> float:
    hub = scene.start(ground.hub())
    return _kilobytes(hub, scene.crowd(ground.door(hub)), ground.facts.keys, plan, until_calm)


def _theirs(scene: Scene, rival: Rival, plan: Plan) -> float:
    server = scene.start(rival.contender(scene.folder))
    keys = [str(number) for number in range(plan.first + plan.sockets)]
    crowd = scene.crowd(rival.door(server.port))
    return _kilobytes(server, crowd, keys, plan, lambda crowd: crowd.hear_for(AT_REST))


def _kilobytes(
    server: Contender, crowd: Crowd, keys: list[str], plan: Plan, rest: Callable[[Crowd], None]
) -> float:
    crowd.gather(keys[: plan.first])
    rest(crowd)
    before = resident_bytes(server.process.pid)
    crowd.gather(keys[plan.first :])
    rest(crowd)
    grown = resident_bytes(server.process.pid) - before
    crowd.disperse()
    server.end()
    return grown / plan.sockets / 1_000
