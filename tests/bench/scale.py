"""``scale``: the same number of clients on one process, and on two that share Redis."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.loaded_server import OURS, LoadedServer
from tests.bench.results import BenchResult, Spread, ratio
from tests.bench.seeded_database import SeededDatabase
from tests.bench.workspace import Workspace, until_calm
from tests.machine.programs import MissingProgram
from tests.machine.redis_server import RedisServer


@dataclass(frozen=True)
class ScalePlan:
    """``sockets`` in all, on one process or spread over ``processes``."""

    sockets: int = 500
    processes: int = 2
    rounds: int = 5
    events: int = 40


def run(workspace: Workspace, plan: ScalePlan = ScalePlan()) -> list[BenchResult]:
    """Measure deliveries per processor second of the busiest process: the capacity with a core each."""
    outcome = BenchResult(f"scale: {plan.sockets} sockets over Redis")
    try:
        with redis_for_bench() as url:
            # All databases first: no crowd may wait at its server, unread, while another is prepared.
            databases = [workspace.database(plan.sockets, redis_url=url) for _ in range(2)]
            many = _start_servers(workspace, databases[0], plan, plan.processes)
            alone = _start_servers(workspace, databases[1], plan, 1)
            rounds = [(_capacity(alone, plan), _capacity(many, plan)) for _ in range(plan.rounds)]
    except MissingProgram as missing:
        outcome.skipped["redis"] = str(missing)
        return [outcome]
    one, several = map(list, zip(*rounds, strict=True))
    for processes, values in ((1, one), (plan.processes, several)):
        outcome.rows[f"{processes} processes"] = {"deliveries/s, a core each": Spread.of(values)}
    outcome.figures["scale"] = ratio(several, one)
    return [outcome]


def _start_servers(
    workspace: Workspace, database: SeededDatabase, plan: ScalePlan, processes: int
) -> list[LoadedServer]:
    servers = []
    for number in range(processes):
        hub = workspace.start(database.hub())
        clients = workspace.clients(database.endpoint(hub))
        clients.gather(database.facts.keys[number : plan.sockets : processes])
        servers.append(LoadedServer(OURS, hub, clients))
    for loaded in servers:
        until_calm(loaded.clients)
    return servers


def _capacity(servers: list[LoadedServer], plan: ScalePlan) -> float:
    """Publish at the first server, each event when everybody has the one before."""
    for loaded in servers:
        loaded.clients.hear_for(0)
    before = [loaded.server.cpu for loaded in servers]
    for _ in range(plan.events):
        targets = [loaded.clients.heard + len(loaded.clients.listeners) for loaded in servers]
        servers[0].tell()
        for loaded, target in zip(servers, targets, strict=True):
            loaded.clients.hear_events(target)
    used = max(loaded.server.cpu - start for loaded, start in zip(servers, before, strict=True))
    return plan.events * plan.sockets / used


@contextmanager
def redis_for_bench() -> Iterator[str]:
    """Run a Redis for the duration of the context; yield its URL. Raises ``MissingProgram``."""
    with tempfile.TemporaryDirectory(prefix="hub-redis-") as folder:
        server = RedisServer(Path(folder))
        try:
            server.start()
            yield server.url
        finally:
            server.stop()
