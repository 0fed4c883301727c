"""A private PostgreSQL: a free port, a data folder that goes with the test, no password."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import psycopg

from tests.machine import programs
from tests.machine.process import NotReady, Process
from tests.machine.share import free_port

# Tests kill servers of the Hub, never the database: its writes need not survive a power cut.
QUICK = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off")


class PostgresServer:
    """A PostgreSQL. ``url`` names an empty database; others can be made beside it. ``folder`` is for its log.

    ``quick``: commits do not wait for the disk. ``disk``: the size of a disk of their own on which all tables
    are, as ``mount`` has it; that needs root.
    """

    def __init__(self, folder: Path, *, quick: bool = True, disk: str = "") -> None:
        self.port = free_port()
        self.url = f"postgres://hub@127.0.0.1:{self.port}/postgres"
        self.programs = programs.POSTGRES.path().resolve().parent
        self.user = _unprivileged_user()
        # The data is not in ``folder``: pytest closes its own folders to every other user.
        self.data = Path(tempfile.mkdtemp(prefix="hub-postgres-"))
        words = ["-D", str(self.data), "-p", str(self.port), "-c", "listen_addresses=127.0.0.1"]
        words += ["-c", "unix_socket_directories=", "-c", "max_connections=200", *(QUICK if quick else ())]
        self.disk = self.data.with_name(f"{self.data.name}-disk") if disk else None
        self.process = Process(
            [*self._at_the_disk(disk), self.programs / "postgres", *words],
            log=folder / "postgres.log",
            folder=self.data,
            user=None if disk else self.user,
        )

    def start(self) -> None:
        """Start it. Raises ``NotReady``."""
        self._fill_data_folder()
        if self.disk:
            self.disk.mkdir()
        self.process.start(self._answers)
        if self.disk:
            self.say(f"CREATE TABLESPACE disk LOCATION '{self.disk}'")
            self.say("ALTER ROLE hub SET default_tablespace = disk")

    def say(self, sql: str, url: str = "") -> None:
        """Run ``sql`` in the empty database, or in that of ``url``."""
        with psycopg.connect(url or self.url, autocommit=True) as connection:
            connection.execute(sql.encode())

    def stop(self) -> None:
        """Shut down fast: open sessions are ended, and the data is deleted."""
        self.process.stop(signal.SIGINT)
        shutil.rmtree(self.data)
        if self.disk:
            self.disk.rmdir()

    def restart(self) -> None:
        """Restart it: open sessions are ended; what was committed stays."""
        self.process.stop(signal.SIGINT)
        self.process.start(self._answers)

    def _at_the_disk(self, size: str) -> list[str]:
        """Return the words before a command that is to see a small disk, which nobody else does."""
        if not size:
            return []
        mount = f"mount -t tmpfs -o size={size},mode=700 tmpfs {self.disk} && chown {self.user} {self.disk}"
        within = f'{mount} && exec setpriv --reuid={self.user} --clear-groups "$@"'
        return ["unshare", "--mount", "sh", "-c", within, "sh"]

    def _fill_data_folder(self) -> None:
        if self.user:
            shutil.chown(self.data, self.user)
        words = ["-D", str(self.data), "-U", "hub", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C"]
        made = subprocess.run(
            [self.programs / "initdb", *words],
            cwd=self.data,
            user=self.user,
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise NotReady(f"initdb: {made.stderr}")

    def _answers(self) -> bool:
        words = ["-h", "127.0.0.1", "-p", str(self.port), "-q"]
        return subprocess.run([self.programs / "pg_isready", *words], check=False).returncode == 0


def _unprivileged_user() -> str | None:
    """Return a user without privileges where we are root: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"
