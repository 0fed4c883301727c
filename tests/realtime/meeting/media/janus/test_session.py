"""The session without a Janus: it is opened again, whatever comes through it."""

import asyncio

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.typing import Subprotocol

from realtime.meeting.media.janus import connector
from realtime.meeting.media.janus.connector import JanusConnector


@pytest.mark.parametrize("nonsense", ['{"no": "janus"}', "[]", "{"])
async def test_what_is_not_understood_costs_one_line_and_another_is_made(
    nonsense: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connector, "SOONEST", 0.0)
    came: asyncio.Queue[None] = asyncio.Queue()

    async def speak(socket: ServerConnection) -> None:
        came.put_nowait(None)
        await socket.recv()
        await socket.send(nonsense)
        await socket.wait_closed()

    async with serve(speak, "127.0.0.1", 0, subprotocols=[Subprotocol("janus-protocol")]) as house:
        port = next(iter(house.sockets)).getsockname()[1]
        server = JanusConnector.connect(f"ws://127.0.0.1:{port}")
        for _ in range(2):
            await asyncio.wait_for(came.get(), 20)
        await server.aclose()
