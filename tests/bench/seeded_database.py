"""A migrated database with rooms and people in it, and the servers and endpoints that use it."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec

from realtime.serve.options import HOUSE
from tests.bench.server_process import ServerProcess, free_port
from tests.bench.websocket import WebSocketEndpoint

# The benchmarks send faster than the rate limits allow; other tests hold the limits.
LIMITS = ("LASTING", "SIGNALS", "DOORS", "PAGES", "STRANGERS", "ARRIVALS")
PACES = {f"HUB_PACE_{of}": "1e9,1e9" for of in LIMITS}


class SeededRooms(msgspec.Struct, frozen=True):
    """The measured ``room``, its ``slug``, ``code``, and its log's ``epoch`` and ``head``; all ``rooms``, and
    the session ``keys``."""

    room: int
    slug: str
    code: str
    rooms: list[int]
    epoch: str
    head: int
    keys: list[str]


@dataclass(frozen=True)
class SeededDatabase:
    """A data folder, and the environment of every process that uses it."""

    folder: Path
    variables: Mapping[str, str]
    facts: SeededRooms

    @classmethod
    def prepare(
        cls,
        folder: Path,
        people: int,
        events: int = 0,
        *,
        fabriques: int = 1,
        database_url: str = "",
        redis_url: str = "",
        house: Path = HOUSE,
    ) -> "SeededDatabase":
        """Migrate and populate. Empty URLs mean the embedded defaults; ``house``: whose code does it, and
        serves it. Raises ``CalledProcessError``."""
        if database_url:
            folder.mkdir()
        else:
            shutil.copytree(_embedded(house), folder)
        variables = _variables(folder, house, database_url, redis_url)
        if database_url:
            run_module("realtime.serve.preparing", "--no-demo", variables=variables)
        printed = run_module(
            "tests.bench.populate", str(people), str(events), str(fabriques), variables=variables
        )
        return cls(folder, variables, msgspec.json.decode(printed, type=SeededRooms))

    def hub(self, house: Path = HOUSE) -> ServerProcess:
        """Return the server of the project in ``house`` on this database, not started."""
        port = free_port()
        words = (sys.executable, "-P", "-m", "tests.bench.peers.hub", str(port), str(self.facts.room))
        variables = {**self.variables, "PYTHONPATH": str(house)}
        return ServerProcess(words, port, self.folder / f"hub-{port}.log", variables, house)

    def subscription(self, since: int) -> bytes:
        """Return the command that subscribes to the room from ``since``."""
        return subscription(self.facts.room, self.facts.epoch, since)

    def endpoint(self, hub: ServerProcess, missed: int = 0) -> WebSocketEndpoint:
        """Return the WebSocket endpoint of ``hub``, signed in by cookie and ``missed`` events behind."""
        return WebSocketEndpoint(
            hub.port,
            path="/wire",
            subprotocol="hub.v1+json",
            cookie="sessionid",
            hello=self.subscription(self.facts.head - missed),
            inside=b'"type":"subscribed"',
        )


@cache
def _embedded(house: Path) -> Path:
    """Return a folder with an empty database, to be copied: migrating takes seconds."""
    above = tempfile.mkdtemp(prefix="hub-bench-empty-")
    atexit.register(shutil.rmtree, above)
    made = Path(above) / "data"
    made.mkdir()
    run_module("realtime.serve.preparing", "--no-demo", variables=_variables(made, house, "", ""))
    return made


def _variables(folder: Path, house: Path, database_url: str, redis_url: str) -> dict[str, str]:
    own = {"HUB_DATA": str(folder), "DATABASE_URL": database_url, "REDIS_URL": redis_url}
    own |= {"DJANGO_SETTINGS_MODULE": "settings.dev", "SECRET_KEY": "bench" * 10, "HUB_LOG": "WARNING"}
    own |= {"HUB_REDIS_PREFIX": folder.name}
    return {**os.environ, **PACES, **own, "PYTHONPATH": str(house)}


def subscription(room: int, epoch: str, since: int) -> bytes:
    """Return the command that subscribes to ``room`` from number ``since`` of its log."""
    return msgspec.json.encode({"type": "subscribe", "room": room, "epoch": epoch, "since": since})


def run_module(module: str, *words: str, variables: Mapping[str, str]) -> bytes:
    """Run a module in a process of its own; return what it printed. Raises ``CalledProcessError``."""
    command = [sys.executable, "-P", "-m", module, *words]
    return subprocess.run(
        command, cwd=variables["PYTHONPATH"], env=variables, check=True, stdout=subprocess.PIPE
    ).stdout
