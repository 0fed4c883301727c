"""A private coturn: relays for whoever holds a credential made with its secret, gone with the test."""

import base64
import hashlib
import hmac
import socket
import time
from pathlib import Path

from tests.machine import programs
from tests.machine.namespace import Namespace
from tests.machine.process import Process, free_port

SECRET = "un-secret-entre-nous"


class CoturnServer:
    """``url`` is what ``TURN_URL`` is to be, ``secret`` what ``TURN_SECRET``. On loopback."""

    def __init__(self, folder: Path) -> None:
        self.where = ("127.0.0.1", free_port())
        self.secret = SECRET
        self.url = f"turn:127.0.0.1:{self.where[1]}?transport=udp"
        self.process = _process([programs.COTURN.path(), *self._words()], folder)

    def start(self) -> None:
        """Raises ``NotReady``."""
        self.process.start(lambda: _answers(self.where))

    def stop(self) -> None:
        """Allocations end with it."""
        self.process.stop()

    def _words(self) -> list[str]:
        address, port = self.where
        words = ["-n", "--use-auth-secret", f"--static-auth-secret={SECRET}", "--realm=hub.test", "--no-cli"]
        words += [f"--listening-ip={address}", f"--relay-ip={address}", f"--listening-port={port}"]
        # Only here: a relay that reaches loopback reaches everything its machine keeps to itself.
        return [*words, "--allow-loopback-peers"]


class DocumentedCoturn:
    """A coturn in ``namespace`` with a configuration file that somebody has written; its usual port."""

    def __init__(self, namespace: Namespace, folder: Path, text: str) -> None:
        self.where = (namespace.inside, 3478)
        self.file = folder / "turnserver.conf"
        self.file.write_text(text)
        self.process = _process(namespace.within(programs.COTURN.path(), "-c", self.file), folder)

    def start(self) -> None:
        """Raises ``NotReady``."""
        self.process.start(lambda: _answers(self.where))

    def stop(self) -> None:
        """Allocations end with it."""
        self.process.stop()


def username(seconds: float = 600, person: int = 1) -> str:
    """A name that is good for so long from now, as the house makes them."""
    return f"{int(time.time() + seconds)}:{person}"


def credential(username: str, secret: str = SECRET) -> str:
    """The password that goes with ``username``."""
    return base64.b64encode(hmac.digest(secret.encode(), username.encode(), hashlib.sha1)).decode()


def _process(command: list[str | Path], folder: Path) -> Process:
    """Its log, process number and database go where the test is."""
    own = ["--log-file=stdout", "--simple-log", f"--pidfile={folder / 'coturn.pid'}"]
    words = [*command, *own, f"--userdb={folder / 'coturn.db'}"]
    return Process(words, log=folder / "coturn.log", folder=folder)


def _answers(where: tuple[str, int]) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(where) == 0
