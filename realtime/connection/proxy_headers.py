"""Which headers of a proxy the server trusts: by default none.

Any client can send ``X-Forwarded-For``. An operator names the one header that the proxy overwrites
(``--proxy-header X-Real-IP``); the proxy must then set ``X-Forwarded-Proto`` as well.
"""

import ipaddress
from collections.abc import Iterable

Headers = list[tuple[bytes, bytes]]

PROTO = b"x-forwarded-proto"


def trusted_headers(headers: Iterable[tuple[bytes, bytes]], proxy_header: bytes | None) -> Headers:
    """Remove the headers that only a proxy may set, except the trusted ones. Names are in lower case."""
    trusted = {PROTO, proxy_header} if proxy_header else set()
    return [(name, value) for name, value in headers if name in trusted or not _is_proxy_header(name)]


def client_address(headers: Headers, proxy_header: bytes | None) -> str | None:
    """Return the address that the proxy gives; None without a proxy, or without exactly one valid address."""
    given = [value for name, value in headers if name == proxy_header]
    if len(given) != 1:
        return None
    try:
        return unmapped(str(ipaddress.ip_address(given[0].decode("latin-1").strip())))
    except ValueError:
        return None


def unmapped(address: str) -> str:
    """Return an IPv4 address as itself where a socket for both families tells it as ``::ffff:…``."""
    try:
        mapped = ipaddress.IPv6Address(address).ipv4_mapped
    except ValueError:
        return address
    return str(mapped) if mapped else address


def _is_proxy_header(name: bytes) -> bool:
    # With daphne-root-path any client could move the whole site.
    return name.startswith(b"x-forwarded-") or name in {b"forwarded", b"x-real-ip", b"daphne-root-path"}
