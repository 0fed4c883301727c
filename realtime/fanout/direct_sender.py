"""A ``SocketSender`` that writes to the socket directly.

Twisted's ``transport.write`` registers and unregisters a writer for every frame (measured 15 µs against 8.6).
So a frame goes to ``socket.send`` at once while nothing is queued. What the kernel does not take is queued
here, as references to frames that all sockets share, until the transport asks for more.
"""

from collections import deque
from typing import Any, Protocol

from realtime.fanout.frames import PreparedFrame
from realtime.fanout.read_control import BY_APPLICATION, ReadControl
from realtime.fanout.send_backlog import SendBacklog, SendLimits
from realtime.wire.close_codes import Close

CHUNK_BYTES = 64 * 1024
"""At most this much (or one frame) is copied for the transport at a time."""


class WebSocketPeer(Protocol):
    """The WebSocket connection that a ``DirectSender`` writes for."""

    reading: ReadControl

    def begin_closing(self, code: int, reason: str) -> None: ...


class DirectSender:
    """A ``SocketSender`` on the socket itself; also the Twisted pull producer of its queued bytes."""

    __slots__ = (
        "_backlog",
        "_in_transport",
        "_is_direct",
        "_peer",
        "_socket_send",
        "_transport",
        "_waiting",
        "closed",
    )

    def __init__(self, transport: Any, peer: WebSocketPeer, limits: SendLimits) -> None:
        """``transport`` is a plain Twisted TCP or UNIX stream transport: bytes sent are bytes on the wire."""
        self.closed = False
        self._transport = transport
        self._peer = peer
        self._socket_send = transport.getHandle().send
        self._waiting: deque[bytes] = deque()
        self._backlog = SendBacklog(limits, self._on_overflow)
        self._in_transport = 0
        self._is_direct = False

    @property
    def unsent(self) -> int:
        return self._backlog.size

    @property
    def is_behind(self) -> bool:
        return self._backlog.is_behind

    def unsent_for(self, now: float) -> float:
        return self._backlog.age(now)

    def send(self, frame: PreparedFrame) -> None:
        if not self.closed:
            self.write(frame.wire)

    def close(self, code: int, reason: str = "") -> None:
        if not self.closed:
            self.closed = True
            self._peer.begin_closing(code, reason)

    def pause_reading(self) -> None:
        self._peer.reading.pause(BY_APPLICATION)

    def resume_reading(self) -> None:
        self._peer.reading.resume(BY_APPLICATION)

    # Called by the connection.

    def send_handshake(self, handshake: bytes) -> None:
        """Send the HTTP response: before any frame, and after what HTTP may have left in the transport."""
        self._queue_rest(handshake)

    def write(self, data: bytes) -> None:
        """Send or queue the bytes of a whole frame. Control frames come this way even while closing."""
        if not self._is_direct:
            self._queue(data)
            return
        try:
            sent = self._socket_send(data)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.connection_lost()
            self._transport.abortConnection()
            return
        if sent < len(data):
            self._queue_rest(data[sent:])

    def drop_waiting(self) -> None:
        """Drop the queued frames. What the transport holds stays: it may be half of a frame."""
        self._waiting.clear()
        self._backlog.shrink(self._backlog.size - self._in_transport)

    def flush_to_transport(self) -> None:
        """Give the transport everything queued: it is about to close once it has sent all."""
        self.closed = True
        self._is_direct = False
        self._transport.unregisterProducer()
        self._transport.write(b"".join(self._waiting))
        self._in_transport = self._backlog.size
        self._waiting.clear()

    def connection_lost(self) -> None:
        """Drop everything: the connection is lost."""
        self.closed = True
        self._is_direct = False
        self._waiting.clear()
        self._backlog.clear()

    # Called by the transport (Twisted's IPullProducer): once when registered, then whenever it is empty.

    def resumeProducing(self) -> None:  # noqa: N802
        self._backlog.shrink(self._in_transport)
        self._in_transport = 0
        if self._waiting:
            self._write_chunk()
        else:
            self._transport.unregisterProducer()
            self._is_direct = True

    def stopProducing(self) -> None:  # noqa: N802
        self.connection_lost()

    def _write_chunk(self) -> None:
        chunk = [self._waiting.popleft()]
        size = len(chunk[0])
        while self._waiting and size + len(self._waiting[0]) <= CHUNK_BYTES:
            size += len(self._waiting[0])
            chunk.append(self._waiting.popleft())
        self._in_transport = size
        self._transport.write(b"".join(chunk))

    def _queue_rest(self, data: bytes) -> None:
        """Queue ``data``, perhaps the rest of a frame; the transport sends until the queue is empty."""
        self._is_direct = False
        self._waiting.appendleft(data)
        # Register before counting: the transport takes data at once, so an overflow cannot drop half a frame.
        self._transport.registerProducer(self, False)
        self._backlog.grow(len(data))

    def _queue(self, data: bytes) -> None:
        self._waiting.append(data)
        self._backlog.grow(len(data))

    def _on_overflow(self) -> None:
        if not self.closed:  # else the connection's closing timeout is running already
            self.drop_waiting()
            self.close(Close.SLOW, "too slow")
