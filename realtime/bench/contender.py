"""One server under measure, in a process of its own."""

import fcntl
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from realtime.bench.clockwork import cpu_seconds
from realtime.serve.options import HOUSE

PATIENCE = 60.0
GRACE = 20.0
PIPE_BYTES = 1 << 20
ACCOUNTED = 0.01


class NotReady(Exception):
    """The server ended or never answered; the text is what it printed."""


class Contender:
    """``command`` is run in the house, with ``port`` its own; ``log`` keeps what it prints."""

    def __init__(self, command: Sequence[str], port: int, log: Path, environment: Mapping[str, str]) -> None:
        self.command, self.port, self.log, self.environment = command, port, log, environment
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def process(self) -> "subprocess.Popen[bytes]":
        """The running process. Raises ``NotReady``."""
        if self._process is None:
            raise NotReady(f"{self.command} is not running")
        return self._process

    @property
    def cpu(self) -> float:
        """Seconds of processor time so far, of a server that has just come to rest."""
        time.sleep(ACCOUNTED)  # the kernel adds up when a process goes to sleep, or every few milliseconds
        return cpu_seconds(self.process.pid)

    def start(self) -> None:
        """Come back when it answers. Raises ``NotReady``."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own words
                self.command,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                bufsize=0,
                cwd=HOUSE,
                env=self.environment,
                process_group=0,
            )
        fcntl.fcntl(self._stdin, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        deadline = time.monotonic() + PATIENCE
        while not _answers(self.port):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise NotReady(self.log.read_text(errors="replace"))
            time.sleep(0.01)

    def tell(self, line: bytes) -> None:
        """Have it told to every listener."""
        os.write(self._stdin, line + b"\n")

    def end(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Stop it, by force when it does not; harmless when it does not run."""
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
            raise NotReady("it has no standard input")
        return self.process.stdin.fileno()


def free_port() -> int:
    """A port that nobody listens on now."""
    with closing(socket.socket()) as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _answers(port: int) -> bool:
    with closing(socket.socket()) as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0
