"""All recordings of this process's meetings, from the first packet until the film's task is queued."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import msgspec
from django.db import DatabaseError
from django.utils import timezone

from database import workers
from realtime.meeting.media.headless import HeadlessViewable
from realtime.meeting.media.interface import MediaBackend
from realtime.meeting.recording import spool, tasks
from realtime.meeting.recording.recorder import Recorder
from realtime.meeting.recording.spool import SpoolHeader
from rooms.meetings import keeping, recordings

logger = logging.getLogger(__name__)


class RecordingManager:
    """Recordings by meeting. ``folder`` holds their spools."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: dict[int, Recorder] = {}
        self._noted: dict[int, asyncio.Task[None]] = {}
        self._ending: dict[int, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, meeting: int, by: int, media: MediaBackend, failed: Callable[[], None]) -> bool:
        """Start recording; return whether that is possible. ``failed`` is called when it no longer is."""
        if not isinstance(media, HeadlessViewable) or meeting in self._running:
            return False
        began = _now()
        try:
            recorder = Recorder(
                lambda mids: SpoolHeader(meeting, by, began, mids), media, self._folder, failed
            )
        except OSError as error:
            logger.error("Meeting %s cannot be recorded: %s", meeting, error)  # noqa: TRY400 - no bug of ours
            return False
        self._running[meeting] = recorder
        self._noted[meeting] = self._spawn(self._note(recorder, failed, self._ending.get(meeting)))
        logger.info("Meeting %s is recorded", meeting)
        return True

    def stop(self, meeting: int) -> None:
        """Stop recording and queue the film's task. Harmless when nothing was recorded."""
        recorder = self._running.pop(meeting, None)
        if recorder is None:
            return
        recorder.stop()
        self._ending[meeting] = self._spawn(self._order(recorder, self._noted.pop(meeting)))
        logger.info("Meeting %s is not recorded any more", meeting)

    async def close(self) -> None:
        """Stop all; return when the tasks of their films are queued."""
        for meeting in list(self._running):
            self.stop(meeting)
        await asyncio.gather(*self._tasks)

    async def recover(self) -> None:
        """Queue the films that an earlier process could not; abandon rows that have no spool."""
        left = {path: _heading(path) for path in sorted(self._folder.glob(f"*{spool.SUFFIX}"))}
        found = [await self._finish(path, header) for path, header in left.items() if header is not None]
        known = [recording for recording in found if recording is not None]
        await workers.write(lambda: recordings.abandon_open(known))

    async def _note(
        self, recorder: Recorder, failed: Callable[[], None], before: "asyncio.Task[None] | None"
    ) -> None:
        """Insert the row once ``before`` is done: a meeting has one open recording at a time."""
        if before is not None:
            await asyncio.wait([before])
        header = recorder.header
        try:
            await workers.write(lambda: keeping.recording_begins(header.meeting, header.by, header.began_at))
        except DatabaseError:
            logger.exception("Meeting %s: its recording cannot be noted", header.meeting)
            failed()

    async def _order(self, recorder: Recorder, noted: "asyncio.Task[None]") -> None:
        await noted
        try:
            await asyncio.to_thread(recorder.close)
        except OSError:
            logger.exception("The end of a recording is lost")
        await self._finish(recorder.path, recorder.header)

    @staticmethod
    async def _finish(path: Path, header: SpoolHeader) -> int | None:
        """End the recording and queue its film; return its id."""
        ended = _now()

        def finish() -> int | None:
            recording = keeping.recording_ends(header.meeting, header.began_at, ended)
            if recording is not None:
                tasks.make_film.enqueue(recording, path.name)
            else:
                path.unlink(missing_ok=True)
            return recording

        return await workers.write(finish)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        self._ending = {meeting: ending for meeting, ending in self._ending.items() if ending is not task}
        if not task.cancelled() and task.exception() is not None:
            logger.error("A recording could not be kept", exc_info=task.exception())


def _heading(path: Path) -> SpoolHeader | None:
    """Read the header; an empty file has none and is deleted."""
    try:
        return spool.read_header(path)
    except msgspec.DecodeError:
        path.unlink(missing_ok=True)
        return None


def _now() -> int:
    return int(timezone.now().timestamp() * 1000)
