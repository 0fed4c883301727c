"""The real service, prepared and started as ``bin/serve`` does, for tests that use it from outside."""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urlsplit

import psycopg
from django.db import connections
from django.db.utils import load_backend
from environ import Env
from pytest_django import DjangoDbBlocker

from realtime.serve.data_folder import DATABASE
from realtime.serve.supervisor import meeting_command, server_command
from settings import env
from tests.machine.process import Process, answers
from tests.machine.share import free_port

HOUSE = Path(__file__).resolve().parents[2]
LED = "Meetings are led here"  # logged by the process that leads meetings
_numbers = count(1)


@dataclass(frozen=True)
class Foundation:
    """A prepared data folder and database, to be copied: migrating takes seconds, copying does not.
    ``media_port`` belongs to the process that leads its meetings; ``environment`` comes last."""

    folder: Path
    database_url: str
    environment: dict[str, str] = field(default_factory=dict)
    media_port: int = field(default_factory=free_port)

    @classmethod
    def prepare(cls, folder: Path, server_url: str) -> "Foundation":
        """Prepare one. ``server_url`` names a PostgreSQL; empty: embedded. Raises ``CalledProcessError``."""
        made = cls(folder, _new_database(server_url, "template1") if server_url else "")
        folder.mkdir(exist_ok=True)
        words = [sys.executable, "-P", "-m", "realtime.serve.preparing", "--no-demo"]
        variables = made.variables()
        with shared_static(folder, variables):
            subprocess.run(words, cwd=HOUSE, env=variables, check=True)
        return made

    def copy(self, folder: Path) -> "Foundation":
        """Return an independent database, with the same static files."""
        folder.mkdir()
        (folder / "static").symlink_to(self.folder / "static")
        if self.database_url:
            name = urlsplit(self.database_url).path.lstrip("/")
            return Foundation(folder, _new_database(self.database_url, name))
        with closing(sqlite3.connect(self.folder / DATABASE)) as source:
            source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(self.folder / DATABASE, folder / DATABASE)
        return Foundation(folder, "")

    def variables(self) -> dict[str, str]:
        """Return the environment of a process that works on it."""
        own = {"DJANGO_SETTINGS_MODULE": "settings.test_server", "HUB_DATA": str(self.folder)}
        own |= {"HUB_MEDIA_PORT": str(self.media_port), "HUB_MEDIA_ADDRESSES": "127.0.0.1"}
        own |= {"DATABASE_URL": self.database_url, "HUB_REDIS_PREFIX": self.folder.name}
        return {**os.environ, **own, "PYTHONPATH": str(HOUSE), **self.environment}


@contextmanager
def shared_static(folder: Path, variables: Mapping[str, str]) -> Iterator[None]:
    """Lend ``folder`` the static files of all tests, which whoever prepares meanwhile gathers if they are
    stale: it costs two seconds of processor, and each lane prepares."""
    shared = HOUSE / ".pytest_cache" / f"static-{variables['DJANGO_SETTINGS_MODULE']}"
    shared.mkdir(parents=True, exist_ok=True)
    (folder / "static").symlink_to(shared)
    with (shared.parent / f"{shared.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _new_database(url: str, template: str) -> str:
    name = f"hub_{os.getpid()}_{next(_numbers)}"
    server = urlsplit(url)._replace(path="/postgres").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        # Twice as fast as PostgreSQL's default strategy where so little is copied.
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy".encode())
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def _meeting_process(ground: Foundation) -> Process:
    """Return the process that leads a Hub's meetings; it has a port of its own."""
    return Process(
        meeting_command(),
        log=ground.folder / "meeting.log",
        environment={**ground.variables(), "HUB_LOG": "INFO"},
        folder=HOUSE,
    )


class Hub:
    """One server process, and after ``lead()`` the process that leads the meetings; ``beside()`` makes
    another server on the same database and Redis, with the same meetings."""

    def __init__(self, ground: Foundation, blocker: DjangoDbBlocker, meetings: Process | None = None) -> None:
        self.ground, self._blocker = ground, blocker
        self.meetings = meetings or _meeting_process(ground)
        self._leads = meetings is None
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = Process(
            server_command("127.0.0.1", self.port),
            log=ground.folder / f"server-{self.port}.log",
            environment=ground.variables(),
            folder=HOUSE,
        )

    def start(self) -> None:
        """Start the server. Raises ``NotReady`` with the log."""
        self.process.start(lambda: answers(self.port))

    def lead(self) -> None:
        """Start the process that leads the meetings, unless it runs; return when it can be reached."""
        if not self.meetings.is_running:
            before = self._times_led()
            self.meetings.start(lambda: self._times_led() > before)

    def _times_led(self) -> int:
        return self.meetings.text().count(LED) if self.meetings.log.exists() else 0

    def stop_server(self) -> None:
        """Stop the server gracefully; meetings go on. ``start`` brings it back under the same address."""
        self.process.stop()

    def stop(self) -> None:
        """Stop all processes gracefully."""
        self.stop_server()
        if self._leads:
            self.meetings.stop()

    def kill(self) -> None:
        """Send SIGKILL: nothing can be tidied up. ``start`` brings the server back under the same address."""
        self.process.kill()

    def beside(self) -> "Hub":
        """Return a second server, not started; it needs Redis."""
        return Hub(self.ground, self._blocker, self.meetings)

    def manage(self, *words: str) -> str:
        """Run a management command on its database; return what it printed."""
        command = [sys.executable, "-P", "-m", "django", *words]
        variables = self.ground.variables()
        return subprocess.run(
            command, cwd=HOUSE, env=variables, check=True, stdout=subprocess.PIPE, text=True
        ).stdout

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Let this thread's Django (models, services) work on the Hub's database."""
        url = self.ground.database_url
        facts = Env.db_url_config(url) if url else env.embedded_database(self.ground.folder / DATABASE)
        usual = connections["default"]
        settings = {**usual.settings_dict, "OPTIONS": {}, **facts}
        own = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, "default")
        connections["default"] = own
        # Playwright keeps an event loop running in this thread; nothing else runs in it meanwhile.
        with self._blocker.unblock(), patch.dict(os.environ, DJANGO_ALLOW_ASYNC_UNSAFE="true"):
            try:
                yield
            finally:
                own.close()
                connections["default"] = usual


OpenHouse = Callable[..., AbstractContextManager[Hub]]


@contextmanager
def opened(ground: Foundation, blocker: DjangoDbBlocker, **variables: str) -> Iterator[Hub]:
    """Open a Hub with additional ``variables`` in its environment, for as long as the context lasts."""
    with patch.dict(os.environ, variables):
        hub = Hub(ground, blocker)
    hub.start()
    try:
        yield hub
    finally:
        hub.stop()
