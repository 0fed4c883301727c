"""Many WebSocket clients that count what they receive; the same code measures every server."""

import select
import socket
import time
from collections.abc import Callable, Iterable

from tests.bench.websocket import PONG, TEXT, WebSocketEndpoint, client_frame, server_frames

EVENT = b'"by":'
"""Occurs once in each benchmark event, and in no other message of any server."""

CLOSE, PING = 0x8, 0x9
CHUNK = 1 << 18
PATIENCE = 120.0


class ClientsLost(Exception):
    """Clients were refused, disconnected, or not served in time: there is nothing to measure."""


class PooledClient:
    """One socket. ``heard`` counts events; ``inside`` turns true with the server's answer to the hello."""

    __slots__ = ("connection", "heard", "inside", "key", "rest", "upgraded")

    def __init__(self, key: str) -> None:
        self.key = key
        self.connection = socket.socket()
        self.connection.setblocking(False)
        self.heard = 0
        self.inside = self.upgraded = False
        self.rest = b""

    def say(self, text: bytes) -> None:
        """Send one text message."""
        self.connection.send(client_frame(TEXT, text))


class ClientPool:
    """The listeners of one contender, all at one ``WebSocketEndpoint``."""

    def __init__(self, endpoint: WebSocketEndpoint) -> None:
        self.endpoint = endpoint
        self.listeners: dict[int, PooledClient] = {}
        self.heard = self.inside = self.gone = 0
        self._poll = select.epoll()

    def gather(self, keys: Iterable[str], at_once: int = 40) -> None:
        """Connect one client for each key, ``at_once`` at a time. Raises ``ClientsLost``."""
        keys = list(keys)
        for start in range(0, len(keys), at_once):
            for key in keys[start : start + at_once]:
                self._connect(PooledClient(key))
            self.hear_until(lambda: self.inside == len(self.listeners))

    def hear_until(self, done: Callable[[], bool]) -> None:
        """Read until ``done()`` is true. Raises ``ClientsLost``."""
        deadline = time.monotonic() + PATIENCE
        while not done():
            self.hear_once(0.5)
            if self.gone or time.monotonic() > deadline:
                raise ClientsLost(
                    f"{self.gone} closed, {self.inside} inside of {len(self.listeners)}, {self.heard} heard"
                )

    def hear_for(self, seconds: float) -> None:
        """Read for ``seconds``; 0 reads only what has already arrived. Raises ``ClientsLost``."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 or self.hear_once(0):
            self.hear_once(max(left, 0))
        if self.gone:
            raise ClientsLost(f"{self.gone} of {len(self.listeners)} were closed")

    def hear_once(self, timeout: float) -> int:
        """Read once, waiting up to ``timeout`` seconds. Return the number of clients that had data."""
        ready = self._poll.poll(timeout)
        for number, what in ready:
            listener = self.listeners[number]
            if what & select.EPOLLOUT:
                listener.connection.send(self.endpoint.request(listener.key))
                self._poll.modify(number, select.EPOLLIN)
            else:
                self._take(listener)
        return len(ready)

    def hear_events(self, total: int) -> None:
        """Read until all clients together received ``total`` events. Raises ``ClientsLost``."""
        self.hear_until(lambda: self.heard >= total)

    def disperse(self) -> None:
        """Drop every connection without a closing handshake, as a phone that loses its network."""
        for listener in self.listeners.values():
            listener.connection.close()
        self.listeners.clear()
        self.heard = self.inside = self.gone = 0

    # Hooks: a benchmark that needs more than counts overrides these.

    def heard_events(self, listener: PooledClient, count: int) -> None:
        """Count ``count`` events, which arrived in one frame."""
        listener.heard += count
        self.heard += count

    def heard_other(self, listener: PooledClient, payload: bytes) -> None:
        """Ignore a message without events."""

    # Bytes.

    def _connect(self, listener: PooledClient) -> None:
        listener.connection.connect_ex(("127.0.0.1", self.endpoint.port))
        number = listener.connection.fileno()
        self.listeners[number] = listener
        self._poll.register(number, select.EPOLLOUT)

    def _take(self, listener: PooledClient) -> None:
        try:
            data = listener.connection.recv(CHUNK)
        except OSError:
            data = b""
        if not data:
            self._lose(listener)
            return
        if listener.rest:
            data = listener.rest + data
        if not listener.upgraded:
            data = self._upgrade(listener, data)
        frames, listener.rest = server_frames(data) if listener.upgraded else ([], data)
        for opcode, payload in frames:
            self._understand(listener, opcode, payload)

    def _upgrade(self, listener: PooledClient, data: bytes) -> bytes:
        head, found, rest = data.partition(b"\r\n\r\n")
        if not found:
            return data
        if not head.startswith(b"HTTP/1.1 101"):
            raise ClientsLost(f"refused: {head.decode().partition(chr(13))[0]}")
        listener.upgraded = True
        if self.endpoint.hello:
            listener.say(self.endpoint.hello)
        if not self.endpoint.inside:
            self._mark_inside(listener)
        return rest

    def _understand(self, listener: PooledClient, opcode: int, payload: bytes) -> None:
        if opcode == CLOSE:
            self._lose(listener)
        elif opcode == PING:
            self._answer(listener, payload)
        elif count := payload.count(EVENT):
            self.heard_events(listener, count)
        else:
            if not listener.inside and self.endpoint.inside in payload:
                self._mark_inside(listener)
            self.heard_other(listener, payload)

    def _answer(self, listener: PooledClient, ping: bytes) -> None:
        try:
            listener.connection.send(client_frame(PONG, ping))
        except OSError:  # closed meanwhile: counted as gone
            self._lose(listener)

    def _mark_inside(self, listener: PooledClient) -> None:
        listener.inside = True
        self.inside += 1

    def _lose(self, listener: PooledClient) -> None:
        if self.listeners.pop(listener.connection.fileno(), None):
            listener.connection.close()
            self.gone += 1
