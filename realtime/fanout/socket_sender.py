"""The interface for writing to one socket, whatever ASGI server runs below."""

import functools
import logging
from collections.abc import MutableMapping
from typing import Any, Protocol

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable

from realtime.fanout.frames import PreparedFrame
from realtime.fanout.queued_sender import QueuedSender
from realtime.fanout.send_backlog import SendLimits

EXTENSION = "hub.sender"
"""The ASGI extension under which ``realtime.server`` provides a socket's ``DirectSender``."""

logger = logging.getLogger(__name__)


class SocketSender(Protocol):
    """The writing side of one socket.

    Nothing here blocks, and nothing raises because the peer is slow or gone. Past
    ``SendLimits`` it closes by itself with 4008, and drops what was queued.
    """

    closed: bool
    """True as soon as closing began or the peer is gone; frames are ignored from then on."""

    @property
    def unsent(self) -> int:
        """Bytes that the operating system has not taken yet."""

    @property
    def is_behind(self) -> bool:
        """Whether so much is unsent that events must wait until the peer has taken some of it."""

    def unsent_for(self, now: float) -> float:
        """Seconds for which the peer has not taken what it should; ``now`` is ``time.monotonic()``."""

    def send(self, frame: PreparedFrame) -> None:
        """Send, or queue in order until the peer takes more."""

    def close(self, code: int, reason: str = "") -> None:
        """Start the closing handshake after what is queued; abort if the peer does not answer in time."""

    def pause_reading(self) -> None:
        """Stop reading from the peer until ``resume_reading``."""

    def resume_reading(self) -> None: ...


def sender_for(
    scope: MutableMapping[str, Any], send: ASGISendCallable, limits: SendLimits | None = None
) -> SocketSender:
    """Return the sender of a WebSocket scope. ``send`` is the server's own, before any middleware wraps it.

    It is the direct one of our server, which has its own limits; on another server, a queue before ``send``.
    """
    direct: SocketSender | None = (scope.get("extensions") or {}).get(EXTENSION)
    if direct is not None:
        return direct
    _warn_once()
    return QueuedSender(send, limits or SendLimits())


def gated_receive(sender: SocketSender, receive: ASGIReceiveCallable) -> ASGIReceiveCallable:
    """Make ``receive`` wait while reading is paused. A ``DirectSender`` pauses the socket itself."""
    if not isinstance(sender, QueuedSender):
        return receive

    async def receive_when_reading() -> Any:
        await sender.wait_until_reading()
        return await receive()

    return receive_when_reading


@functools.cache
def _warn_once() -> None:
    logger.warning(
        "Frames go through plain ASGI send, several times slower: this server is not realtime.server "
        "on the pinned Daphne, so it hands over no socket."
    )
