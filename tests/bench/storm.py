"""``storm``: the server restarts and all clients reconnect at once, each having missed events."""

import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tests.bench import peer_servers
from tests.bench.loaded_server import OURS
from tests.bench.peer_servers import SOCKETIO, WS, PeerServer
from tests.bench.results import BenchResult, Spread
from tests.bench.round_robin import round_robin
from tests.bench.seeded_database import SeededDatabase
from tests.bench.server_process import ServerProcess
from tests.bench.websocket import WebSocketEndpoint
from tests.bench.workspace import Workspace

BARE = "the peers only let people in: nobody is signed in there, and what they missed is lost"


@dataclass(frozen=True)
class StormPlan:
    """Each of ``sockets`` has ``missed`` so many events."""

    sockets: int = 1_000
    missed: int = 20
    rounds: int = 3


def run(workspace: Workspace, plan: StormPlan = StormPlan()) -> list[BenchResult]:
    """Measure from the server's first answer until every client is up to date and none was refused."""
    title = f"storm: {plan.sockets} sockets come back at once, each {plan.missed} events behind"
    outcome = BenchResult(title, note=BARE)
    database = workspace.database(plan.sockets, events=plan.missed)
    measures: dict[str, Callable[[], tuple[float, float]]] = {OURS: partial(_ours, workspace, database, plan)}
    for peer in peer_servers.available((SOCKETIO, WS), outcome.skipped):
        measures[peer.name] = partial(_theirs, workspace, peer, plan)
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in measures}
    for name in round_robin(list(measures), plan.rounds):
        found[name].append(measures[name]())
    for name, rounds in found.items():
        back, down = (Spread.of(column) for column in zip(*rounds, strict=True))
        outcome.rows[name] = {"s until all are back": back, "s with the start of the server": down}
    outcome.figures = {"storm_s": outcome.rows[OURS]["s until all are back"].middle}
    return [outcome]


def _ours(workspace: Workspace, database: SeededDatabase, plan: StormPlan) -> tuple[float, float]:
    hub = workspace.start(database.hub())
    return _storm(workspace, hub, database.endpoint(hub, plan.missed), database.facts.keys, plan.missed)


def _theirs(workspace: Workspace, peer: PeerServer, plan: StormPlan) -> tuple[float, float]:
    server = workspace.start(peer.process(workspace.folder))
    return _storm(
        workspace, server, peer.endpoint(server.port), [str(number) for number in range(plan.sockets)], 0
    )


def _storm(
    workspace: Workspace, server: ServerProcess, endpoint: WebSocketEndpoint, keys: list[str], missed: int
) -> tuple[float, float]:
    clients = workspace.clients(endpoint)
    clients.gather(keys)
    server.end(signal.SIGKILL)
    clients.disperse()
    killed = time.monotonic()
    server.start()
    answers = time.monotonic()
    clients.gather(keys, at_once=len(keys))
    clients.hear_events(len(keys) * missed)
    ended = time.monotonic()
    clients.disperse()
    server.end()
    return ended - answers, ended - killed
