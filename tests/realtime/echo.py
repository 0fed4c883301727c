"""An ASGI application that answers every message with itself, through the outlet or through plain ASGI."""

import asyncio
from typing import Any

from realtime.fanout.frames import Frame
from realtime.fanout.outlet import gated, outlet_of


async def application(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "http":
        await _hello(scope, send)
    elif scope["type"] == "websocket":
        await _echo(scope, receive, send)


async def _hello(scope: Any, send: Any) -> None:
    await asyncio.sleep(float(scope["query_string"] or 0))
    body = f"{scope['client'][0]} {scope['root_path']} {dict(scope['headers'])}".encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _echo(scope: Any, receive: Any, send: Any) -> None:
    outlet = outlet_of(scope, send)
    receive = gated(outlet, receive)
    await receive()
    await send({"type": "websocket.accept", "subprotocol": next(iter(scope["subprotocols"]), None)})
    while (message := await receive())["type"] == "websocket.receive":
        if scope["path"] == "/asgi":
            await send(message | {"type": "websocket.send"})
        elif message.get("text") is not None:
            outlet.send(Frame.text(message["text"].encode()))
        else:
            outlet.send(Frame.binary(message["bytes"]))
