"""ASGI middleware for WebSockets: one takes ``send`` before it is wrapped, one refuses other origins."""

from typing import Any

from channels.security.websocket import WebsocketDenier
from django.conf import settings

from people import origins
from realtime.fanout.socket_sender import gated_receive, sender_for


class SenderInScope:
    """Gives each WebSocket scope its ``SocketSender``, as ``scope["hub.sender"]``."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            sender = sender_for(scope, send)
            scope["hub.sender"] = sender
            receive = gated_receive(sender, receive)
        await self._inner(scope, receive, send)


class OriginCheck:
    """Refuses (403) a WebSocket opened by a page of another site, or without an Origin.

    Channels' validator goes by ALLOWED_HOSTS, which allows every host on a local network; here Origin must be
    the requested scheme, host and port themselves, or one of ``CSRF_TRUSTED_ORIGINS``.
    """

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        inner: Any = self._inner if _is_ours(scope) else WebsocketDenier()
        await inner(scope, receive, send)


def _is_ours(scope: dict[str, Any]) -> bool:
    called = f"{_scheme(scope)}://{_header(scope, b'host')}"
    return origins.is_ours(_header(scope, b"origin"), called)


def _header(scope: dict[str, Any], name: bytes) -> str:
    """Return the header; empty where it is missing, or was sent twice."""
    given = [value for key, value in scope["headers"] if key == name]
    return given[0].decode("latin-1") if len(given) == 1 else ""


def _scheme(scope: dict[str, Any]) -> str:
    """Return the scheme of the requested page; that of the proxy, where its header is believed."""
    secure = scope.get("scheme") == "wss"
    if settings.SECURE_PROXY_SSL_HEADER:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        key = name.removeprefix("HTTP_").replace("_", "-").lower().encode()
        secure = _header(scope, key) == value
    return "https" if secure else "http"
