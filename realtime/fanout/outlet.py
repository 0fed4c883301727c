"""Where frames leave the house: one outlet per socket, whatever server runs below."""

import functools
import logging
from collections.abc import MutableMapping
from typing import Any, Protocol

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable

from realtime.fanout.frames import Frame
from realtime.fanout.queued import QueueOutlet
from realtime.fanout.unsent import OutletLimits

EXTENSION = "hub.outlet"
"""The ASGI extension under which ``realtime.server`` hands over a socket's direct outlet."""

logger = logging.getLogger(__name__)


class Outlet(Protocol):
    """The writing side of one socket.

    Nothing here blocks, and nothing raises because the peer is slow or gone. Past the limits of
    ``OutletLimits`` it closes by itself with 4008, and what waited is dropped at once.
    """

    closed: bool
    """True as soon as closing began or the peer is gone; frames are ignored from then on."""

    @property
    def unsent(self) -> int:
        """Bytes that the operating system has not taken yet."""

    def unsent_for(self, now: float) -> float:
        """Seconds since nothing was unsent; ``now`` is ``time.monotonic()``."""

    def send(self, frame: Frame) -> None:
        """Send, or keep in order for when the peer has room."""

    def close(self, code: int, reason: str = "") -> None:
        """Closing handshake behind what waits; the peer that does not answer is dropped after seconds."""

    def pause_reading(self) -> None:
        """Leave what the peer sends in its own hands until ``resume_reading``."""

    def resume_reading(self) -> None: ...


def outlet_of(
    scope: MutableMapping[str, Any], send: ASGISendCallable, limits: OutletLimits | None = None
) -> Outlet:
    """The outlet of a WebSocket scope. ``send`` is the server's own, taken before any middleware wraps it.

    Direct when the socket is our server's, which brings its own limits; else a queue before ``send``.
    """
    direct: Outlet | None = (scope.get("extensions") or {}).get(EXTENSION)
    if direct is not None:
        return direct
    _tell_once()
    return QueueOutlet(send, limits or OutletLimits())


def gated(outlet: Outlet, receive: ASGIReceiveCallable) -> ASGIReceiveCallable:
    """``receive``, waiting while ``outlet`` has reading paused. A direct outlet pauses the socket itself."""
    if not isinstance(outlet, QueueOutlet):
        return receive

    async def receive_when_reading() -> Any:
        await outlet.until_reading()
        return await receive()

    return receive_when_reading


@functools.cache
def _tell_once() -> None:
    logger.warning(
        "Frames go through plain ASGI send, several times slower: this server is not realtime.server "
        "on the pinned Daphne, so it hands over no socket."
    )
