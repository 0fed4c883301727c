"""An outlet that writes on the socket itself.

Twisted's ``transport.write`` registers and unregisters a writer for every frame (measured 15 µs against 8.6).
So a frame goes to ``socket.send`` at once while nothing waits; what the kernel does not take waits here,
as references to frames that all sockets share, and the transport fetches it when it has room.
"""

from collections import deque
from typing import Any, Protocol

from realtime.fanout.frames import Frame
from realtime.fanout.reading import PAUSED, Reading
from realtime.fanout.unsent import OutletLimits, Unsent
from realtime.wire.closing import Close

HANDED_BYTES = 64 * 1024
"""At most this much (or one frame) is copied for the transport at a time."""


class Peer(Protocol):
    """The WebSocket connection behind a direct outlet."""

    reading: Reading

    def begin_closing(self, code: int, reason: str) -> None: ...


class DirectOutlet:
    """See ``realtime.fanout.outlet.Outlet``; also a Twisted pull producer of its own waiting bytes."""

    __slots__ = ("_handed", "_peer", "_ready", "_send_now", "_transport", "_unsent", "_waiting", "closed")

    def __init__(self, transport: Any, peer: Peer, limits: OutletLimits) -> None:
        """``transport`` is a plain Twisted TCP or UNIX stream transport: bytes sent are bytes on the wire."""
        self.closed = False
        self._transport = transport
        self._peer = peer
        self._send_now = transport.getHandle().send
        self._waiting: deque[bytes] = deque()
        self._unsent = Unsent(limits, self._fall_behind)
        self._handed = 0
        self._ready = False

    @property
    def unsent(self) -> int:
        return self._unsent.size

    def unsent_for(self, now: float) -> float:
        return self._unsent.seconds(now)

    def send(self, frame: Frame) -> None:
        if not self.closed:
            self.write(frame.wire)

    def close(self, code: int, reason: str = "") -> None:
        if not self.closed:
            self.closed = True
            self._peer.begin_closing(code, reason)

    def pause_reading(self) -> None:
        self._peer.reading.hold(PAUSED)

    def resume_reading(self) -> None:
        self._peer.reading.release(PAUSED)

    # What the connection calls.

    def begin(self, handshake: bytes) -> None:
        """The HTTP answer: ahead of any frame, and behind what HTTP may have left in the transport."""
        self._lag(handshake)

    def write(self, data: bytes) -> None:
        """Bytes of a whole frame, in order; control frames come this way even while closing."""
        if not self._ready:
            self._wait(data)
            return
        try:
            sent = self._send_now(data)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.forget()
            self._transport.abortConnection()
            return
        if sent < len(data):
            self._lag(data[sent:])

    def drop(self) -> None:
        """Forget the frames that wait. What the transport holds stays: it may be half of a frame."""
        self._waiting.clear()
        self._unsent.shrink(self._unsent.size - self._handed)

    def hand_over(self) -> None:
        """Give the transport all that waits, since it is about to close when it has sent everything."""
        self.closed = True
        self._ready = False
        self._transport.unregisterProducer()
        self._transport.write(b"".join(self._waiting))
        self._handed = self._unsent.size
        self._waiting.clear()

    def forget(self) -> None:
        """The connection is lost, and everything for it."""
        self.closed = True
        self._ready = False
        self._waiting.clear()
        self._unsent.forget()

    # What the transport calls (Twisted's IPullProducer): at once when registered, then whenever it ran empty.

    def resumeProducing(self) -> None:  # noqa: N802
        self._unsent.shrink(self._handed)
        self._handed = 0
        if self._waiting:
            self._hand_on()
        else:
            self._transport.unregisterProducer()
            self._ready = True

    def stopProducing(self) -> None:  # noqa: N802
        self.forget()

    def _hand_on(self) -> None:
        chunk = [self._waiting.popleft()]
        size = len(chunk[0])
        while self._waiting and size + len(self._waiting[0]) <= HANDED_BYTES:
            size += len(self._waiting[0])
            chunk.append(self._waiting.popleft())
        self._handed = size
        self._transport.write(b"".join(chunk))

    def _lag(self, data: bytes) -> None:
        """Stop writing on the socket until the transport has sent this, the rest of a frame perhaps."""
        self._ready = False
        self._waiting.appendleft(data)
        # Registered before it is counted: the transport takes it at once, so that nothing drops half a frame.
        self._transport.registerProducer(self, False)
        self._unsent.grow(len(data))

    def _wait(self, data: bytes) -> None:
        self._waiting.append(data)
        self._unsent.grow(len(data))

    def _fall_behind(self) -> None:
        if not self.closed:  # else the connection's own closing time is running already
            self.drop()
            self.close(Close.SLOW, "too slow")
