"""Command line options of ``python -m realtime.server``."""

import argparse
import socket
import sys
from collections.abc import Sequence

from realtime.connection.listener import adopt_listener, listen


def parse_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m realtime.server", description="Serve the Hub.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--reuse-port", action="store_true", help="share the port with other processes")
    parser.add_argument("--fd", type=int, metavar="N", help="listen on this inherited socket instead")
    parser.add_argument(
        "--proxy-header",
        metavar="NAME",
        help="header with the client's address that the proxy in front overwrites, X-Real-IP for instance; "
        "the proxy must overwrite X-Forwarded-Proto as well",
    )
    parser.add_argument("--application", default="asgi:application", metavar="MODULE:NAME")
    return parser.parse_args(arguments)


def open_listener(options: argparse.Namespace) -> socket.socket:
    """Return the listening socket; exit with one line when the address is not available."""
    where = f"{options.host}:{options.port}" if options.fd is None else f"descriptor {options.fd}"
    try:
        if options.fd is not None:
            return adopt_listener(options.fd)
        return listen(options.host, options.port, reuse_port=options.reuse_port)
    except OSError as error:
        why = str(error.strerror or error).partition(" (")[0]
        sys.exit(f"Cannot listen on {where}: {why}.")
