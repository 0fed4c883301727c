"""ICE configuration of browsers: the SFU's own port, and TURN servers (coturn, ``use-auth-secret``) with
credentials for ten minutes."""

import hmac
from base64 import b64encode
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple, TypedDict

from django.conf import settings

LASTS = timedelta(minutes=10)
LOOPBACK = "127.0.0.1"


class UdpProbe(NamedTuple):
    """The ICE credentials with which a page probes whether UDP reaches our port (RFC 8445 section 7)."""

    ufrag: str
    password: str


# No secret: a probe is answered once, with no more bytes than it has, and nothing is remembered.
UDP_PROBE = UdpProbe("door", "whoever-is-at-the-door")


class ProbeTarget(TypedDict):
    """Where a page sends its UDP probe, and with which credentials."""

    addresses: list[str]
    port: int
    ufrag: str
    password: str


class TurnServer(TypedDict):
    """A TURN server, as ``RTCIceServer`` wants it."""

    urls: list[str]
    username: str
    credential: str


@cache
def own_addresses() -> list[str]:
    """List the addresses under which a browser of this network, or of this machine, reaches us."""
    from aioice.ice import get_host_addresses  # slow to import, and only needed where nothing is configured

    return [*get_host_addresses(use_ipv4=True, use_ipv6=False), LOOPBACK]


def media_addresses() -> list[str]:
    """List the addresses under which browsers reach the SFU's port."""
    return settings.HUB_MEDIA_ADDRESSES or own_addresses()


def probe_target() -> ProbeTarget | None:
    """Return where a page probes the SFU's port; None where Janus carries media."""
    if settings.JANUS_URL:
        return None
    port = settings.HUB_MEDIA_PORT
    return ProbeTarget(
        addresses=media_addresses(), port=port, ufrag=UDP_PROBE.ufrag, password=UDP_PROBE.password
    )


def ice_servers(person: int, now: datetime) -> list[TurnServer]:
    """List the TURN servers (``TURN_URL``) with credentials of ``person``'s own; empty where there are none.

    The username is ``expiry:person`` (seconds since 1970), the credential base64 of its HMAC-SHA1 with
    ``TURN_SECRET``, as coturn's ``use-auth-secret`` reads them.
    """
    if not settings.TURN_URLS:
        return []
    username = f"{int((now + LASTS).timestamp())}:{person}"
    key = hmac.digest(settings.TURN_SECRET.encode(), username.encode(), "sha1")
    return [TurnServer(urls=list(settings.TURN_URLS), username=username, credential=b64encode(key).decode())]
