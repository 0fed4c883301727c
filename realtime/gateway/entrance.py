"""The outermost applications: one takes ``send`` before it is wrapped, one keeps out other sites."""

from typing import Any
from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings

from realtime.fanout.outlet import gated, outlet_of


class Entrance:
    """Gives each WebSocket scope its outlet, as ``scope["hub.outlet"]``."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            outlet = outlet_of(scope, send)
            scope["hub.outlet"] = outlet
            receive = gated(outlet, receive)
        await self._inner(scope, receive, send)


class SameSite:
    """Refuses (403) a WebSocket that a page of another site opens, or that names no Origin at all.

    Channels' validator goes by ALLOWED_HOSTS, which is open on a local network; we ask that Origin be the
    very host that was called, or one of ``CSRF_TRUSTED_ORIGINS``.
    """

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        inner: Any = self._inner if _is_ours(headers) else WebsocketDenier()
        await inner(scope, receive, send)


def _is_ours(headers: dict[bytes, str]) -> bool:
    origin = headers.get(b"origin", "")
    return bool(origin) and (
        urlsplit(origin).netloc == headers.get(b"host") or origin in settings.CSRF_TRUSTED_ORIGINS
    )
