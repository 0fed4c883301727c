"""The floor: one thread, ready-made bytes, ``socket.send`` on each socket in turn, and nothing else."""

import base64
import hashlib
import re
import select
import socket
import sys

from realtime.bench.peers.lines import Lines
from realtime.fanout.frames import Frame

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455 section 1.3
KEY = re.compile(rb"(?i)sec-websocket-key: *(\S+)")


def _let_in(crowd: list[socket.socket], listener: socket.socket) -> None:
    connection, _ = listener.accept()
    if _welcome(connection):
        crowd.append(connection)


def _welcome(connection: socket.socket) -> bool:
    """Answer the handshake of RFC 6455 section 4.2.2; False for who only tried whether we listen."""
    request = b""
    while b"\r\n\r\n" not in request:
        received = connection.recv(4096)
        if not received:
            return False
        request += received
    connection.sendall(_answer(request))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.setblocking(False)
    return True


def _answer(request: bytes) -> bytes:
    key = KEY.search(request)
    assert key is not None  # noqa: S101 - the bench sends one
    accept = base64.b64encode(hashlib.sha1(key[1] + GUID, usedforsecurity=False).digest())
    head = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    return head + b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"


def main() -> None:
    """``python -m realtime.bench.peers.loop PORT``."""
    listener = socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=1024)
    lines, crowd = Lines(), list[socket.socket]()
    poll = select.poll()
    poll.register(listener, select.POLLIN)
    poll.register(lines.descriptor, select.POLLIN)
    while True:
        for ready, _what in poll.poll():
            if ready == lines.descriptor:
                _tell(crowd, lines.ready())
            else:
                _let_in(crowd, listener)


def _tell(crowd: list[socket.socket], lines: list[bytes]) -> None:
    for line in lines:
        wire = Frame.text(line).wire
        for connection in crowd:
            connection.send(wire)


if __name__ == "__main__":
    main()
