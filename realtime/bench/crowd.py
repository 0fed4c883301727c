"""Many sockets that read and count, in a process that is no server's: the same for every contender."""

import select
import socket
import time
from collections.abc import Callable, Iterable

from realtime.bench.door import PONG, TEXT, Door, client_frame, server_frames

EVENT = b'"by":'
"""Stands once in every event of the bench, and in nothing else that a contender says."""

CLOSE, PING = 0x8, 0x9
CHUNK = 1 << 18
PATIENCE = 120.0


class Lost(Exception):
    """Listeners were refused, closed, or not told in time: there is nothing to measure."""


class Listener:
    """One socket. ``heard`` counts events; ``inside`` is true once the door's answer has come."""

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


class Crowd:
    """The listeners of one contender, all at one ``Door``."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.listeners: dict[int, Listener] = {}
        self.heard = self.inside = self.gone = 0
        self._poll = select.epoll()

    def gather(self, keys: Iterable[str], at_once: int = 40) -> None:
        """Bring in one listener a key, ``at_once`` of them at a time. Raises ``Lost``."""
        keys = list(keys)
        for start in range(0, len(keys), at_once):
            for key in keys[start : start + at_once]:
                self._knock(Listener(key))
            self.hear_until(lambda: self.inside == len(self.listeners))

    def hear_until(self, done: Callable[[], bool]) -> None:
        """Read until ``done()``. Raises ``Lost``."""
        deadline = time.monotonic() + PATIENCE
        while not done():
            self.hear_once(0.5)
            if self.gone or time.monotonic() > deadline:
                raise Lost(
                    f"{self.gone} closed, {self.inside} inside of {len(self.listeners)}, {self.heard} heard"
                )

    def hear_for(self, seconds: float) -> None:
        """Read for a while; 0 takes what is there. Raises ``Lost``."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 or self.hear_once(0):
            self.hear_once(max(left, 0))
        if self.gone:
            raise Lost(f"{self.gone} of {len(self.listeners)} were closed")

    def hear_once(self, timeout: float) -> int:
        """Take what is there, or what comes first within ``timeout`` seconds; from how many it was."""
        ready = self._poll.poll(timeout)
        for number, what in ready:
            listener = self.listeners[number]
            if what & select.EPOLLOUT:
                listener.connection.send(self.door.request(listener.key))
                self._poll.modify(number, select.EPOLLIN)
            else:
                self._take(listener)
        return len(ready)

    def hear_events(self, total: int) -> None:
        """Read until ``total`` have been heard in all. Raises ``Lost``."""
        self.hear_until(lambda: self.heard >= total)

    def disperse(self) -> None:
        """Leave without a word, as a train does that enters a tunnel."""
        for listener in self.listeners.values():
            listener.connection.close()
        self.listeners.clear()
        self.heard = self.inside = self.gone = 0

    # What is heard; a bench that wants more than counts overrides these.

    def heard_events(self, listener: Listener, count: int) -> None:
        """``count`` events have arrived in one frame."""
        listener.heard += count
        self.heard += count

    def heard_other(self, listener: Listener, payload: bytes) -> None:
        """A message without events."""

    # Below: bytes.

    def _knock(self, listener: Listener) -> None:
        listener.connection.connect_ex(("127.0.0.1", self.door.port))
        number = listener.connection.fileno()
        self.listeners[number] = listener
        self._poll.register(number, select.EPOLLOUT)

    def _take(self, listener: Listener) -> None:
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

    def _upgrade(self, listener: Listener, data: bytes) -> bytes:
        head, found, rest = data.partition(b"\r\n\r\n")
        if not found:
            return data
        if not head.startswith(b"HTTP/1.1 101"):
            raise Lost(f"refused: {head.decode().partition(chr(13))[0]}")
        listener.upgraded = True
        if self.door.hello:
            listener.say(self.door.hello)
        if not self.door.inside:
            self._let_in(listener)
        return rest

    def _understand(self, listener: Listener, opcode: int, payload: bytes) -> None:
        if opcode == CLOSE:
            self._lose(listener)
        elif opcode == PING:
            self._answer(listener, payload)
        elif count := payload.count(EVENT):
            self.heard_events(listener, count)
        else:
            if not listener.inside and self.door.inside in payload:
                self._let_in(listener)
            self.heard_other(listener, payload)

    def _answer(self, listener: Listener, ping: bytes) -> None:
        try:
            listener.connection.send(client_frame(PONG, ping))
        except OSError:  # it was closed meanwhile: that is told as one that is gone, not as a crash
            self._lose(listener)

    def _let_in(self, listener: Listener) -> None:
        listener.inside = True
        self.inside += 1

    def _lose(self, listener: Listener) -> None:
        if self.listeners.pop(listener.connection.fileno(), None):
            listener.connection.close()
            self.gone += 1
