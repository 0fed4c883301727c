"""The IPC address: ``unix:<path>`` or ``tcp://host:port``."""

import asyncio
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

# A Unix socket's path holds 108 bytes; a longer one is reached through its open folder.
LONGEST_PATH = 100

Maker = Callable[[], asyncio.Protocol]


@dataclass(frozen=True, slots=True)
class IpcAddress:
    """A Unix path, or host and port where ``path`` is empty."""

    path: str = ""
    host: str = ""
    port: int = 0

    @classmethod
    def read(cls, text: str) -> "IpcAddress":
        """Parse the setting. Raises ``ImproperlyConfigured``."""
        if text.startswith("unix:") and text != "unix:":
            return cls(path=text.removeprefix("unix:"))
        parts = urlsplit(text)
        try:
            if parts.scheme == "tcp" and parts.hostname and parts.port:
                return cls(host=parts.hostname, port=parts.port)
        except ValueError:
            pass
        raise ImproperlyConfigured(f"HUB_MEETING_LINE is unix:<path> or tcp://host:port, not {text}")

    @property
    def is_private(self) -> bool:
        """Whether only our own user can connect, so that no handshake secret is needed."""
        return bool(self.path)

    async def listen(self, make: Maker) -> asyncio.Server:
        """Listen there. Raises ``OSError``."""
        loop = asyncio.get_running_loop()
        if not self.is_private:
            return await loop.create_server(make, self.host, self.port)
        return await loop.create_unix_server(make, sock=self._bound())

    async def dial(self, make: Maker) -> None:
        """Connect there. Raises ``OSError``."""
        loop = asyncio.get_running_loop()
        if not self.is_private:
            await loop.create_connection(make, self.host, self.port)
            return
        with _reachable(Path(self.path)) as path:
            await loop.create_unix_connection(make, path)

    def knock(self, seconds: float) -> None:
        """Connect and go. Raises ``OSError`` when nobody answers in time."""
        if not self.is_private:
            socket.create_connection((self.host, self.port), seconds).close()
            return
        with _reachable(Path(self.path)) as path, socket.socket(socket.AF_UNIX) as caller:
            caller.settimeout(seconds)
            caller.connect(path)

    def _bound(self) -> socket.socket:
        """Bind a socket that only its owner can use; replace the file of a process that is gone."""
        own = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        with _reachable(Path(self.path)) as path:
            if _somebody_answers(path):
                own.close()
                raise OSError(f"somebody leads the meetings already at {self.path}")
            with suppress(FileNotFoundError):
                Path(path).unlink()
            usual = os.umask(0o177)
            try:
                own.bind(path)
            finally:
                os.umask(usual)
        return own


def _somebody_answers(path: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
        return caller.connect_ex(path) == 0


@contextmanager
def _reachable(path: Path) -> Iterator[str]:
    if len(os.fsencode(path)) <= LONGEST_PATH:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
