"""``session``: how soon a thousand sockets have the next phase, how late the clock passes phases on, how
right it is on every screen (``shown_clock``), and how soon a browser shows a reveal (``shown_reveal``).

The first from the command of who leads, with its commit, until each socket has the line. The second from the
time in the score until the line is there, in two processes that both wake for it.
"""

import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace

from tests.bench import peer_servers
from tests.bench.client_pool import ClientPool, ClientsLost, PooledClient
from tests.bench.composed_session import ComposedSession, Conductor, composed
from tests.bench.latency import TimedClientPool
from tests.bench.loaded_server import LoadedServer
from tests.bench.results import BenchResult, Spread, percentile, percentiles
from tests.bench.scale import redis_for_bench
from tests.bench.seeded_database import SeededDatabase, subscription
from tests.bench.server_process import ServerProcess
from tests.bench.shown_clock import ClockPlan, measure
from tests.bench.shown_reveal import RevealPlan, measure_reveal
from tests.bench.workspace import Workspace, until_calm
from tests.machine.programs import MissingProgram

NO_PEER = "there is no peer: timers elsewhere are tied to nothing that several processes share"
NOTE = "ws is handed each event and keeps nothing; ours is asked by a command, checks it and commits it first"
AT = re.compile(rb'"at":(\d+),"by":null')


@dataclass(frozen=True)
class SessionPlan:
    """``changes`` led before ``sockets``; ``sessions`` of ``phases`` of one second, in two processes."""

    sockets: int = 1_000
    changes: int = 60
    per_second: float = 2
    sessions: int = 100
    phases: int = 12
    processes: int = 2
    clock: ClockPlan = field(default_factory=ClockPlan)
    reveal: RevealPlan = field(default_factory=RevealPlan)


def run(workspace: Workspace, plan: SessionPlan = SessionPlan()) -> list[BenchResult]:
    """Measure all four."""
    told = [_changes(workspace, plan), _lateness(workspace, plan)]
    return [*told, measure(workspace, plan.clock), measure_reveal(workspace, plan.reveal)]


# How soon a change is everywhere.


def _changes(workspace: Workspace, plan: SessionPlan) -> BenchResult:
    outcome = BenchResult(f"session: a change of phase to {plan.sockets} sockets", note=NOTE)
    ours = _led(workspace, plan)
    outcome.rows["hub"] = percentiles(ours)
    outcome.figures["phase_change_p99_ms"] = percentile(ours, 99)
    for peer in peer_servers.available([peer_servers.WS], outcome.skipped):
        server = workspace.start(peer.process(workspace.folder))
        clients = workspace.keep(TimedClientPool(peer.endpoint(server.port)))
        clients.gather(map(str, range(plan.sockets)))
        theirs = _told(LoadedServer(peer.name, server, clients), clients, plan)
        outcome.rows[peer.name] = percentiles(theirs)
        outcome.figures[f"phase_change_vs_{peer.name}"] = percentile(ours, 99) / percentile(theirs, 99)
    return outcome


def _led(workspace: Workspace, plan: SessionPlan) -> list[float]:
    """Return the milliseconds from each command of who leads until each socket has the new phase."""
    database = workspace.database(people=plan.sockets)
    (session,) = composed(database, plan.changes + 1, seconds=0)
    hub = workspace.start(database.hub())
    clients = workspace.keep(TimedClientPool(database.endpoint(hub)))
    clients.gather(database.facts.keys)
    until_calm(clients)
    # In a thread: an answer that one waits for must not keep one from listening.
    with closing(Conductor(database, hub.port)) as conductor, ThreadPoolExecutor(1) as led:

        def change(number: int) -> None:
            conductor.pass_to(session, number) if number else conductor.start(session)

        _paced(clients, plan, lambda number: led.submit(change, number))
    hub.end()
    return [1e3 * wait for wait in clients.waits]


def _told(loaded: LoadedServer, clients: TimedClientPool, plan: SessionPlan) -> list[float]:
    _paced(clients, plan, lambda _number: loaded.tell())
    return [1e3 * wait for wait in clients.waits]


def _paced(clients: TimedClientPool, plan: SessionPlan, change: Callable[[int], object]) -> None:
    """Make each change at its time, and hear until everybody has all of them."""
    began = time.monotonic()
    for number in range(plan.changes):
        clients.told.append(time.monotonic())
        change(number)
        clients.hear_for(began + (number + 1) / plan.per_second - time.monotonic())
    clients.hear_until(lambda: clients.heard == plan.changes * len(clients.listeners))


# How late the clock is.


class LatenessPool(ClientPool):
    """People who each follow a room of their own. ``late``: by how many milliseconds each line of the clock
    came after the time that it bears."""

    def __init__(self, database: SeededDatabase, hub: ServerProcess) -> None:
        super().__init__(replace(database.endpoint(hub), hello=b"", inside=b""))
        self.late: list[float] = []

    def follow(self, keys: Sequence[str], sessions: Sequence[ComposedSession]) -> None:
        """Connect one person for each session, and follow its room."""
        self.gather(keys[: len(sessions)])
        for listener, of in zip(self.listeners.values(), sessions, strict=True):
            listener.say(subscription(of.room, of.epoch, of.head))

    def _understand(self, listener: PooledClient, opcode: int, payload: bytes) -> None:
        now = 1e3 * time.time()
        self.late += [now - int(at) for at in AT.findall(payload)]
        super()._understand(listener, opcode, payload)


def _lateness(workspace: Workspace, plan: SessionPlan) -> BenchResult:
    title = f"session: {plan.sessions} with phases of a second, in two processes"
    outcome = BenchResult(title, note=NO_PEER)
    try:
        with redis_for_bench() as url:
            late, load = _passed_by(workspace, plan, url)
    except MissingProgram as missing:
        outcome.skipped["redis"] = str(missing)
        return outcome
    outcome.rows["hub"] = {**percentiles(late), "cores of two": Spread.of([load])}
    outcome.figures["phase_late_p99_ms"] = percentile(late, 99)
    return outcome


def _passed_by(workspace: Workspace, plan: SessionPlan, redis_url: str) -> tuple[list[float], float]:
    """Return how late each change was, and how many cores the two processes used meanwhile.

    Raises ``ClientsLost`` unless each change is there exactly once.
    """
    database = workspace.database(people=plan.sessions, fabriques=plan.sessions, redis_url=redis_url)
    sessions = composed(database, plan.phases, seconds=1)
    hubs = [workspace.start(database.hub()) for _process in range(plan.processes)]
    pools = [workspace.keep(LatenessPool(database, hub)) for hub in hubs]
    for number, pool in enumerate(pools):
        pool.follow(database.facts.keys[number :: plan.processes], sessions[number :: plan.processes])
        until_calm(pool)
    before, began = sum(hub.cpu for hub in hubs), time.monotonic()
    with closing(Conductor(database, hubs[0].port)) as conductor, ThreadPoolExecutor(1) as led:
        started = led.submit(_start_all, conductor, sessions)
        _hear_all(pools, plan)
        started.result()
    used = (sum(hub.cpu for hub in hubs) - before) / (time.monotonic() - began)
    return [late for pool in pools for late in pool.late], used


def _start_all(conductor: Conductor, sessions: Sequence[ComposedSession]) -> None:
    """Start one after another over a second, as people would, and not all at one instant."""
    for of in sessions:
        conductor.start(of)
        time.sleep(1 / len(sessions))


def _hear_all(pools: Sequence[LatenessPool], plan: SessionPlan) -> None:
    wanted = plan.sessions * plan.phases  # by the clock; the beginning is a person's
    deadline = time.monotonic() + 5 * plan.phases + 30
    while sum(len(pool.late) for pool in pools) < wanted and time.monotonic() < deadline:
        for pool in pools:
            pool.hear_once(0.001)
    for pool in pools:
        pool.hear_for(1.0)  # what was logged twice would come now
    heard = sum(len(pool.late) for pool in pools)
    if heard != wanted:
        raise ClientsLost(f"{heard} changes instead of {wanted}")
