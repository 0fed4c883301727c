"""The background task that makes films, one after another."""

import logging
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.files import File
from django_tasks import task

from realtime.serve.options import HOUSE
from rooms.meetings import recordings

logger = logging.getLogger(__name__)

FILM = "film.webm"


def folder() -> Path:
    """Return the folder of spools, which the process that leads meetings and the worker must share."""
    return Path(settings.HUB_RECORDING_FOLDER)


@task()
def make_film(recording: int, name: str) -> None:
    """Make the film of ``recording`` from the spool ``name``; then delete the spool."""
    source = folder() / Path(name).name
    if source.exists() and recordings.waits_for_film(recording):
        with TemporaryDirectory(dir=folder()) as place:
            _make(recording, source, Path(place) / FILM)
    source.unlink(missing_ok=True)


def _make(recording: int, source: Path, target: Path) -> None:
    words = [sys.executable, "-P", "-m", "realtime.meeting.recording.composition", str(source), str(target)]
    done = subprocess.run(words, cwd=HOUSE, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own words
    seconds = int(done.stdout)
    if not seconds:
        logger.info("Recording %s: nothing was said or shown", recording)
        recordings.abandon(recording)
        return
    with target.open("rb") as film:
        recordings.ready(recording, File(film, name=FILM), seconds)
