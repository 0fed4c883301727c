"""One connection of the line: bytes in, frames out, and never more unsent than a bound."""

import asyncio
import logging
from collections.abc import Callable
from typing import cast

from realtime.meeting.line.frames import AnyFrame, NotOfThisLine, Unpacker, packed
from realtime.meeting.line.greeting import Stranger

logger = logging.getLogger(__name__)

MOST_UNSENT = 16 * 1024 * 1024
GREETING_SECONDS = 5.0


class Connection(asyncio.Protocol):
    """``heard`` is called for each frame, ``ended`` once. What ``heard`` raises of a stranger ends it."""

    def __init__(
        self,
        begun: Callable[["Connection"], None],
        heard: Callable[["Connection", AnyFrame], None],
        ended: Callable[["Connection"], None],
    ) -> None:
        self._begun, self._heard, self._ended = begun, heard, ended
        self._unpacker = Unpacker()
        self._transport: asyncio.Transport | None = None
        self.is_trusted = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._patience = asyncio.get_running_loop().call_later(GREETING_SECONDS, self._lose_patience)
        self._begun(self)

    def data_received(self, data: bytes) -> None:
        try:
            for frame in self._unpacker.feed(data):
                self._heard(self, frame)
        except (NotOfThisLine, Stranger) as error:
            logger.warning("The meeting line is cut: %s", error)
            self.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._patience.cancel()
        self._transport = None
        self._ended(self)

    def send(self, frame: AnyFrame) -> None:
        """Nothing is sent on a line that has ended; one that does not read is ended."""
        if self._transport is None or self._transport.is_closing():
            return
        self._transport.write(packed(frame))
        if self._transport.get_write_buffer_size() > MOST_UNSENT:
            logger.warning("The other end of the meeting line does not read; it is cut.")
            self.abort()

    def abort(self) -> None:
        """End it now."""
        if self._transport is not None:
            self._transport.abort()

    def _lose_patience(self) -> None:
        if not self.is_trusted:
            logger.warning("Nobody said hello on the meeting line.")
            self.abort()
