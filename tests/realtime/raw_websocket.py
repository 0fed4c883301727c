"""A WebSocket client that can do everything wrong, and a real server to do it to.

The server is a process of its own: Daphne's reactor is global and runs once.
"""

import asyncio
import os
import socket
import struct
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

HOUSE = Path(__file__).resolve().parents[2]
DEADLINE = 30.0
"""Generous: what has not happened by then never will. Tests wait for events, never for a time."""

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
KEY = "dGhlIHNhbXBsZSBub25jZQ=="  # RFC 6455 section 1.3
ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
MASK = b"\x12\x34\x56\x78"


def encode(opcode: int, payload: bytes = b"", *, fin: bool = True, rsv: int = 0, mask: bool = True) -> bytes:
    """One client frame (RFC 6455 section 5.2)."""
    first, flag, size = fin << 7 | rsv << 4 | opcode, mask << 7, len(payload)
    if size < 126:
        header = bytes((first, flag | size))
    elif size < 1 << 16:
        header = struct.pack("!BBH", first, flag | 126, size)
    else:
        header = struct.pack("!BBQ", first, flag | 127, size)
    if not mask:
        return header + payload
    return header + MASK + bytes(byte ^ MASK[place % 4] for place, byte in enumerate(payload))


def close_payload(code: int, reason: bytes = b"") -> bytes:
    return struct.pack("!H", code) + reason


@dataclass(frozen=True)
class Received:
    """One server frame."""

    opcode: int
    payload: bytes
    fin: bool = True

    @property
    def code(self) -> int | None:
        """Of a Close; None when it carries none."""
        assert self.opcode == CLOSE, self
        return struct.unpack("!H", self.payload[:2])[0] if self.payload else None


@dataclass
class RawClient:
    """One TCP connection and the frames on it. Everything waits at most DEADLINE."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    async def dial(cls, port: int, *, receive_buffer: int = 0) -> Self:
        """A TCP connection, without handshake; a small ``receive_buffer`` makes a peer that is soon full."""
        sock = socket.socket()
        if receive_buffer:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        sock.setblocking(False)
        await asyncio.get_running_loop().sock_connect(sock, ("127.0.0.1", port))
        reader, writer = await asyncio.open_connection(sock=sock, limit=1 << 16)
        return cls(reader, writer)

    @classmethod
    async def open(cls, port: int, path: str = "/", *, receive_buffer: int = 0, **headers: str) -> Self:
        """A WebSocket, open."""
        client = await cls.dial(port, receive_buffer=receive_buffer)
        status = await client.handshake(path, **headers)
        assert status == 101, status
        return client

    async def handshake(self, path: str = "/", **changes: str) -> int:
        """The status of the answer; a header is left out when it is changed to nothing."""
        headers = {
            "Host": "hub.test",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": KEY,
            "Sec-WebSocket-Version": "13",
        } | {name.replace("_", "-"): value for name, value in changes.items()}
        lines = [f"{name}: {value}" for name, value in headers.items() if value]
        self.write("\r\n".join([f"GET {path} HTTP/1.1", *lines, "", ""]).encode())
        return await self.answer()

    async def answer(self) -> int:
        async with asyncio.timeout(DEADLINE):
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        self.headers = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:-2])
        }
        return int(head[0].split()[1])

    def write(self, data: bytes) -> None:
        self.writer.write(data)

    def send(self, opcode: int, payload: bytes = b"", *, fin: bool = True) -> None:
        self.write(encode(opcode, payload, fin=fin))

    async def receive(self) -> Received:
        """The next frame. Raises IncompleteReadError when the server has closed."""
        async with asyncio.timeout(DEADLINE):
            first, second = await self.reader.readexactly(2)
            assert not first & 0x70, "reserved bits set"
            assert not second & 0x80, "a server masks nothing"
            size = second & 0x7F
            if size == 126:
                (size,) = struct.unpack("!H", await self.reader.readexactly(2))
            elif size == 127:
                (size,) = struct.unpack("!Q", await self.reader.readexactly(8))
            return Received(first & 0x0F, await self.reader.readexactly(size), bool(first & 0x80))

    async def close_code(self) -> int | None:
        """The code of the Close that comes, after whatever comes before it."""
        while (frame := await self.receive()).opcode != CLOSE:
            pass
        return frame.code

    async def is_ended(self) -> bool:
        """True when the server ends the connection, cleanly or not, with nothing more to read but frames."""
        try:
            async with asyncio.timeout(DEADLINE):
                while await self.reader.read(1 << 16):
                    pass
        except ConnectionError:
            pass
        return True

    def abort(self) -> None:
        self.writer.transport.abort()


@asynccontextmanager
async def serving(
    *words: str, python: str = "", **environment: str
) -> AsyncIterator[tuple[int, subprocess.Popen[str]]]:
    """A server process on a listening socket of ours, as its port and itself.

    ``words`` follow the interpreter; ``{fd}`` in them stands for the inherited socket.
    """
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as listener:
        port, fd = listener.getsockname()[1], listener.fileno()
        process = subprocess.Popen(  # noqa: ASYNC220
            [sys.executable, *(word.format(fd=fd) for word in words)],
            cwd=HOUSE,
            env=os.environ | environment,
            pass_fds=[fd],
            stderr=subprocess.PIPE,
            text=True,
        )
    try:
        yield port, process
    finally:
        process.kill()
        process.wait()
