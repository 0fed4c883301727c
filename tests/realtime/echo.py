"""An ASGI application that answers every message with itself, and tells over HTTP how it fares."""

import asyncio
import json
from collections import Counter
from typing import Any

from realtime.fanout.frames import Frame
from realtime.fanout.outlet import Outlet, gated, outlet_of

POURED = 20 * 1024 * 1024
PIECE = 32 * 1024
HESITATIONS = {"/hesitant": 0.5, "/undecided": 3600}  # seconds before a socket is accepted

open_sockets: set[Outlet] = set()
close_codes: Counter[int] = Counter()
seen: Counter[str] = Counter()
"""``asked``: sockets that asked to be let in; ``most_unsent``: bytes that one socket owed at most."""


async def application(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "http":
        await _tell(scope, send)
    elif scope["path"] == "/refused":
        await send({"type": "websocket.close"})
    else:
        await _accept(scope, receive, send)


async def _tell(scope: Any, send: Any) -> None:
    """After ``?seconds``."""
    await asyncio.sleep(float(scope["query_string"] or 0))
    told = {
        "open": len(open_sockets),
        "closing": sum(outlet.closed for outlet in open_sockets),
        "unsent": sum(outlet.unsent for outlet in open_sockets),
        "codes": close_codes,
        **seen,
        **_called(scope),
    }
    body = json.dumps(told).encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _called(scope: Any) -> dict[str, Any]:
    """Who called, and how, as the server tells it."""
    return {
        "client": scope["client"][0],
        "root_path": scope["root_path"],
        "headers": [name.decode() for name, _ in scope["headers"]],
    }


async def _accept(scope: Any, receive: Any, send: Any) -> None:
    outlet = outlet_of(scope, send)
    await receive()
    seen["asked"] += 1
    await asyncio.sleep(HESITATIONS.get(scope["path"], 0))
    await send({"type": "websocket.accept", "subprotocol": next(iter(scope["subprotocols"]), None)})
    open_sockets.add(outlet)
    try:
        if scope["path"] == "/called":
            outlet.send(Frame.text(json.dumps(_called(scope)).encode()))
        await _talk(scope["path"], outlet, gated(outlet, receive), send)
    finally:
        open_sockets.discard(outlet)


async def _talk(path: str, outlet: Outlet, receive: Any, send: Any) -> None:
    if path == "/broken":
        raise RuntimeError("broken on purpose")
    if path == "/pour":
        await _pour(outlet)
    if path == "/late":
        await asyncio.sleep(0.5)
    if path == "/asleep":
        await asyncio.sleep(3600)
    while (message := await receive())["type"] == "websocket.receive":
        await _answer(path, outlet, message, send)
    close_codes[message["code"]] += 1


async def _pour(outlet: Outlet) -> None:
    """Twenty megabytes, each frame its own bytes, at a pace that the reading peers hold."""
    for number in range(POURED // PIECE):
        outlet.send(Frame.binary(number.to_bytes(4, "big") * (PIECE // 4)))
        seen["most_unsent"] = max(seen["most_unsent"], outlet.unsent)
        await asyncio.sleep(0)


async def _answer(path: str, outlet: Outlet, message: Any, send: Any) -> None:
    text = message.get("text")
    if path == "/asgi":
        await send(message | {"type": "websocket.send"})
    elif text and text.startswith("close "):
        outlet.close(int(text.split()[1]), "as asked")
    elif text is not None:
        outlet.send(Frame.text(text.encode()))
    else:
        outlet.send(Frame.binary(message["bytes"]))
