"""The listening socket: a deep backlog, and optionally a port shared by several processes."""

import resource
import socket

BACKLOG = 2048
"""With the default of 50, 1,000 sockets took 2.7 s to reconnect at once; with this, 0.9 s."""
UNSENT_IN_KERNEL = 128 * 1024
"""Linux would keep four megabytes of what a slow line has not taken, which delays an answer to a ping by
seconds, and hides who is behind."""


def listen(host: str, port: int, *, reuse_port: bool = False) -> socket.socket:
    """Open a listening socket; ``::`` answers IPv4, too. Raises OSError when the address is not available."""
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    both = host == "::" and socket.has_dualstack_ipv6()
    listener = socket.create_server(
        address[:2], family=family, backlog=BACKLOG, reuse_port=reuse_port, dualstack_ipv6=both
    )
    _bound_kernel(listener)
    return listener


def adopt_listener(descriptor: int) -> socket.socket:
    """Use a listening socket inherited from the parent process. Raises OSError when it is not one."""
    listener = socket.socket(fileno=descriptor)
    listener.listen(BACKLOG)
    _bound_kernel(listener)
    return listener


def _bound_kernel(listener: socket.socket) -> None:
    """Bound what the kernel takes of each connection before it can send it (tcp(7), TCP_NOTSENT_LOWAT)."""
    if listener.family != socket.AF_UNIX and hasattr(socket, "TCP_NOTSENT_LOWAT"):
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT_IN_KERNEL)


def raise_open_file_limit() -> None:
    """Raise the limit of open files to its maximum: each socket is one, and the default is often 1,024."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def listener_url(listener: socket.socket) -> str:
    """Return the URL under which a browser reaches it."""
    address = listener.getsockname()
    if not isinstance(address, tuple):
        return f"unix:{address}"
    host, port = address[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
