"""A private coturn: it relays for whoever holds a credential made with its secret, and ends with the test."""

import base64
import hashlib
import hmac
import socket
import time
from pathlib import Path

from tests.machine import programs
from tests.machine.namespace import Namespace
from tests.machine.process import Process
from tests.machine.share import free_port

SECRET = "un-secret-entre-nous"


class CoturnServer:
    """A coturn on loopback. ``url`` is the value for ``TURN_URL``, ``secret`` the one for ``TURN_SECRET``."""

    def __init__(self, folder: Path) -> None:
        self.where = ("127.0.0.1", free_port())
        self.secret = SECRET
        self.url = f"turn:127.0.0.1:{self.where[1]}?transport=udp"
        self.process = _process([programs.COTURN.path(), *self._words()], folder)

    def start(self) -> None:
        """Start it. Raises ``NotReady``."""
        self.process.start(lambda: _answers(self.where))

    def stop(self) -> None:
        """Stop it; allocations end with it."""
        self.process.stop()

    def _words(self) -> list[str]:
        address, port = self.where
        words = ["-n", "--use-auth-secret", f"--static-auth-secret={SECRET}", "--realm=hub.test", "--no-cli"]
        words += [f"--listening-ip={address}", f"--relay-ip={address}", f"--listening-port={port}"]
        # Allowed in tests only: a relay that reaches loopback reaches everything its machine keeps to itself.
        return [*words, "--allow-loopback-peers"]


class DocumentedCoturn:
    """A coturn in ``namespace``, on its usual port, configured as the documentation tells."""

    def __init__(self, namespace: Namespace, folder: Path, text: str) -> None:
        self.where = (namespace.inside, 3478)
        self.file = folder / "turnserver.conf"
        self.file.write_text(text)
        self.process = _process(namespace.within(programs.COTURN.path(), "-c", self.file), folder)

    def start(self) -> None:
        """Start it. Raises ``NotReady``."""
        self.process.start(lambda: _answers(self.where))

    def stop(self) -> None:
        """Stop it; allocations end with it."""
        self.process.stop()


def username(seconds: float = 600, person: int = 1) -> str:
    """Return a username that is valid for so long from now, as the Hub makes them."""
    return f"{int(time.time() + seconds)}:{person}"


def credential(username: str, secret: str = SECRET) -> str:
    """Return the password that goes with ``username``."""
    return base64.b64encode(hmac.digest(secret.encode(), username.encode(), hashlib.sha1)).decode()


def _process(command: list[str | Path], folder: Path) -> Process:
    """Return its process; log, process number and database go to the test's folder."""
    own = ["--log-file=stdout", "--simple-log", f"--pidfile={folder / 'coturn.pid'}"]
    words = [*command, *own, f"--userdb={folder / 'coturn.db'}"]
    return Process(words, log=folder / "coturn.log", folder=folder)


def _answers(where: tuple[str, int]) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(where) == 0
