"""A measured server, in a process of its own."""

import fcntl
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from realtime.serve.options import HOUSE
from tests.bench.process_usage import cpu_seconds

PATIENCE = 60.0
GRACE = 20.0
PIPE_BYTES = 1 << 20
ACCOUNTED = 0.01


class ServerNotReady(Exception):
    """The server ended or never answered; the message is its output."""


class ServerProcess:
    """Runs ``command`` in ``folder``, where it listens on ``port``; its output goes to ``log``."""

    def __init__(
        self,
        command: Sequence[str],
        port: int,
        log: Path,
        environment: Mapping[str, str],
        folder: Path = HOUSE,
    ) -> None:
        self.command, self.port, self.log, self.environment = command, port, log, environment
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def process(self) -> "subprocess.Popen[bytes]":
        """The running process. Raises ``ServerNotReady`` when there is none."""
        if self._process is None:
            raise ServerNotReady(f"{self.command} is not running")
        return self._process

    @property
    def cpu(self) -> float:
        """Processor seconds so far, once the server is idle."""
        time.sleep(ACCOUNTED)  # the kernel updates the count when a process sleeps, or every few milliseconds
        return cpu_seconds(self.process.pid)

    def start(self) -> None:
        """Start the server and wait until it answers. Raises ``ServerNotReady``."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                bufsize=0,
                cwd=self._folder,
                env=self.environment,
                process_group=0,
            )
        fcntl.fcntl(self._stdin, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        deadline = time.monotonic() + PATIENCE
        while not _answers(self.port):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise ServerNotReady(self.log.read_text(errors="replace"))
            time.sleep(0.01)

    def tell(self, line: bytes) -> None:
        """Write ``line`` to the server, which broadcasts it to its clients."""
        os.write(self._stdin, line + b"\n")

    def end(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Stop the server, with SIGKILL after a grace period. Does nothing when it is not running."""
        if self._process is None:
            return
        process, self._process = self._process, None
        process.send_signal(number)
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdin:
            process.stdin.close()

    @property
    def _stdin(self) -> int:
        if self.process.stdin is None:
            raise ServerNotReady("it has no standard input")
        return self.process.stdin.fileno()


def free_port() -> int:
    """Return a TCP port that is free now."""
    with closing(socket.socket()) as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _answers(port: int) -> bool:
    with closing(socket.socket()) as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0
