"""How many pages a server makes while sockets hear events, and how long these events then take."""

import http.client
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.bench.latency import TimedClientPool
from tests.bench.loaded_server import OURS, LoadedServer
from tests.bench.results import percentile
from tests.bench.seeded_database import SeededDatabase
from tests.bench.server_process import ServerProcess
from tests.bench.workspace import Workspace, until_calm

PER_SECOND = 20
READERS = 4  # who ask for pages at the same time


@dataclass
class PageReaders:
    """People who ask for one page again and again, each with a session of their own."""

    port: int
    path: str
    keys: Sequence[str]
    pages: int = 0
    refused: int = 0
    _over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Ask for pages until the block ends."""
        threads = [threading.Thread(target=self._read, args=(key,)) for key in self.keys[:READERS]]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._over.set()
            for thread in threads:
                thread.join()

    def _read(self, key: str) -> None:
        headers = {"Cookie": f"sessionid={key}", "Accept-Encoding": "gzip"}
        while not self._over.is_set():
            line = http.client.HTTPConnection("127.0.0.1", self.port)
            line.request("GET", self.path, None, headers)
            answer = line.getresponse()
            answer.read()
            line.close()
            self.pages += answer.status == 200
            self.refused += answer.status != 200


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
    readers = PageReaders(hub.port, f"/f/{database.facts.slug}/", database.facts.keys)
    with readers.reading():
        began = time.monotonic()
        beside = _waits(loaded, clients, seconds)
        pages = readers.pages / (time.monotonic() - began)
    if readers.refused:
        raise RuntimeError(f"{readers.refused} pages were refused")
    clients.disperse()
    return Beside(pages, percentile(alone, 99), percentile(beside, 99))


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
