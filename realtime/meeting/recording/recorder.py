"""A running recording: a headless viewer, which hears three voices and sees one picture."""

import asyncio
import logging
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from realtime.meeting.media.headless import HeadlessViewable, visible_person
from realtime.meeting.recording.spool import PACKET, SUFFIX, VISIBLE, SpoolHeader, SpoolWriter

logger = logging.getLogger(__name__)

LOOK_EVERY = 0.2
SAMPLES_A_FLUSH = 5
MOST_DISCONNECTED = 15.0  # seconds without a media connection after which it fails


class Recorder:
    """Spools what ``media`` sends, into ``folder``. ``failed`` is called once, when it cannot go on.

    Raises ``OSError`` when there is no room to begin.
    """

    def __init__(
        self,
        header: Callable[[dict[int, str]], SpoolHeader],
        media: HeadlessViewable,
        folder: Path,
        failed: Callable[[], None],
    ) -> None:
        self._failed = failed
        self._loop = asyncio.get_running_loop()
        self._began = self._heard = time.monotonic()
        self._is_on, self._visible, self._samples_taken = True, b"", 0
        self._viewer = media.attach(self)
        mids = {ssrc: mid for mid, ssrc in self._viewer.ssrcs.items()}
        self.header = header(mids)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            self._spool = SpoolWriter(folder / f"{uuid4().hex}{SUFFIX}", self.header)
        except OSError:
            self._viewer.detach()
            raise
        self._sample()

    @property
    def path(self) -> Path:
        """The path of the spool."""
        return self._spool.path

    def send(self, packet: bytes) -> None:
        """Spool one RTP packet."""
        self._put(PACKET, packet)

    def stop(self) -> None:
        """Stop spooling. Harmless when it has stopped."""
        self._is_on = False
        self._viewer.detach()

    def close(self) -> None:
        """Close the spool. It may wait for the disk: call it in a thread. Raises ``OSError``."""
        self._spool.close()

    def _put(self, kind: int, data: bytes) -> None:
        if not self._is_on:
            return
        try:
            self._spool.put(int((time.monotonic() - self._began) * 1000), kind, data)
        except OSError as error:
            self._fail(error)

    def _fail(self, why: object) -> None:
        logger.error("Meeting %s is not recorded any more: %s", self.header.meeting, why)
        self._is_on = False
        self._loop.call_soon(self._failed)

    def _sample(self) -> None:
        """Note who is seen now, and flush from time to time."""
        if not self._is_on or self._is_failed():
            return
        person = visible_person(self._viewer.layout())
        name = str(person).encode() if person is not None else b""
        if name != self._visible:
            self._visible = name
            self._put(VISIBLE, name)
        self._samples_taken += 1
        if self._samples_taken % SAMPLES_A_FLUSH == 0:
            self._flush()
        self._loop.call_later(LOOK_EVERY, self._sample)

    def _is_failed(self) -> bool:
        """Fail when there has been no media connection for too long; return whether it has stopped."""
        now = time.monotonic()
        if self._viewer.is_connected:
            self._heard = now
        elif now - self._heard > MOST_DISCONNECTED:
            self._fail("what carries the sound cannot be reached")
        return not self._is_on

    def _flush(self) -> None:
        try:
            self._spool.flush()
        except OSError as error:
            self._fail(error)
