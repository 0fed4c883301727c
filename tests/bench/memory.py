"""``memory``: the memory of one more idle client that is signed in and subscribed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tests.bench import peer_servers
from tests.bench.client_pool import ClientPool
from tests.bench.loaded_server import OURS
from tests.bench.peer_servers import PeerServer
from tests.bench.process_usage import resident_bytes
from tests.bench.results import BenchResult, Spread
from tests.bench.round_robin import round_robin
from tests.bench.seeded_database import SeededDatabase
from tests.bench.server_process import ServerProcess
from tests.bench.workspace import Workspace, until_calm

BARE = "the peers hold a bare socket: nobody is signed in there, and nobody follows anything"
AT_REST = 1.0  # seconds: the peers announce nobody


@dataclass(frozen=True)
class MemoryPlan:
    """``first`` sockets trigger all one-time allocations; the memory of ``sockets`` more is measured."""

    first: int = 50
    sockets: int = 1_000
    rounds: int = 3


def run(workspace: Workspace, plan: MemoryPlan = MemoryPlan()) -> list[BenchResult]:
    """Measure resident memory a socket, including connection, session, application and room."""
    outcome = BenchResult(f"memory: {plan.sockets} idle sockets", note=BARE)
    database = workspace.database(plan.first + plan.sockets)
    measures: dict[str, Callable[[], float]] = {OURS: partial(_ours, workspace, database, plan)}
    for peer in peer_servers.available(peer_servers.ALL, outcome.skipped):
        measures[peer.name] = partial(_theirs, workspace, peer, plan)
    found: dict[str, list[float]] = {name: [] for name in measures}
    for name in round_robin(list(measures), plan.rounds):
        found[name].append(measures[name]())
    outcome.rows = {name: {"KB a socket": Spread.of(values)} for name, values in found.items()}
    outcome.figures = {"socket_kb": Spread.of(found[OURS]).middle}
    return [outcome]


def _ours(workspace: Workspace, database: SeededDatabase, plan: MemoryPlan) -> float:
    hub = workspace.start(database.hub())
    return _kilobytes(hub, workspace.clients(database.endpoint(hub)), database.facts.keys, plan, until_calm)


def _theirs(workspace: Workspace, peer: PeerServer, plan: MemoryPlan) -> float:
    server = workspace.start(peer.process(workspace.folder))
    keys = [str(number) for number in range(plan.first + plan.sockets)]
    clients = workspace.clients(peer.endpoint(server.port))
    return _kilobytes(server, clients, keys, plan, lambda clients: clients.hear_for(AT_REST))


def _kilobytes(
    server: ServerProcess,
    clients: ClientPool,
    keys: list[str],
    plan: MemoryPlan,
    rest: Callable[[ClientPool], None],
) -> float:
    clients.gather(keys[: plan.first])
    rest(clients)
    before = resident_bytes(server.process.pid)
    clients.gather(keys[plan.first :])
    rest(clients)
    grown = resident_bytes(server.process.pid) - before
    clients.disperse()
    server.end()
    return grown / plan.sockets / 1_000
