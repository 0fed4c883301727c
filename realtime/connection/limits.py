"""What one connection may cost, and how long things may take. Sizes in bytes, times in seconds."""

from dataclasses import dataclass, field

from realtime.fanout.unsent import OutletLimits

MESSAGE_BYTES = 64 * 1024
BODY_BYTES = 64 * 1024 * 1024
INBOX_MESSAGES = 16
INBOX_BYTES = 128 * 1024
HELD_SECONDS = 15.0
PING_SECONDS = 20.0
PONG_SECONDS = 20.0
ACCEPT_SECONDS = 20
CHECK_SECONDS = 2.0
RESTART_SPREAD_SECONDS = 3.0
DRAIN_SECONDS = 7.0


@dataclass(frozen=True, slots=True)
class ServerLimits:
    """``message_bytes``: a larger message, whole or in fragments, is refused with 1009.

    ``body_bytes``: of an HTTP request, more is refused with 413; views ask for less where they wish.
    ``inbox_messages``, ``inbox_bytes``: past either, reading is paused until the application has caught up;
    ``held_seconds``: paused for longer, the socket is closed with 4029.
    ``ping_seconds``, ``pong_seconds``: a ping that often, and its pong within that time, else it is closed.
    ``accept_seconds``: the application accepts a socket within it, or the peer is refused.
    ``check_seconds``: how often these times are looked at.
    ``restart_spread_seconds``, ``drain_seconds``: a stop closes all sockets within the first, and waits for
    what is still running for the second.
    """

    message_bytes: int = MESSAGE_BYTES
    body_bytes: int = BODY_BYTES
    inbox_messages: int = INBOX_MESSAGES
    inbox_bytes: int = INBOX_BYTES
    held_seconds: float = HELD_SECONDS
    ping_seconds: float = PING_SECONDS
    pong_seconds: float = PONG_SECONDS
    accept_seconds: int = ACCEPT_SECONDS
    check_seconds: float = CHECK_SECONDS
    restart_spread_seconds: float = RESTART_SPREAD_SECONDS
    drain_seconds: float = DRAIN_SECONDS
    outlet: OutletLimits = field(default_factory=OutletLimits)
