"""``latency``: the time from handing an event to the server until each of a thousand clients has it."""

import time
from dataclasses import dataclass

from tests.bench import peer_servers
from tests.bench.client_pool import ClientPool, PooledClient
from tests.bench.loaded_server import OURS, LoadedServer
from tests.bench.peer_servers import PeerServer
from tests.bench.results import BenchResult, Spread, percentile, ratio
from tests.bench.round_robin import round_robin
from tests.bench.websocket import WebSocketEndpoint
from tests.bench.workspace import Workspace, until_calm


@dataclass(frozen=True)
class LatencyPlan:
    """``events`` in each round, at a calm ``per_second``."""

    sockets: int = 1_000
    rounds: int = 5
    events: int = 100
    per_second: float = 20


class TimedClientPool(ClientPool):
    """Measures how long each event took to reach each client (``waits``, in seconds)."""

    def __init__(self, endpoint: WebSocketEndpoint) -> None:
        super().__init__(endpoint)
        self.told: list[float] = []
        self.waits: list[float] = []

    def heard_events(self, listener: PooledClient, count: int) -> None:
        now = time.monotonic()
        self.waits += [now - told for told in self.told[listener.heard : listener.heard + count]]
        super().heard_events(listener, count)


def run(workspace: Workspace, plan: LatencyPlan = LatencyPlan()) -> list[BenchResult]:
    """Measure the median and the 99th percentile beside ``ws``."""
    skipped = dict[str, str]()
    pools = {OURS: _ours(workspace, plan)}
    for peer in peer_servers.available([peer_servers.WS], skipped):
        pools[peer.name] = _theirs(workspace, peer, plan)
    found: dict[str, list[list[float]]] = {name: [] for name in pools}
    for name in round_robin(list(pools), plan.rounds):
        found[name].append(_round(pools, name, plan))
    return [_outcome(plan, found, skipped)]


def _ours(workspace: Workspace, plan: LatencyPlan) -> tuple[LoadedServer, TimedClientPool]:
    database = workspace.database(plan.sockets)
    hub = workspace.start(database.hub())
    clients = workspace.keep(TimedClientPool(database.endpoint(hub)))
    clients.gather(database.facts.keys)
    until_calm(clients)
    return LoadedServer(OURS, hub, clients), clients


def _theirs(
    workspace: Workspace, peer: PeerServer, plan: LatencyPlan
) -> tuple[LoadedServer, TimedClientPool]:
    server = workspace.start(peer.process(workspace.folder))
    clients = workspace.keep(TimedClientPool(peer.endpoint(server.port)))
    clients.gather(map(str, range(plan.sockets)))
    return LoadedServer(peer.name, server, clients), clients


def _round(
    pools: dict[str, tuple[LoadedServer, TimedClientPool]], name: str, plan: LatencyPlan
) -> list[float]:
    """Return the waits of one round, in milliseconds."""
    for _stand, each in pools.values():
        each.hear_for(0)  # answer the pings of the idle clients
    loaded, clients = pools[name]
    clients.waits = []
    began = time.monotonic()
    for number in range(plan.events):
        clients.told.append(time.monotonic())
        loaded.tell()
        clients.hear_for(began + (number + 1) / plan.per_second - time.monotonic())
    clients.hear_until(lambda: clients.heard == len(clients.told) * len(clients.listeners))
    return [1e3 * wait for wait in clients.waits]


def _outcome(plan: LatencyPlan, found: dict[str, list[list[float]]], skipped: dict[str, str]) -> BenchResult:
    outcome = BenchResult(f"latency: {plan.per_second:g} events/s to {plan.sockets} sockets", skipped=skipped)
    nineties = {name: [percentile(waits, 99) for waits in rounds] for name, rounds in found.items()}
    for name, rounds in found.items():
        halves = [percentile(waits, 50) for waits in rounds]
        outcome.rows[name] = {"p50 ms": Spread.of(halves), "p99 ms": Spread.of(nineties[name])}
    outcome.figures["latency_p99_ms"] = Spread.of(nineties[OURS]).middle
    for name in found.keys() - {OURS}:
        outcome.figures[f"latency_p99_vs_{name}"] = ratio(nineties[OURS], nineties[name])
    return outcome
