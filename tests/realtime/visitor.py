"""A WebSocket client of the Hub that reads the wire without our types."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from realtime.simulate.seeding import cookie_of
from realtime.simulate.seeding import signed_in as signed_in  # where tests look for it
from realtime.simulate.wire_client import JSON, MSGPACK, Fact, connect_wire, packed, unpacked
from tests.machine.hub import Hub

PATIENCE = 60.0


@dataclass
class SocketVisitor:
    """One socket. ``heard`` keeps every message; ``lines`` every event of every room, in order of arrival."""

    socket: ClientConnection
    heard: list[Fact] = field(default_factory=list)
    lines: dict[int, list[Fact]] = field(default_factory=dict)

    async def send(self, type_: str, **fields: Any) -> None:
        """Send a command."""
        await self.send_raw(self._packed({"type": type_, **fields}))

    async def send_raw(self, frame: str | bytes) -> None:
        """Send any frame."""
        await self.socket.send(frame)

    async def ask(self, type_: str, **fields: Any) -> Fact:
        """Send a lasting command. Return its reply, refusal or failure."""
        ref = str(fields.pop("ref", uuid4()))
        await self.send(type_, ref=ref, **fields)
        return await self.hear("reply", "refused", "failed", ref=ref)

    async def hear(self, *types: str, **like: Any) -> Fact:
        """Return the next message of one of ``types`` with the fields ``like``. Raises ``TimeoutError``."""
        async with asyncio.timeout(PATIENCE):
            while True:
                message = await self._next()
                same = all(message.get(name) == value for name, value in like.items())
                if message["type"] in types and same:
                    return message

    async def follow(self, room: int, epoch: str, since: int = 0) -> Fact:
        """Subscribe. Return the answer, which comes after everything missed."""
        await self.send("subscribe", room=room, epoch=epoch, since=since)
        return await self.hear("subscribed", "reset", "refused", room=room)

    async def hear_line(self, kind: str) -> Fact:
        """Return the first event of ``kind``, received already or to come."""
        async with asyncio.timeout(PATIENCE):
            while not (found := self._of_kind(kind)):
                await self._next()
        return found[0]

    async def closed(self) -> int:
        """Read until the socket is closed. Return the code."""
        with suppress(ConnectionClosed):
            async with asyncio.timeout(PATIENCE):
                while True:
                    await self._next()
        return self.socket.close_code or 0

    def numbers(self, room: int) -> list[int]:
        """Return the numbers of the events of ``room``, each once: clients ignore known ones."""
        known: list[int] = []
        for line in self.lines.get(room, ()):
            if not known or line["seq"] > known[-1]:
                known.append(line["seq"])
        return known

    def _of_kind(self, kind: str) -> list[Fact]:
        return [line for lines in self.lines.values() for line in lines if line["event"]["kind"] == kind]

    async def _next(self) -> Fact:
        return self._keep(unpacked(await self.socket.recv()))

    def _keep(self, message: Fact) -> Fact:
        self.heard.append(message)
        if message["type"] == "events":
            self.lines.setdefault(message["room"], []).extend(message["events"])
        return message

    def _packed(self, fact: Fact) -> str | bytes:
        return packed(fact) if self.socket.subprotocol == MSGPACK else json.dumps(fact)


@asynccontextmanager
async def visit(
    hub: Hub,
    session: str,
    codec: str = JSON,
    origin: str | None = None,
    port: int | None = None,
) -> AsyncIterator[SocketVisitor]:
    """Connect to ``/wire`` with a session's cookie; to another ``port`` if there is a proxy between."""
    url = f"http://127.0.0.1:{port or hub.port}"
    async with connect_wire(url, cookie_of(session), codec, origin) as socket:
        yield SocketVisitor(socket)
