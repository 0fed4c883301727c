"""Limits of one connection. Sizes are in bytes, times in seconds."""

from dataclasses import dataclass, field

from realtime.fanout.send_backlog import SendLimits

MESSAGE_BYTES = 64 * 1024
BODY_BYTES = 64 * 1024
URLENCODED_BYTES = 16 * 1024
FORM_BYTES = 384 * 1024
PICTURE_BYTES = 12 * 1024 * 1024
HEAD_SECONDS = 20.0
BODY_SECONDS = 30.0
BODY_BYTES_PER_SECOND = 32 * 1024
IDLE_SECONDS = 65.0
REFUSED_SECONDS = 5.0
REFUSALS = (20, 5.0)
INBOX_MESSAGES = 16
INBOX_BYTES = 128 * 1024
PAUSED_SECONDS = 15.0
PING_SECONDS = 20.0
PONG_SECONDS = 20.0
ACCEPT_SECONDS = 20
CHECK_SECONDS = 2.0
RESTART_SPREAD_SECONDS = 3.0
DRAIN_SECONDS = 7.0


@dataclass(frozen=True, slots=True)
class ServerLimits:
    """``message_bytes``: a larger message, whole or in fragments, is refused with 1009.

    ``body_bytes``: a larger HTTP request is refused with 413. A form that is not in parts may have
    ``urlencoded_bytes``: they are decoded sign by sign. Of somebody signed in, a form in parts
    (``multipart/form-data``) may have ``form_bytes``, and one with a picture ``picture_bytes``.
    ``head_seconds``: a head that has not come by then is not waited for. ``body_seconds``: nor is a body,
    which has also the time it takes at ``body_bytes_per_second``. ``idle_seconds``: nor is a next request.
    ``refused_seconds``: for so long what is left of a refused body may still come, and is dropped.
    ``refusals``: so many bodies of one network are refused at once, and then so many a second; who would wait
    for longer than ``refused_seconds`` is cut off.
    ``inbox_messages``, ``inbox_bytes``: past either, reading is paused until the application has caught up;
    ``paused_seconds``: when paused for longer, the socket is closed with 4029.
    ``ping_seconds``, ``pong_seconds``: the interval of pings, and the time for each pong, else it is closed.
    ``accept_seconds``: a socket that the application has not accepted by then is refused.
    ``check_seconds``: the interval at which these times are checked.
    ``restart_spread_seconds``, ``drain_seconds``: a stop closes all sockets within the first, and waits until
    the second for what still runs.
    """

    message_bytes: int = MESSAGE_BYTES
    body_bytes: int = BODY_BYTES
    urlencoded_bytes: int = URLENCODED_BYTES
    form_bytes: int = FORM_BYTES
    picture_bytes: int = PICTURE_BYTES
    head_seconds: float = HEAD_SECONDS
    body_seconds: float = BODY_SECONDS
    body_bytes_per_second: int = BODY_BYTES_PER_SECOND
    idle_seconds: float = IDLE_SECONDS
    refused_seconds: float = REFUSED_SECONDS
    refusals: tuple[float, float] = REFUSALS
    inbox_messages: int = INBOX_MESSAGES
    inbox_bytes: int = INBOX_BYTES
    paused_seconds: float = PAUSED_SECONDS
    ping_seconds: float = PING_SECONDS
    pong_seconds: float = PONG_SECONDS
    accept_seconds: int = ACCEPT_SECONDS
    check_seconds: float = CHECK_SECONDS
    restart_spread_seconds: float = RESTART_SPREAD_SECONDS
    drain_seconds: float = DRAIN_SECONDS
    sender: SendLimits = field(default_factory=SendLimits)
