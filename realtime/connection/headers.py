"""Which of a request's headers the server believes: by default none that speaks of a proxy.

Anyone can write ``X-Forwarded-For``. An operator names the one header that the proxy overwrites
(``--proxy-header X-Real-IP``); the proxy must then set ``X-Forwarded-Proto`` as well.
"""

import ipaddress
from collections.abc import Iterable

Headers = list[tuple[bytes, bytes]]

PROTO = b"x-forwarded-proto"


def believed(headers: Iterable[tuple[bytes, bytes]], proxy_header: bytes | None) -> Headers:
    """``headers`` (names in lower case) without those that only a trusted proxy may set."""
    trusted = {PROTO, proxy_header} if proxy_header else set()
    return [(name, value) for name, value in headers if name in trusted or not _is_of_a_proxy(name)]


def client_address(headers: Headers, proxy_header: bytes | None) -> str | None:
    """The address that the proxy tells, or None: no proxy, or not exactly one well-formed address."""
    told = [value for name, value in headers if name == proxy_header]
    if len(told) != 1:
        return None
    try:
        return str(ipaddress.ip_address(told[0].decode("latin-1").strip()))
    except ValueError:
        return None


def _is_of_a_proxy(name: bytes) -> bool:
    # daphne-root-path would move the whole site, at the wish of any client.
    return name.startswith(b"x-forwarded-") or name in {b"forwarded", b"x-real-ip", b"daphne-root-path"}
