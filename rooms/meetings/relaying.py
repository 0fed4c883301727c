"""Passing keys for the relay (coturn, ``use-auth-secret``), good for ten minutes."""

import hmac
from base64 import b64encode
from datetime import datetime, timedelta
from typing import TypedDict

from django.conf import settings

LASTS = timedelta(minutes=10)


class Relay(TypedDict):
    """Where a browser finds a relay, as ``RTCIceServer`` wants it."""

    urls: list[str]
    username: str
    credential: str


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
