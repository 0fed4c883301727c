"""The share of this machine (ports, addresses) of this pytest process, while others run beside it."""

import socket
from collections.abc import Iterator
from functools import cache
from itertools import cycle

SHARES = 64
FIRST_PORT, PORTS = 10_000, 350  # of each share; below the kernel's ephemeral ports
_claims: list[socket.socket] = []  # open as long as this process


@cache
def number() -> int:
    """Return the number of our share. Raises ``RuntimeError`` when all are taken.

    A claim is a name in the kernel, which goes with the process that holds it, however that ends.
    """
    for share in range(SHARES):
        claim = socket.socket(socket.AF_UNIX)
        try:
            claim.bind(f"\0hub-tests-{share}")
        except OSError:
            claim.close()
            continue
        _claims.append(claim)
        return share
    raise RuntimeError(f"{SHARES} processes run these tests already")


@cache
def _ports() -> Iterator[int]:
    first = FIRST_PORT + number() * PORTS
    return cycle(range(first, first + PORTS))


def free_port() -> int:
    """Return a port of our own on which nothing listens now, over TCP or UDP."""
    return next(port for port in _ports() if _is_free(port, socket.SOCK_STREAM, socket.SOCK_DGRAM))


def _is_free(port: int, *kinds: socket.SocketKind) -> bool:
    for kind in kinds:
        with socket.socket(type=kind) as trial:
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                return False
    return True
