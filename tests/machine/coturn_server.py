"""A private coturn: relays for whoever holds a credential made with its secret, gone with the test."""

import base64
import hashlib
import hmac
import socket
from collections.abc import Sequence
from pathlib import Path

from tests.machine import programs
from tests.machine.namespace import Namespace
from tests.machine.process import Process, free_port

SECRET = "un-secret-entre-nous"
# Loopback peers only here: a relay that reaches them reaches everything its machine keeps to itself.
OPEN = ("allow-loopback-peers", "cli-password=unused", "no-cli")


class CoturnServer:
    """``url`` is what ``TURN_URL`` is to be, ``secret`` what ``TURN_SECRET``.

    On loopback, or in ``namespace`` on its address. ``lines`` is its configuration instead of an open one.
    """

    def __init__(
        self, folder: Path, namespace: Namespace | None = None, lines: Sequence[str] | None = None
    ) -> None:
        self.address = namespace.inside if namespace else "127.0.0.1"
        self.port = free_port()
        self.where = (self.address, self.port)
        self.secret = SECRET
        self.url = f"turn:{self.address}:{self.port}?transport=udp"
        self.file = folder / f"coturn-{self.port}.conf"
        self.lines = OPEN if lines is None else lines
        command: list[str | Path] = [programs.COTURN.path(), "-c", self.file, *self._own_words(folder)]
        if namespace:
            command = namespace.within(*command)
        self.process = Process(command, log=folder / f"coturn-{self.port}.log", folder=folder)

    def start(self) -> None:
        """Raises ``NotReady``."""
        self.file.write_text("\n".join(self.lines) + "\n")
        self.process.start(self._answers)

    def stop(self) -> None:
        """Allocations end with it."""
        self.process.stop()

    def credential(self, username: str, secret: str = SECRET) -> str:
        """The password that goes with ``username``, which is ``expiry:person``, the expiry in seconds."""
        return base64.b64encode(hmac.digest(secret.encode(), username.encode(), hashlib.sha1)).decode()

    def _own_words(self, folder: Path) -> list[str]:
        """What the test decides, whatever the configuration says."""
        words = ["--use-auth-secret", f"--static-auth-secret={SECRET}", "--realm=hub.test"]
        words += [f"--listening-ip={self.address}", f"--relay-ip={self.address}"]
        words += [f"--listening-port={self.port}", "--log-file=stdout", "--simple-log"]
        return [*words, f"--pidfile={folder / 'coturn.pid'}", f"--userdb={folder / 'coturn.db'}"]

    def _answers(self) -> bool:
        with socket.socket() as caller:
            return caller.connect_ex(self.where) == 0
