"""A process started by tests: it has a log of its own, and is stopped by its own process number."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

PATIENCE = 60.0  # seconds to become ready on a busy machine
GRACE = 20.0  # seconds to end


class NotReady(Exception):
    """The process ended, or did not become ready; the text holds its log."""


class Process:
    """A process that runs ``command`` with its output in ``log``; ``user`` only where we are root."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        log: Path,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
        user: str | None = None,
    ) -> None:
        self.command, self.log = command, log
        self.environment, self.folder, self.user = environment, folder, user
        self._running: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Its process number. Raises ``NotReady`` when it is not running."""
        if self._running is None:
            raise NotReady(f"{self.command[0]} is not running")
        return self._running.pid

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return not self._has_ended()

    def start(self, is_ready: Callable[[], bool]) -> None:
        """Start it and wait until it ``is_ready``. Raises ``NotReady`` with the log."""
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self.environment,
                cwd=self.folder,
                user=self.user,
                process_group=0,
            )
        if not wait_until(lambda: is_ready() or self._has_ended()) or self._has_ended():
            self.stop()
            raise NotReady(f"{self.command[0]} is not ready:\n{self.text()}")

    @property
    def memory(self) -> int:
        """Its resident bytes. Raises ``NotReady``."""
        pages = Path(f"/proc/{self.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def wait(self) -> None:
        """Wait until it ends by itself. Raises ``NotReady`` when it does not."""
        if not wait_until(self._has_ended):
            raise NotReady(f"{self.command[0]} goes on:\n{self.text()}")
        self.stop()

    def _has_ended(self) -> bool:
        return self._running is None or self._running.poll() is not None

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int | None:
        """End it gracefully, else by force; return its exit code, None if it was not running."""
        if self._running is None:
            return None
        running, self._running = self._running, None
        running.send_signal(number)
        try:
            return running.wait(GRACE)
        except subprocess.TimeoutExpired:
            running.kill()
            return running.wait()

    def kill(self) -> None:
        """Send SIGKILL, like a power cut: nothing can be tidied up."""
        self.stop(signal.SIGKILL)

    def text(self) -> str:
        """Return everything that it has printed."""
        return self.log.read_text(errors="replace")


def wait_until(is_so: Callable[[], bool], patience: float = PATIENCE) -> bool:
    """Return whether it came true within ``patience`` seconds: an end to waiting, never a measurement."""
    deadline = time.monotonic() + patience
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def answers(port: int) -> bool:
    """Return whether something listens on that port of this machine."""
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0
