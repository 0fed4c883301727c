"""Ours: ``realtime.server`` with the whole application. Each line is one of the log, told as a service does.

The signal that ``rooms.log`` sends after a commit takes it through hearing, house, pump, audience, outlets.
"""

import sys

import msgspec
from daphne.server import twisted_loop
from daphne.utils import import_by_path

from realtime.bench.peers.lines import Lines
from realtime.connection.listening import listen
from realtime.server import server_of


class Line(msgspec.Struct):
    """What a hint needs to know of a line."""

    seq: int


def main() -> None:
    """``python -m realtime.bench.peers.hub PORT ROOM``."""
    port, room = map(int, sys.argv[1:])
    listener = listen("127.0.0.1", port, reuse_port=True)
    server = server_of(import_by_path("asgi:application"), listener, proxy_header=None)
    from rooms import log  # its models need the application's settings
    from rooms.models import Room

    lines, decoder = Lines(), msgspec.json.Decoder(Line)

    def tell() -> None:
        for line in lines.ready():
            log.appended.send_robust(Room, entry=log.Entry(room, decoder.decode(line).seq, line))

    twisted_loop.add_reader(lines.descriptor, tell)
    server.run()


if __name__ == "__main__":
    main()
