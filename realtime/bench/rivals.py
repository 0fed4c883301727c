"""The peers: how each is started and entered, or why it cannot be."""

import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from realtime.bench.contender import Contender, free_port
from realtime.bench.door import Door
from realtime.serve.options import HOUSE

PEERS = Path(__file__).parent / "peers"
SOCKETIO_DOOR = {"path": "/socket.io/?EIO=4&transport=websocket", "hello": b"40", "inside": b"40{"}


class Missing(Exception):
    """A peer cannot be had here; the text says what lacks."""


@dataclass(frozen=True)
class Rival:
    """A peer by the ``name`` that figures carry. ``script`` is of Node; else ``module`` is of Python."""

    name: str
    title: str
    module: str = ""
    script: str = ""
    package: str = ""

    def contender(self, folder: Path) -> Contender:
        """Not started. Raises ``Missing``."""
        port = free_port()
        words = (*self.program(), str(port))
        return Contender(words, port, folder / f"{self.name}.log", _variables())

    def door(self, port: int) -> Door:
        """Where its listeners come in."""
        return Door(port, **(SOCKETIO_DOOR if self.name == "socketio" else {}))  # type: ignore[arg-type]

    def program(self) -> tuple[str, ...]:
        """What starts it. Raises ``Missing``."""
        if self.module:
            return (sys.executable, "-P", "-m", f"realtime.bench.peers.{self.module}")
        node = shutil.which("node") or shutil.which("nodejs")
        if node is None:
            raise Missing("Node is not installed")
        if not (HOUSE / "node_modules" / self.package).is_dir():
            raise Missing("npm ci has not been run")
        return (node, str(PEERS / self.script))


CHANNELS = Rival("channels", "Channels group_send", module="groups")
SOCKETIO = Rival("socketio", "Socket.IO", script="socketio.mjs", package="socket.io")
WS = Rival("ws", "ws (Node)", script="ws.mjs", package="ws")
LIBRARY = Rival("websockets", "websockets broadcast", module="library")
SEND_LOOP = Rival("send_loop", "bare socket.send loop", module="loop")
ALL = (CHANNELS, SOCKETIO, WS, LIBRARY, SEND_LOOP)


def had(wanted: Iterable[Rival], skipped: dict[str, str]) -> list[Rival]:
    """Those that can be had here; what the others lack is noted in ``skipped``, by name."""
    found = []
    for rival in wanted:
        try:
            rival.program()
        except Missing as missing:
            skipped[rival.name] = str(missing)
        else:
            found.append(rival)
    return found


def _variables() -> Mapping[str, str]:
    return {**os.environ, "PYTHONPATH": str(HOUSE), "NODE_ENV": "production"}
