"""A process of the tests: started with a log of its own, stopped by its own number."""

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
    """Runs ``command`` with its output in the file ``log``; ``user`` only where we are root."""

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
        """Raises ``NotReady`` when it is not running."""
        if self._running is None:
            raise NotReady(f"{self.command[0]} is not running")
        return self._running.pid

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return not self._has_ended()

    def start(self, is_ready: Callable[[], bool]) -> None:
        """Come back once ``is_ready``; raise ``NotReady`` with the log otherwise."""
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
        """Resident bytes. Raises ``NotReady``."""
        pages = Path(f"/proc/{self.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def wait(self) -> None:
        """Until it ends by itself. Raises ``NotReady`` when it does not."""
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
        """As a power cut would: SIGKILL, nothing can be tidied up."""
        self.stop(signal.SIGKILL)

    def text(self) -> str:
        """All that it has printed."""
        return self.log.read_text(errors="replace")


def wait_until(is_so: Callable[[], bool], patience: float = PATIENCE) -> bool:
    """Whether it became so within ``patience`` seconds: never a measure, only an end to waiting."""
    deadline = time.monotonic() + patience
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def answers(port: int) -> bool:
    """Whether somebody listens on that port of this machine."""
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0
