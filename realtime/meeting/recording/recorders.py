"""All recordings of the meetings that this process leads, from the first packet until a film is ordered."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import msgspec
from django.db import DatabaseError
from django.utils import timezone

from realtime import database
from realtime.meeting.media import Media
from realtime.meeting.recording import spool, tasks
from realtime.meeting.recording.recorder import Recorder
from realtime.meeting.recording.spool import Heading
from realtime.meeting.watching import Watchable
from rooms.meetings import keeping, recordings

logger = logging.getLogger(__name__)


class Recorders:
    """By meeting. ``folder`` is where packets are put aside."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: dict[int, Recorder] = {}
        self._noted: dict[int, asyncio.Task[None]] = {}
        self._ending: dict[int, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, meeting: int, by: int, media: Media, failed: Callable[[], None]) -> bool:
        """Record from now on; whether that can be. ``failed`` is called when it can no longer."""
        if not isinstance(media, Watchable) or meeting in self._running:
            return False
        began = _now()
        try:
            recorder = Recorder(lambda mids: Heading(meeting, by, began, mids), media, self._folder, failed)
        except OSError as error:
            logger.error("Meeting %s cannot be recorded: %s", meeting, error)  # noqa: TRY400 - no bug of ours
            return False
        self._running[meeting] = recorder
        self._noted[meeting] = self._spawn(self._note(recorder, failed, self._ending.get(meeting)))
        logger.info("Meeting %s is recorded", meeting)
        return True

    def stop(self, meeting: int) -> None:
        """Record no more, and order the film. Harmless when nothing was recorded."""
        recorder = self._running.pop(meeting, None)
        if recorder is None:
            return
        recorder.stop()
        self._ending[meeting] = self._spawn(self._order(recorder, self._noted.pop(meeting)))
        logger.info("Meeting %s is not recorded any more", meeting)

    async def close(self) -> None:
        """Stop all; come back when their films are ordered."""
        for meeting in list(self._running):
            self.stop(meeting)
        await asyncio.gather(*self._tasks)

    async def recover(self) -> None:
        """Order the films that a process before us could not; forget what it left open without a trace."""
        left = {path: _heading(path) for path in sorted(self._folder.glob(f"*{spool.SUFFIX}"))}
        found = [await self._finish(path, heading) for path, heading in left.items() if heading is not None]
        known = [recording for recording in found if recording is not None]
        await database.write(lambda: recordings.abandon_open(known))

    async def _note(
        self, recorder: Recorder, failed: Callable[[], None], before: "asyncio.Task[None] | None"
    ) -> None:
        """Once the one ``before`` is over: a meeting has one open recording at a time."""
        if before is not None:
            await asyncio.wait([before])
        heading = recorder.heading
        try:
            await database.write(
                lambda: keeping.recording_begins(heading.meeting, heading.by, heading.began_at)
            )
        except DatabaseError:
            logger.exception("Meeting %s: its recording cannot be noted", heading.meeting)
            failed()

    async def _order(self, recorder: Recorder, noted: "asyncio.Task[None]") -> None:
        await noted
        try:
            await asyncio.to_thread(recorder.close)
        except OSError:
            logger.exception("The end of a recording is lost")
        await self._finish(recorder.path, recorder.heading)

    @staticmethod
    async def _finish(path: Path, heading: Heading) -> int | None:
        """The recording is over, and its film is ordered; its id."""
        ended = _now()

        def finish() -> int | None:
            recording = keeping.recording_ends(heading.meeting, heading.began_at, ended)
            if recording is not None:
                tasks.make_film.enqueue(recording, path.name)
            else:
                path.unlink(missing_ok=True)
            return recording

        return await database.write(finish)

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


def _heading(path: Path) -> Heading | None:
    """None of a file in which nothing was put: it is taken away."""
    try:
        return spool.heading(path)
    except msgspec.DecodeError:
        path.unlink(missing_ok=True)
        return None


def _now() -> int:
    return int(timezone.now().timestamp() * 1000)
