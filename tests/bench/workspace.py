"""A benchmark's temporary folder, and the servers and clients that end with it."""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from tests.bench.client_pool import ClientPool
from tests.bench.seeded_database import SeededDatabase
from tests.bench.server_process import ServerProcess
from tests.bench.websocket import WebSocketEndpoint

C = TypeVar("C", bound=ClientPool)


class Workspace:
    """A context manager: servers and clients end with it, in reverse order."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._numbers = count(1)

    def __enter__(self) -> Self:
        self.folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="hub-bench-")))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def database(self, people: int, events: int = 0, **where: Any) -> SeededDatabase:
        """Prepare a fresh database; ``where`` are the keywords of ``SeededDatabase.prepare``."""
        return SeededDatabase.prepare(self.folder / f"ground-{next(self._numbers)}", people, events, **where)

    def start(self, contender: ServerProcess) -> ServerProcess:
        """Start a server that ends with the workspace. Raises ``ServerNotReady``."""
        self._stack.callback(contender.end)
        contender.start()
        return contender

    def ends_with(self, end: Callable[[], object]) -> None:
        """Call ``end`` when the workspace ends."""
        self._stack.callback(end)

    def clients(self, endpoint: WebSocketEndpoint) -> ClientPool:
        """Return an empty pool of clients that ends with the workspace."""
        return self.keep(ClientPool(endpoint))

    def keep(self, clients: C) -> C:
        """Disconnect ``clients`` when the workspace ends."""
        self._stack.callback(clients.disperse)
        return clients


def until_calm(clients: ClientPool) -> None:
    """Read until the presence messages of the arrival are over; more clients take longer."""
    clients.hear_for(min(0.5 + len(clients.listeners) / 200, 6.0))
