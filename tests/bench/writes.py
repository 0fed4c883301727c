"""``writes``: acknowledged commands a second, from clients that each wait for their previous answer."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

import msgspec

from tests.bench.client_pool import ClientPool, PooledClient
from tests.bench.results import BenchResult, Spread, percentile
from tests.bench.round_robin import round_robin
from tests.bench.seeded_database import SeededDatabase
from tests.bench.server_process import ServerProcess
from tests.bench.websocket import WebSocketEndpoint
from tests.bench.workspace import Workspace
from tests.machine.postgres_server import PostgresServer
from tests.machine.programs import MissingProgram

BODY = "Traverser la place les yeux fermés, au bras de quelqu’un que l’on ne connaît pas. " * 2

NO_PEER = "there is no peer: none of them keeps what is written; the two databases stand beside each other"


@dataclass(frozen=True)
class WritesPlan:
    """``writers``, spread over ``fabriques``, for ``seconds`` in each of ``rounds``."""

    writers: int = 16
    fabriques: int = 1
    seconds: float = 5.0
    rounds: int = 3


class WriterPool(ClientPool):
    """Clients that publish again as soon as they are answered. ``waits``: seconds until each answer."""

    def __init__(self, endpoint: WebSocketEndpoint, rooms: list[int]) -> None:
        super().__init__(endpoint)
        self.waits: list[float] = []
        self._rooms = rooms
        self._asked: dict[PooledClient, float] = {}
        self._go_on = False

    def write_for(self, seconds: float) -> float:
        """Write for ``seconds``. Return answers a second. Raises ``ClientsLost``."""
        self.waits, self._go_on, began = [], True, time.monotonic()
        for listener in self.listeners.values():
            self._publish(listener)
        self.hear_for(seconds)
        rate = len(self.waits) / (time.monotonic() - began)
        self._go_on = False
        self.hear_until(lambda: not self._asked)
        return rate

    def heard_other(self, listener: PooledClient, payload: bytes) -> None:
        if payload.startswith(b'{"type":"reply"'):
            self.waits.append(time.monotonic() - self._asked.pop(listener))
            if self._go_on:
                self._publish(listener)

    def _publish(self, listener: PooledClient) -> None:
        room = self._rooms[listener.connection.fileno() % len(self._rooms)]
        command = {"type": "publish", "ref": str(uuid4()), "room": room, "body": BODY}
        self._asked[listener] = time.monotonic()
        listener.say(msgspec.json.encode(command))


@dataclass
class DatabaseContender:
    """The hub on one database with its ``writers``, and the values of each round."""

    name: str
    hub: ServerProcess
    writers: WriterPool
    rates: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    used: list[float] = field(default_factory=list)

    def write_for(self, seconds: float) -> None:
        """Measure one round."""
        before = self.hub.cpu
        self.rates.append(self.writers.write_for(seconds))
        self.used.append(1e3 * (self.hub.cpu - before) / len(self.writers.waits))
        self.waits.append(1e3 * percentile(self.writers.waits, 99))

    def tell(self, outcome: BenchResult) -> None:
        """Add its row and its figures to ``outcome``."""
        columns = {"commands/s": self.rates, "p99 ms": self.waits, "ms of CPU a command": self.used}
        row = {column: Spread.of(values) for column, values in columns.items()}
        outcome.rows[self.name] = row
        outcome.figures[f"writes_{self.name}"] = row["commands/s"].middle
        outcome.figures[f"writes_{self.name}_p99_ms"] = row["p99 ms"].middle


def run(workspace: Workspace, plan: WritesPlan = WritesPlan()) -> list[BenchResult]:
    """Measure SQLite with ``synchronous=FULL`` and PostgreSQL with ``fsync``, in turns."""
    title = f"writes: {plan.writers} people of one room, one process, answered after the commit"
    outcome = BenchResult(title, note=NO_PEER)
    with ExitStack() as stack:
        # All databases first: no client may wait at its server, unread, while another is prepared.
        databases = {"sqlite": workspace.database(plan.writers)}
        try:
            url = stack.enter_context(_postgres(workspace))
            databases["postgres"] = workspace.database(plan.writers, database_url=url)
        except MissingProgram as missing:
            outcome.skipped["postgres"] = str(missing)
        contenders = [
            stack.enter_context(_contender(name, workspace, database, plan))
            for name, database in databases.items()
        ]
        for contender in round_robin(contenders, plan.rounds):
            for each in contenders:
                each.writers.hear_for(0)  # answer the pings of the idle clients
            contender.write_for(plan.seconds)
    for contender in contenders:
        contender.tell(outcome)
    return [outcome]


@contextmanager
def _contender(
    name: str, workspace: Workspace, database: SeededDatabase, plan: WritesPlan
) -> Iterator[DatabaseContender]:
    """Start and warm up; end before the database does."""
    hub = workspace.start(database.hub())
    writers = workspace.keep(WriterPool(database.endpoint(hub), database.facts.rooms))
    writers.gather(database.facts.keys)
    writers.write_for(plan.seconds / 5)
    try:
        yield DatabaseContender(name, hub, writers)
    finally:
        writers.disperse()
        hub.end()


@contextmanager
def _postgres(workspace: Workspace) -> Iterator[str]:
    server = PostgresServer(workspace.folder, quick=False)
    try:
        server.start()
        yield server.url
    finally:
        server.stop()
