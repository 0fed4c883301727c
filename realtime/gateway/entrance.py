"""The outermost application: it takes the server's own ``send`` before any middleware wraps it."""

from typing import Any

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
