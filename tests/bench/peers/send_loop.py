"""The lower bound: one thread that calls ``socket.send`` with prepared bytes on each socket in turn."""

import base64
import hashlib
import re
import select
import socket
import sys

from realtime.fanout.frames import PreparedFrame
from tests.bench.peers.stdin_lines import StdinLines

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455 section 1.3
KEY = re.compile(rb"(?i)sec-websocket-key: *(\S+)")


def _accept(clients: list[socket.socket], listener: socket.socket) -> None:
    connection, _ = listener.accept()
    if _handshake(connection):
        clients.append(connection)


def _handshake(connection: socket.socket) -> bool:
    """Answer the handshake of RFC 6455 section 4.2.2; False for a mere port check."""
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
    assert key is not None
    accept = base64.b64encode(hashlib.sha1(key[1] + GUID, usedforsecurity=False).digest())
    head = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    return head + b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"


def main() -> None:
    """``python -m tests.bench.peers.send_loop PORT``."""
    listener = socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=1024)
    lines, clients = StdinLines(), list[socket.socket]()
    poll = select.poll()
    poll.register(listener, select.POLLIN)
    poll.register(lines.descriptor, select.POLLIN)
    while True:
        for ready, _what in poll.poll():
            if ready == lines.descriptor:
                _tell(clients, lines.ready())
            else:
                _accept(clients, listener)


def _tell(clients: list[socket.socket], lines: list[bytes]) -> None:
    for line in lines:
        wire = PreparedFrame.text(line).wire
        for connection in clients:
            connection.send(wire)


if __name__ == "__main__":
    main()
