"""Whether a process of the house still moves: each answers whoever asks, from the loop in which it works.

A process that is stopped or locked in itself holds its files and its port as a living one does. The sockets
are in Linux's abstract namespace: a full or read-only disk changes nothing, and a dead process leaves none.
"""

import asyncio
import hashlib
import socket
from pathlib import Path
from threading import Thread
from typing import Literal, NamedTuple

from settings import env

Kind = Literal["server", "worker", "meetings"]
LISTED = Path("/proc/net/unix")


class Pulse(NamedTuple):
    """One process of the house that runs, whether it moves or not."""

    house: str
    kind: str
    pid: int

    @property
    def address(self) -> str:
        return f"\0hub-{self.house}-{self.kind}-{self.pid}"

    def answers(self, patience: float) -> bool:
        """Ask it; return whether it has answered within ``patience`` seconds."""
        with socket.socket(socket.AF_UNIX) as caller:
            caller.settimeout(patience)
            try:
                caller.connect(self.address)
                return caller.recv(1) != b""
            except OSError:
                return False


def found(folder: Path) -> set[Pulse]:
    """Return the processes that work on the data folder ``folder``."""
    house = _house(folder)
    names = [line.rpartition(" ")[2] for line in LISTED.read_text(errors="replace").splitlines()]
    parts = [name.removeprefix("@hub-").split("-") for name in names if name.startswith(f"@hub-{house}-")]
    return {Pulse(house, kind, int(pid)) for _, kind, pid in parts}


async def beat(kind: Kind, pid: int) -> None:
    """Answer whoever asks, and systemd's watchdog where there is one, until cancelled."""
    own = socket.socket(socket.AF_UNIX)
    own.bind(Pulse(_house(env.data_folder()), kind, pid).address)
    async with await asyncio.start_unix_server(_answer, sock=own):
        await _feed_watchdog(pid)


def beat_in_thread(kind: Kind, pid: int) -> None:
    """Do so beside work that has no event loop: it tells of the process, not of its work."""
    Thread(target=lambda: asyncio.run(beat(kind, pid)), name="pulse", daemon=True).start()


async def _answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b".")
    writer.close()


async def _feed_watchdog(pid: int) -> None:
    address, seconds = env.watchdog(pid)
    if not address:
        await asyncio.Event().wait()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        while True:
            line.sendto(b"WATCHDOG=1", address)
            await asyncio.sleep(seconds / 2)


def _house(folder: Path) -> str:
    return hashlib.sha256(bytes(folder.resolve())).hexdigest()[:16]
