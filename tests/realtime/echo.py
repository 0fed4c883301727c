"""An ASGI application that echoes every message, and reports its counters over HTTP."""

import asyncio
import json
from collections import Counter
from typing import Any

from realtime.fanout.frames import PreparedFrame
from realtime.fanout.socket_sender import SocketSender, gated_receive, sender_for

POURED = 20 * 1024 * 1024
PIECE = 32 * 1024
HESITATIONS = {"/hesitant": 0.5, "/undecided": 3600}  # seconds before a socket is accepted

open_sockets: set[SocketSender] = set()
close_codes: Counter[int] = Counter()
seen: Counter[str] = Counter()
"""``asked``: sockets that asked to connect; ``most_unsent``: the most bytes unsent on one socket."""


async def application(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "http":
        await _tell(scope, send)
    elif scope["path"] == "/refused":
        await send({"type": "websocket.close"})
    else:
        await _accept(scope, receive, send)


async def _tell(scope: Any, send: Any) -> None:
    """Answer after ``?seconds``."""
    await asyncio.sleep(float(scope["query_string"] or 0))
    told = {
        "open": len(open_sockets),
        "closing": sum(sender.closed for sender in open_sockets),
        "unsent": sum(sender.unsent for sender in open_sockets),
        "codes": close_codes,
        **seen,
        **_called(scope),
    }
    body = json.dumps(told).encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _called(scope: Any) -> dict[str, Any]:
    """Answer with the scope that the server gives."""
    return {
        "client": scope["client"][0],
        "root_path": scope["root_path"],
        "headers": [name.decode() for name, _ in scope["headers"]],
    }


async def _accept(scope: Any, receive: Any, send: Any) -> None:
    sender = sender_for(scope, send)
    await receive()
    seen["asked"] += 1
    await asyncio.sleep(HESITATIONS.get(scope["path"], 0))
    await send({"type": "websocket.accept", "subprotocol": next(iter(scope["subprotocols"]), None)})
    open_sockets.add(sender)
    try:
        if scope["path"] == "/called":
            sender.send(PreparedFrame.text(json.dumps(_called(scope)).encode()))
        await _talk(scope["path"], sender, gated_receive(sender, receive), send)
    finally:
        open_sockets.discard(sender)


async def _talk(path: str, sender: SocketSender, receive: Any, send: Any) -> None:
    if path == "/broken":
        raise RuntimeError("broken on purpose")
    if path == "/pour":
        await _pour(sender)
    if path == "/late":
        await asyncio.sleep(0.5)
    if path == "/asleep":
        await asyncio.sleep(3600)
    while (message := await receive())["type"] == "websocket.receive":
        await _answer(path, sender, message, send)
    close_codes[message["code"]] += 1


async def _pour(sender: SocketSender) -> None:
    """Send twenty megabytes in distinct frames, at a pace that reading peers keep up with."""
    for number in range(POURED // PIECE):
        sender.send(PreparedFrame.binary(number.to_bytes(4, "big") * (PIECE // 4)))
        seen["most_unsent"] = max(seen["most_unsent"], sender.unsent)
        await asyncio.sleep(0)


async def _answer(path: str, sender: SocketSender, message: Any, send: Any) -> None:
    text = message.get("text")
    if path == "/asgi":
        await send(message | {"type": "websocket.send"})
    elif text and text.startswith("close "):
        sender.close(int(text.split()[1]), "as asked")
    elif text is not None:
        sender.send(PreparedFrame.text(text.encode()))
    else:
        sender.send(PreparedFrame.binary(message["bytes"]))
