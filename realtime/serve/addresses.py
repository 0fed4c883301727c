"""Addresses to listen on, and addresses to open in a browser."""

import asyncio
import errno
import socket

from realtime.serve.sentences import BAD_HOST, PORT_RESERVED, PORT_TAKEN, CommandRefused

EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 -- recognised, not bound
SUGGESTED = 8080


def check_free(host: str, port: int) -> None:
    """Raise ``CommandRefused`` when the address cannot be bound."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if host == "::":
                trial.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)  # a taken IPv4 port is taken
            trial.bind(address)
    except OSError as error:
        raise _refusal(host, port, error) from error


def _refusal(host: str, port: int, error: OSError) -> CommandRefused:
    other = SUGGESTED if port != SUGGESTED else SUGGESTED + 1
    if error.errno == errno.EADDRINUSE:
        return CommandRefused(PORT_TAKEN(port=port, other=other))
    if error.errno == errno.EACCES:
        return CommandRefused(PORT_RESERVED(port=port, other=other))
    return CommandRefused(BAD_HOST(host=host))


def on_this_machine(host: str, port: int) -> str:
    """Return the URL for a browser of this machine."""
    return _address("localhost" if host in EVERYWHERE else host, port)


def nearby(host: str, port: int) -> str | None:
    """Return the URL for a phone in the same network; None when only this machine can connect."""
    if host not in EVERYWHERE:
        return None if _is_loopback(host) else _address(host, port)
    own = _own_address()
    return _address(own, port) if own else None


def _address(host: str, port: int) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}" if port == 80 else f"http://{name}:{port}"


def _is_loopback(host: str) -> bool:
    return host == "localhost" or host.startswith("127.") or host == "::1"


def _own_address() -> str | None:
    """Return this machine's outgoing address. Connecting a datagram socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sounding:
        try:
            sounding.connect(("192.0.2.1", 9))  # RFC 5737: reserved for documentation
        except OSError:
            return None
        own = str(sounding.getsockname()[0])
    return None if _is_loopback(own) else own


async def wait_for_answer(host: str, port: int) -> None:
    """Wait until the address accepts connections."""
    reached = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- recognised
    while not await _answers(reached, port):  # noqa: ASYNC110 -- nothing signals it
        await asyncio.sleep(0.05)


async def _answers(host: str, port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(host, port)
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True
