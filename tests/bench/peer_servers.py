"""The servers to compare with: how each is started and reached, or why it is not available."""

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from realtime.serve.options import HOUSE
from tests.bench.host_info import path_of
from tests.bench.server_process import ServerProcess, free_port
from tests.bench.websocket import WebSocketEndpoint

PEERS = Path(__file__).parent / "peers"
SOCKETIO_DOOR = {"path": "/socket.io/?EIO=4&transport=websocket", "hello": b"40", "inside": b"40{"}


class PeerMissing(Exception):
    """A peer is not available here; the message says what is missing."""


@dataclass(frozen=True)
class PeerServer:
    """``name`` as it occurs in figures. It is run by Node from ``script``, or by Python from ``module``."""

    name: str
    title: str
    module: str = ""
    script: str = ""
    package: str = ""

    def process(self, folder: Path) -> ServerProcess:
        """Return its process, not started. Raises ``PeerMissing``."""
        port = free_port()
        words = (*self.program(), str(port))
        return ServerProcess(words, port, folder / f"{self.name}.log", _variables())

    def endpoint(self, port: int) -> WebSocketEndpoint:
        """Return where its clients connect."""
        return WebSocketEndpoint(port, **(SOCKETIO_DOOR if self.name == "socketio" else {}))  # type: ignore[arg-type]

    def program(self) -> tuple[str, ...]:
        """Return the command that starts it, without its port. Raises ``PeerMissing``."""
        if self.module:
            return (sys.executable, "-P", "-m", f"tests.bench.peers.{self.module}")
        node = path_of("node")
        if node is None:
            raise PeerMissing("Node is not installed")
        if not (HOUSE / "node_modules" / self.package).is_dir():
            raise PeerMissing("npm ci has not been run")
        return (node, str(PEERS / self.script))


CHANNELS = PeerServer("channels", "Channels group_send", module="channels_group_send")
SOCKETIO = PeerServer("socketio", "Socket.IO", script="socketio.mjs", package="socket.io")
WS = PeerServer("ws", "ws (Node)", script="ws.mjs", package="ws")
LIBRARY = PeerServer("websockets", "websockets broadcast", module="websockets_broadcast")
SEND_LOOP = PeerServer("send_loop", "bare socket.send loop", module="send_loop")
ALL = (CHANNELS, SOCKETIO, WS, LIBRARY, SEND_LOOP)


def available(wanted: Iterable[PeerServer], skipped: dict[str, str]) -> list[PeerServer]:
    """Return those that can run here; note in ``skipped``, by name, what the others lack."""
    found = []
    for peer in wanted:
        try:
            peer.program()
        except PeerMissing as missing:
            skipped[peer.name] = str(missing)
        else:
            found.append(peer)
    return found


def _variables() -> Mapping[str, str]:
    return {**os.environ, "PYTHONPATH": str(HOUSE), "NODE_ENV": "production"}
