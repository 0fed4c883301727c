"""One IPC connection: bytes in, frames out, with a bound on unsent bytes."""

import asyncio
import logging
from collections.abc import Callable
from typing import cast

from realtime.meeting.ipc.frames import AnyIpcFrame, FrameDecoder, InvalidFrame, encode
from realtime.meeting.ipc.handshake import HandshakeRefused

logger = logging.getLogger(__name__)

MOST_UNSENT = 16 * 1024 * 1024
HANDSHAKE_SECONDS = 5.0


class IpcConnection(asyncio.Protocol):
    """Calls ``heard`` for each frame and ``ended`` once. ``InvalidFrame`` or ``HandshakeRefused`` raised by
    ``heard`` closes the connection."""

    def __init__(
        self,
        begun: Callable[["IpcConnection"], None],
        heard: Callable[["IpcConnection", AnyIpcFrame], None],
        ended: Callable[["IpcConnection"], None],
    ) -> None:
        self._begun, self._heard, self._ended = begun, heard, ended
        self._unpacker = FrameDecoder()
        self._transport: asyncio.Transport | None = None
        self.is_trusted = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._timer = asyncio.get_running_loop().call_later(HANDSHAKE_SECONDS, self._expire)
        self._begun(self)

    def data_received(self, data: bytes) -> None:
        try:
            for frame in self._unpacker.feed(data):
                self._heard(self, frame)
        except (InvalidFrame, HandshakeRefused) as error:
            logger.warning("The meeting line is cut: %s", error)
            self.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._timer.cancel()
        self._transport = None
        self._ended(self)

    def send(self, frame: AnyIpcFrame) -> None:
        """Send ``frame`` unless the connection has ended; abort a peer that does not read."""
        if self._transport is None or self._transport.is_closing():
            return
        self._transport.write(encode(frame))
        if self._transport.get_write_buffer_size() > MOST_UNSENT:
            logger.warning("The other end of the meeting line does not read; it is cut.")
            self.abort()

    def abort(self) -> None:
        """Close at once."""
        if self._transport is not None:
            self._transport.abort()

    def _expire(self) -> None:
        if not self.is_trusted:
            logger.warning("Nobody said hello on the meeting line.")
            self.abort()
