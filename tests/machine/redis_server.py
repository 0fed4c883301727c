"""A private Redis: it writes nothing to disk, has a free port, and ends with the test."""

import socket
from pathlib import Path

from tests.machine import programs
from tests.machine.process import Process
from tests.machine.share import free_port


class RedisServer:
    """A Redis that can be stopped, killed and started again under the same address."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        words = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = Process(
            [programs.REDIS.path(), *words], log=folder / f"redis-{self.port}.log", folder=folder
        )

    def start(self) -> None:
        """Start it. Raises ``NotReady``."""
        self.process.start(self._answers)

    def stop(self) -> None:
        """Stop it gracefully: clients see their connections close."""
        self.process.stop()

    def kill(self) -> None:
        """Send SIGKILL."""
        self.process.kill()

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as caller:
                caller.sendall(b"PING\r\n")
                return caller.recv(16).startswith(b"+PONG")
        except OSError:
            return False
