"""A rencontre being recorded: a viewer whom nobody sees, who hears three voices and sees one picture."""

import asyncio
import logging
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from realtime.meeting.recording.spool import PACKET, SEEN, SUFFIX, Heading, Spool
from realtime.meeting.watching import Watchable, seen

logger = logging.getLogger(__name__)

LOOK_EVERY = 0.2
LOOKS_A_FLUSH = 5
DEAF = 15.0  # seconds without a connection to what is recorded


class Recorder:
    """Puts aside what ``media`` shows, into ``folder``. ``failed`` is called once, when it cannot go on.

    Raises ``OSError`` when there is no room to begin.
    """

    def __init__(
        self,
        heading: Callable[[dict[int, str]], Heading],
        media: Watchable,
        folder: Path,
        failed: Callable[[], None],
    ) -> None:
        self._failed = failed
        self._loop = asyncio.get_running_loop()
        self._began = self._heard = time.monotonic()
        self._is_on, self._seen, self._looks = True, b"", 0
        self._watch = media.attach(self)
        mids = {ssrc: mid for mid, ssrc in self._watch.ssrcs.items()}
        self.heading = heading(mids)
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self._spool = Spool(folder / f"{uuid4().hex}{SUFFIX}", self.heading)
        except OSError:
            self._watch.detach()
            raise
        self._look()

    @property
    def path(self) -> Path:
        """Where it is put aside."""
        return self._spool.path

    def send(self, packet: bytes) -> None:
        """One packet of RTP, from the media."""
        self._put(PACKET, packet)

    def stop(self) -> None:
        """Nothing more is put aside. Harmless when it has stopped."""
        self._is_on = False
        self._watch.detach()

    def close(self) -> None:
        """The file is whole. It may wait for the disk: call it in a thread. Raises ``OSError``."""
        self._spool.close()

    def _put(self, kind: int, data: bytes) -> None:
        if not self._is_on:
            return
        try:
            self._spool.put(int((time.monotonic() - self._began) * 1000), kind, data)
        except OSError as error:
            self._fail(error)

    def _fail(self, why: object) -> None:
        logger.error("Meeting %s is not recorded any more: %s", self.heading.meeting, why)
        self._is_on = False
        self._loop.call_soon(self._failed)

    def _look(self) -> None:
        """Note who is seen now; let the disk have what came."""
        if not self._is_on or self._is_deaf():
            return
        person = seen(self._watch.told())
        name = str(person).encode() if person is not None else b""
        if name != self._seen:
            self._seen = name
            self._put(SEEN, name)
        self._looks += 1
        if self._looks % LOOKS_A_FLUSH == 0:
            self._flush()
        self._loop.call_later(LOOK_EVERY, self._look)

    def _is_deaf(self) -> bool:
        """Whether nothing can have come for so long that it cannot be called a recording."""
        now = time.monotonic()
        if self._watch.hears:
            self._heard = now
        elif now - self._heard > DEAF:
            self._fail("what carries the sound cannot be reached")
        return not self._is_on

    def _flush(self) -> None:
        try:
            self._spool.flush()
        except OSError as error:
            self._fail(error)
