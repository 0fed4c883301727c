"""A WebSocket client that can break every rule, and a real server to test with it.

The server is a process of its own: Daphne's reactor is global and runs once.
"""

import asyncio
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, ClassVar, Self

HOUSE = Path(__file__).resolve().parents[2]
DEADLINE = 30.0
"""Generous: what has not happened by then never will. Tests wait for events, never for a time."""

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
KEY = "dGhlIHNhbXBsZSBub25jZQ=="  # RFC 6455 section 1.3
ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
MASK = b"\x12\x34\x56\x78"


def encode(opcode: int, payload: bytes = b"", *, fin: bool = True, rsv: int = 0, mask: bool = True) -> bytes:
    """Encode one client frame (RFC 6455 section 5.2)."""
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
        """The code of a Close; None when it has none."""
        assert self.opcode == CLOSE, self
        return struct.unpack("!H", self.payload[:2])[0] if self.payload else None


@dataclass
class RawClient:
    """One TCP connection and the frames on it. Everything waits at most DEADLINE."""

    dialed: ClassVar[list["RawClient"]] = []

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    async def dial(cls, port: int, *, receive_buffer: int = 0) -> Self:
        """Open a TCP connection, without handshake; with a small ``receive_buffer`` it is soon full."""
        sock = socket.socket()
        if receive_buffer:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        sock.setblocking(False)
        try:
            await asyncio.get_running_loop().sock_connect(sock, ("127.0.0.1", port))
        except OSError:
            sock.close()
            raise
        reader, writer = await asyncio.open_connection(sock=sock, limit=1 << 16)
        client = cls(reader, writer)
        cls.dialed.append(client)
        return client

    @classmethod
    async def open(cls, port: int, path: str = "/", *, receive_buffer: int = 0, **headers: str) -> Self:
        """Open a WebSocket."""
        client = await cls.dial(port, receive_buffer=receive_buffer)
        status = await client.handshake(path, **headers)
        assert status == 101, status
        return client

    async def handshake(self, path: str = "/", **changes: str) -> int:
        """Request a handshake and return the status; a header changed to nothing is left out."""
        self.ask(path, **changes)
        return await self.answer()

    def ask(self, path: str = "/", **changes: str) -> None:
        """Send the request of a handshake."""
        headers = {
            "Host": "hub.test",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": KEY,
            "Sec-WebSocket-Version": "13",
        } | {name.replace("_", "-"): value for name, value in changes.items()}
        lines = [f"{name}: {value}" for name, value in headers.items() if value]
        self.write("\r\n".join([f"GET {path} HTTP/1.1", *lines, "", ""]).encode())

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
        """Return the next frame. Raises IncompleteReadError when the server has closed."""
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
        """Read up to a Close, and return its code."""
        while (frame := await self.receive()).opcode != CLOSE:
            pass
        return frame.code

    async def end(self) -> bytes:
        """Return what is left to read until the server ends the connection, cleanly or not."""
        rest = b""
        with suppress(ConnectionError):
            async with asyncio.timeout(DEADLINE):
                while data := await self.reader.read(1 << 16):
                    rest += data
        return rest

    async def hang_up(self) -> None:
        """Abort the connection."""
        self.writer.transport.abort()
        with suppress(ConnectionError):
            await self.writer.wait_closed()


@dataclass
class Served:
    """A server process that listens on ``port``."""

    port: int
    process: subprocess.Popen[bytes]
    errors: IO[bytes]

    def log(self) -> str:
        """Return its log so far."""
        self.errors.seek(0)
        return self.errors.read().decode()

    def memory(self) -> int:
        """Return its resident memory in bytes."""
        pages = Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    async def ended(self) -> int:
        """Wait for its end, and return its exit status."""
        return await asyncio.to_thread(self.process.wait, DEADLINE)


@contextmanager
def serving(*words: str, listener: socket.socket | None = None) -> Iterator[Served]:
    """A Python process that serves on a listening socket of ours; ``{fd}`` in ``words`` stands for it."""
    with ExitStack() as stack:
        shared = listener or stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=2048))
        errors = stack.enter_context(tempfile.TemporaryFile())
        command = [sys.executable, *(word.replace("{fd}", str(shared.fileno())) for word in words)]
        process = subprocess.Popen(command, cwd=HOUSE, pass_fds=[shared.fileno()], stderr=errors)
        stack.callback(process.wait)
        stack.callback(process.kill)
        port = shared.getsockname()[1]
        if not listener:
            shared.close()
        yield Served(port, process, errors)


def hub_server(limits: dict[str, Any] | None = None, *, listener: socket.socket | None = None) -> Any:
    """The echo application on our server, with limits of the test's own."""
    words = ("-m", "tests.realtime.small_server", "{fd}", json.dumps(limits or {}))
    return serving(*words, listener=listener)


async def get(port: int, path: str = "/", **headers: str) -> dict[str, Any]:
    """Return what the echo application reports over HTTP."""
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in ({"Host": "hub.test"} | headers).items()]
    client = await RawClient.dial(port)
    client.write("\r\n".join([f"GET {path} HTTP/1.1", *lines, "", ""]).encode())
    assert await client.answer() == 200
    body = await client.reader.readexactly(int(client.headers["content-length"]))
    await client.hang_up()
    told: dict[str, Any] = json.loads(body)
    return told


async def until(port: int, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Ask the echo application again and again until its report is as expected."""
    async with asyncio.timeout(DEADLINE):
        while not holds(told := await get(port)):  # noqa: ASYNC110  # another process has no Event of ours
            await asyncio.sleep(0.05)
    return told
