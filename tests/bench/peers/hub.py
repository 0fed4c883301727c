"""Our ``realtime.server`` with the whole application. Each line is published as a line of the room's log.

It travels from the signal that ``rooms.log`` sends after a commit to the sockets, as in production.
"""

import os
import sys
from importlib import import_module

import msgspec
from daphne.server import twisted_loop

from realtime.connection.listener import listen
from realtime.server import make_server
from tests.bench.peers.stdin_lines import StdinLines

PROXY_HEADER = "HUB_BENCH_PROXY_HEADER"  # what a proxy before the server says of its clients, if there is one


class _LogLine(msgspec.Struct):
    """The part of a log line that a hint needs."""

    seq: int


def main() -> None:
    """``python -m tests.bench.peers.hub PORT ROOM``."""
    port, room = map(int, sys.argv[1:])
    listener = listen("127.0.0.1", port, reuse_port=True)
    asgi = import_module("asgi")
    server = make_server(asgi.application, listener, os.environ.get(PROXY_HEADER), asgi.background)
    from rooms import log  # its models need the application's settings
    from rooms.models import Room

    lines, decoder = StdinLines(), msgspec.json.Decoder(_LogLine)

    def tell() -> None:
        for line in lines.ready():
            log.appended.send_robust(Room, entry=log.LogEntry(room, decoder.decode(line).seq, line))

    twisted_loop.add_reader(lines.descriptor, tell)
    server.run()


if __name__ == "__main__":
    main()
