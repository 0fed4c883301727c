"""``flatness``: whether a delivery costs the same with many sockets as with few.

The service batches events that arrive faster than it can deliver them. With one event a frame, the extra
cost of many sockets is mostly cache misses (the bare send loop has it too). Both are reported.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.bench.loaded_server import LoadedServer, answer_pings, ours, theirs
from tests.bench.peer_servers import SEND_LOOP
from tests.bench.results import BenchResult, Spread, ratio
from tests.bench.round_robin import round_robin
from tests.bench.workspace import Workspace


@dataclass(frozen=True)
class FlatnessPlan:
    """``events`` at ``per_second`` to ``few`` sockets and to a ``crowd``; ``singly``: unbatched ones."""

    few: int = 200
    crowd: int = 2_000
    events: int = 400
    per_second: float = 200
    singly: int = 40_000
    rounds: int = 5


@dataclass(frozen=True)
class Series:
    """One way of delivering, measured on few and many sockets; ``figure`` names the ratio of both."""

    name: str
    figure: str
    servers: list[LoadedServer]
    measure: "Callable[[LoadedServer, FlatnessPlan], float]"


def run(workspace: Workspace, plan: FlatnessPlan = FlatnessPlan()) -> list[BenchResult]:
    """Measure deliveries per processor second."""
    sizes = (plan.few, plan.crowd)
    hubs = [ours(workspace, workspace.database(size), size) for size in sizes]
    loops = [theirs(workspace, SEND_LOOP, size) for size in sizes]
    told = [
        Series("hub", "crowd_flatness", hubs, _as_told),
        Series("hub, one a frame", "crowd_flatness_one_a_frame", hubs, _singly),
        Series("send_loop, one a frame", "crowd_flatness_send_loop", loops, _singly),
    ]
    outcome = BenchResult(
        f"flatness: deliveries a CPU second, {plan.per_second:g} events/s offered, and one a frame"
    )
    for series, (few, crowd) in zip(told, _rounds(told, plan), strict=True):
        columns = {f"{plan.few} sockets": few, f"{plan.crowd} sockets": crowd}
        outcome.rows[series.name] = {column: Spread.of(values) for column, values in columns.items()}
        outcome.figures[series.figure] = ratio(crowd, few)
    return [outcome]


def _rounds(told: list[Series], plan: FlatnessPlan) -> list[list[list[float]]]:
    """Return, for each series, one list of values for each of its servers."""
    found: list[list[list[float]]] = [[[] for _ in series.servers] for series in told]
    for number in round_robin(range(len(told)), plan.rounds):
        for loaded, values in zip(told[number].servers, found[number], strict=True):
            answer_pings(loaded for series in told for loaded in series.servers)
            values.append(told[number].measure(loaded, plan))
    return found


def _as_told(loaded: LoadedServer, plan: FlatnessPlan) -> float:
    return loaded.flood(plan.events, plan.per_second)


def _singly(loaded: LoadedServer, plan: FlatnessPlan) -> float:
    return 1 / loaded.one_by_one(plan.singly // len(loaded.clients.listeners))
