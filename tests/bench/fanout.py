"""``fanout``: the cost of delivering events to many sockets, one a frame, and saturated into batches."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.bench import peer_servers
from tests.bench.loaded_server import OURS, LoadedServer, answer_pings, ours, theirs
from tests.bench.results import BenchResult, Spread, ratio
from tests.bench.round_robin import round_robin
from tests.bench.workspace import Workspace

BATCHING = (OURS, "socketio", "ws")


@dataclass(frozen=True)
class FanoutPlan:
    """``events`` one by one in each round (``slow_events`` for Channels), and ``flood`` at ``per_second``."""

    sockets: int = 500
    rounds: int = 7
    events: int = 60
    slow_events: int = 6
    flood: int = 600
    flood_rounds: int = 3
    per_second: float = 1_000


def run(workspace: Workspace, plan: FanoutPlan = FanoutPlan()) -> list[BenchResult]:
    """Measure processor time per delivery beside every peer, then deliveries under the flood."""
    skipped = dict[str, str]()
    servers = _servers(workspace, plan.sockets, skipped)
    singly = _rounds(servers, plan.rounds, lambda loaded: 1e6 * loaded.one_by_one(_events(loaded, plan)))
    flooded = [loaded for loaded in servers if loaded.name in BATCHING]
    floods = _rounds(flooded, plan.flood_rounds, lambda loaded: loaded.flood(plan.flood, plan.per_second))
    return [_fanout(plan, singly, skipped), _batched(plan, floods, skipped)]


def _servers(workspace: Workspace, sockets: int, skipped: dict[str, str]) -> list[LoadedServer]:
    peers = peer_servers.available(peer_servers.ALL, skipped)
    return [
        ours(workspace, workspace.database(sockets), sockets),
        *(theirs(workspace, peer, sockets) for peer in peers),
    ]


def _rounds(
    servers: list[LoadedServer], rounds: int, measure: Callable[[LoadedServer], float]
) -> dict[str, list[float]]:
    """Return one value a round for each server."""
    found: dict[str, list[float]] = {loaded.name: [] for loaded in servers}
    for loaded in servers:
        measure(loaded)  # to warm up
    for loaded in round_robin(servers, rounds):
        answer_pings(servers)
        found[loaded.name].append(measure(loaded))
    return found


def _events(loaded: LoadedServer, plan: FanoutPlan) -> int:
    return plan.slow_events if loaded.name == peer_servers.CHANNELS.name else plan.events


def _fanout(plan: FanoutPlan, found: dict[str, list[float]], skipped: dict[str, str]) -> BenchResult:
    return BenchResult(
        f"fanout: {plan.sockets} sockets, 300-byte events, one a frame",
        {name: {"µs of CPU a delivery": Spread.of(values)} for name, values in found.items()},
        {f"fanout_vs_{name}": ratio(found[OURS], found[name]) for name in found if name != OURS},
        skipped,
    )


def _batched(plan: FanoutPlan, found: dict[str, list[float]], skipped: dict[str, str]) -> BenchResult:
    return BenchResult(
        f"fanout, saturated: {plan.per_second:g} events/s offered to {plan.sockets} sockets",
        {name: {"deliveries a CPU second": Spread.of(values)} for name, values in found.items()},
        {f"batched_vs_{name}": ratio(found[OURS], found[name]) for name in found if name != OURS},
        skipped,
    )
