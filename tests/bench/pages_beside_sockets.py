"""How many pages a server makes while sockets hear events, and how long these events then take."""

import time
from dataclasses import dataclass

from tests.bench.latency import TimedClientPool
from tests.bench.loaded_server import OURS, LoadedServer
from tests.bench.page_readers import PageReaders
from tests.bench.results import percentile
from tests.bench.seeded_database import SeededDatabase
from tests.bench.server_process import ServerProcess
from tests.bench.workspace import Workspace, until_calm

PER_SECOND = 20
READERS = 4  # who ask for pages at the same time


@dataclass(frozen=True)
class Beside:
    """``pages`` a second; the 99th percentile of the waits for events, in s, ``alone`` and ``with_pages``."""

    pages: float
    alone: float
    with_pages: float


def measure(
    workspace: Workspace, database: SeededDatabase, hub: ServerProcess, sockets: int, seconds: float
) -> Beside:
    """Measure one server. Raises ``RuntimeError`` when it refused a page."""
    clients = workspace.keep(TimedClientPool(database.endpoint(hub)))
    clients.gather(database.facts.keys[:sockets])
    until_calm(clients)
    loaded = LoadedServer(OURS, hub, clients, database.facts.head)
    alone = _waits(loaded, clients, seconds)
    readers = PageReaders(hub.port, f"/f/{database.facts.slug}/", database.facts.keys[:READERS])
    with readers.reading():
        began = time.monotonic()
        beside = _waits(loaded, clients, seconds)
        lasted = time.monotonic() - began
    if readers.refused:
        raise RuntimeError(f"{readers.refused} pages were refused")
    clients.disperse()
    return Beside(readers.pages / lasted, percentile(alone, 99), percentile(beside, 99))


def _waits(loaded: LoadedServer, clients: TimedClientPool, seconds: float) -> list[float]:
    """Tell events at a calm pace; return how long each took to each client."""
    before, began = len(clients.waits), time.monotonic()
    count = max(int(seconds * PER_SECOND), 1)
    target = clients.heard + count * len(clients.listeners)
    for number in range(count):
        clients.told.append(time.monotonic())
        loaded.tell()
        while (wait := began + (number + 1) / PER_SECOND - time.monotonic()) > 0:
            clients.hear_once(wait)
    clients.hear_events(target)
    return clients.waits[before:]
