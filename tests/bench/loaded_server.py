"""A running server with its clients connected, which the fan-out benchmarks measure round by round."""

import time
from collections.abc import Iterable, Iterator

from tests.bench.client_pool import ClientPool
from tests.bench.peer_servers import PeerServer
from tests.bench.seeded_database import SeededDatabase
from tests.bench.server_process import ServerProcess
from tests.bench.workspace import Workspace, until_calm

EVENT_BYTES = 300
OURS = "hub"


class LoadedServer:
    """A ``server`` by ``name``, and its idle ``clients``; ``after``: the last number of its log."""

    def __init__(self, name: str, server: ServerProcess, clients: ClientPool, after: int = 0) -> None:
        self.name, self.server, self.clients = name, server, clients
        self._lines = events(after)

    def one_by_one(self, count: int) -> float:
        """Send ``count`` events, each when everybody has the one before, so that nothing is batched.

        Return processor seconds per delivery.
        """
        before = self.server.cpu
        for _ in range(count):
            self.tell()
            self.clients.hear_events(self.clients.heard + len(self.clients.listeners))
        return (self.server.cpu - before) / (count * len(self.clients.listeners))

    def flood(self, count: int, per_second: float) -> float:
        """Send ``count`` events at ``per_second``. Return deliveries per processor second."""
        before, began = self.server.cpu, time.monotonic()
        target = self.clients.heard + count * len(self.clients.listeners)
        for number in range(count):
            self.tell()
            while (wait := began + (number + 1) / per_second - time.monotonic()) > 0:
                self.clients.hear_once(wait)
        self.clients.hear_events(target)
        return count * len(self.clients.listeners) / (self.server.cpu - before)

    def tell(self) -> None:
        """Send the next event to the server."""
        self.server.tell(next(self._lines))


def ours(workspace: Workspace, database: SeededDatabase, sockets: int) -> LoadedServer:
    """Start the Hub with ``sockets`` people of ``database``, signed in and subscribed."""
    hub = workspace.start(database.hub())
    clients = workspace.clients(database.endpoint(hub))
    clients.gather(database.facts.keys[:sockets])
    until_calm(clients)
    return LoadedServer(OURS, hub, clients)


def theirs(workspace: Workspace, peer: PeerServer, sockets: int) -> LoadedServer:
    """Start a peer with as many clients. Raises ``PeerMissing``."""
    server = workspace.start(peer.process(workspace.folder))
    clients = workspace.clients(peer.endpoint(server.port))
    clients.gather(map(str, range(sockets)))
    return LoadedServer(peer.name, server, clients)


def answer_pings(servers: Iterable[LoadedServer]) -> None:
    """Read what has arrived, so that no idle server closes its clients for unanswered pings."""
    for loaded in servers:
        loaded.clients.hear_for(0)


def events(after: int = 0) -> Iterator[bytes]:
    """Yield log lines of 300 bytes, numbered from the one ``after``."""
    number = after
    while True:
        number += 1
        start = f'{{"seq":{number},"at":1795000000000,"by":7,"event":{{"kind":"post.edited","body":"'
        yield start.encode().ljust(EVENT_BYTES - 3, b"m") + b'"}}'
