"""Where sound and pictures may go: the house's own port; its relay (coturn, ``use-auth-secret``), with keys
that are good for ten minutes."""

import hmac
from base64 import b64encode
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple, TypedDict

from django.conf import settings

LASTS = timedelta(minutes=10)
LOOPBACK = "127.0.0.1"


class Knock(NamedTuple):
    """With what a page knocks at the house's port, to know whether UDP passes (RFC 8445 section 7)."""

    ufrag: str
    password: str


# No secret: whoever knocks is answered once, with no more than they sent, and nothing is remembered.
KNOCK = Knock("door", "whoever-is-at-the-door")


class House(TypedDict):
    """Where a page knocks, and with what."""

    addresses: list[str]
    port: int
    ufrag: str
    password: str


class Relay(TypedDict):
    """Where a browser finds a relay, as ``RTCIceServer`` wants it."""

    urls: list[str]
    username: str
    credential: str


@cache
def own_addresses() -> list[str]:
    """Those under which a browser of this network, or of this machine, reaches us."""
    from aioice.ice import get_host_addresses  # much to load, and only where nothing was configured

    return [*get_host_addresses(use_ipv4=True, use_ipv6=False), LOOPBACK]


def media_addresses() -> list[str]:
    """Where browsers reach the house's own media port."""
    return settings.HUB_MEDIA_ADDRESSES or own_addresses()


def house() -> House | None:
    """The house's own media port, at which the door knocks; none where Janus carries."""
    if settings.JANUS_URL:
        return None
    port = settings.HUB_MEDIA_PORT
    return House(addresses=media_addresses(), port=port, ufrag=KNOCK.ufrag, password=KNOCK.password)


def ice_servers(person: int, now: datetime) -> list[Relay]:
    """The relays of the house (``TURN_URL``) and a key of ``person``'s own; none where there is none.

    The username is ``expiry:person`` (seconds since 1970), the credential base64 of its HMAC-SHA1 with
    ``TURN_SECRET``, as coturn's ``use-auth-secret`` reads them.
    """
    if not settings.TURN_URLS:
        return []
    username = f"{int((now + LASTS).timestamp())}:{person}"
    key = hmac.digest(settings.TURN_SECRET.encode(), username.encode(), "sha1")
    return [Relay(urls=list(settings.TURN_URLS), username=username, credential=b64encode(key).decode())]
