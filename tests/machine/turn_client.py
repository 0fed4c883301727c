"""A client that sends through a relay, as a browser does, and the relay's answers to it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from aioice import stun, turn

UNAUTHORIZED, FORBIDDEN = 401, 403
Address = tuple[str, int]


class RefusedByRelay(Exception):
    """The relay refused; ``code`` as in RFC 8656 section 19."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class _Echo(asyncio.DatagramProtocol):
    """A peer that echoes whatever it receives."""

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
    """Open an echoing peer on ``host``; return its address."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(_Echo, local_addr=(host, 0))
    yield transport.get_extra_info("sockname")
    transport.close()


async def send_through(relay: Address, username: str, password: str, peer: Address) -> bytes:
    """Return the answer of ``peer`` to a word sent through ``relay``. Raises ``RefusedByRelay``."""
    with _refusing():
        way, ear = await turn.create_turn_endpoint(_Ear, relay, username, password)
        way.sendto(b"bonjour", peer)
        try:
            return await asyncio.wait_for(ear.heard, 20)
        finally:
            await way._close()


@asynccontextmanager
async def relayed(relay: Address, username: str, password: str, *, six: bool) -> AsyncIterator["Relayed"]:
    """Return a relayed address for us, of IPv6 if ``six``. Raises ``RefusedByRelay``."""
    words = {"username": username, "password": password, "lifetime": 600, "channel_refresh_time": 500}
    loop = asyncio.get_running_loop()
    _, client = await loop.create_datagram_endpoint(lambda: Relayed(relay, six, **words), remote_addr=relay)
    try:
        with _refusing():
            await client.connect()
        yield client
    finally:
        await client.delete()


class Relayed(turn.TurnClientUdpProtocol):
    """A client that can ask for IPv6 (RFC 8656 section 18.6), and whether a peer may be reached at all."""

    def __init__(self, server: Address, six: bool, **words: Any) -> None:
        super().__init__(server, **words)
        self._six = six

    async def may_reach(self, host: str) -> bool:
        """Ask for a channel to ``host``, to which nothing is sent."""
        self.channel_number += 1
        try:
            with _refusing():
                await self.channel_bind(self.channel_number, (host, 9))
        except RefusedByRelay as refusal:
            if refusal.code == FORBIDDEN:
                return False
            raise
        return True

    async def request(self, request: stun.Message) -> tuple[stun.Message, Address]:
        if self._six and request.message_method == stun.Method.ALLOCATE:
            request.attributes["REQUESTED-ADDRESS-FAMILY"] = 0x02000000
        return await super().request(request)


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except stun.TransactionFailed as refusal:
        raise RefusedByRelay(refusal.response.attributes["ERROR-CODE"][0]) from refusal


_FAMILY = (0x0017, "REQUESTED-ADDRESS-FAMILY", stun.pack_unsigned, stun.unpack_unsigned)
stun.ATTRIBUTES_BY_TYPE.setdefault(_FAMILY[0], _FAMILY)
stun.ATTRIBUTES_BY_NAME.setdefault(_FAMILY[1], _FAMILY)
