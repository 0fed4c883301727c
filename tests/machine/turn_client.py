"""Somebody who sends through a relay, as a browser does, and what the relay says to it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aioice import stun, turn

UNAUTHORIZED, FORBIDDEN = 401, 403
Address = tuple[str, int]


class RefusedByRelay(Exception):
    """``code`` as RFC 8656 section 19 has it."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class _Echo(asyncio.DatagramProtocol):
    """A peer that says back whatever it hears."""

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:  # type: ignore[override]
        self.transport = transport

    def datagram_received(self, data: bytes, addr: Address) -> None:
        self.transport.sendto(data, addr)


class _Ear(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.heard: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def datagram_received(self, data: bytes, addr: Address) -> None:
        if not self.heard.done():
            self.heard.set_result(data)

    def error_received(self, exc: Exception) -> None:
        self.heard.set_exception(exc)


@asynccontextmanager
async def echo(host: str) -> AsyncIterator[Address]:
    """A peer on ``host`` that answers; its address."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(_Echo, local_addr=(host, 0))
    yield transport.get_extra_info("sockname")
    transport.close()


async def send_through(relay: Address, username: str, password: str, peer: Address) -> bytes:
    """What ``peer`` answers to a word sent through ``relay``. Raises ``RefusedByRelay``."""
    try:
        way, ear = await turn.create_turn_endpoint(_Ear, relay, username, password)
        way.sendto(b"bonjour", peer)
        try:
            return await asyncio.wait_for(ear.heard, 20)
        finally:
            await way._close()
    except stun.TransactionFailed as refusal:
        raise RefusedByRelay(refusal.response.attributes["ERROR-CODE"][0]) from refusal
