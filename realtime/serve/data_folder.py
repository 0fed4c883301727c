"""The data folder of a Hub: embedded database, files, secret key. Nothing else in it is ever removed."""

import fcntl
import os
import secrets
import shutil
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from database import unwritable
from realtime.serve.sentences import (
    DISK_REFUSED,
    FOLDER_IN_USE,
    FOLDER_REFUSED,
    NOT_A_HUB_FOLDER,
    CommandRefused,
)

DATABASE, KEY, DEMO = "hub.sqlite3", "secret-key", "demo.json"
LOCK, METRICS, WORKER = "open", "figures", "worker"
ROOM_NEEDED = 1 << 20  # bytes
EMBEDDED = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", DEMO, KEY, METRICS, "static", "media")


def take(folder: Path) -> IO[str]:
    """Create the folder and lock it for as long as the returned file is open.

    Raises ``CommandRefused`` when it is not writable, or when another Hub has locked it.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        held = (folder / LOCK).open("a")
    except OSError as error:
        refused = DISK_REFUSED if error.errno in unwritable.ERRNOS else FOLDER_REFUSED
        raise CommandRefused(refused(folder=folder, reason=error.strerror)) from error
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise CommandRefused(FOLDER_IN_USE(folder=folder)) from error
    check_room(folder)
    return held


def check_room(folder: Path) -> None:
    """Raise ``CommandRefused`` when the disk of the folder is full or read-only."""
    try:
        take_room(folder)
    except OSError as error:
        raise CommandRefused(DISK_REFUSED(folder=folder, reason=error.strerror)) from error


def take_room(folder: Path) -> None:
    """Take some room in the folder, and give it back. Raises ``OSError``."""
    with TemporaryFile(dir=folder) as file:
        os.posix_fallocate(file.fileno(), 0, ROOM_NEEDED)


def hold_as_worker(folder: Path) -> IO[str]:
    """Show that a worker runs, for as long as the returned file is open: the kernel closes a dead one's."""
    held = (folder / WORKER).open("a")
    fcntl.flock(held, fcntl.LOCK_SH)
    return held


def has_worker(folder: Path) -> bool:
    """Return whether a worker runs on the folder."""
    with (folder / WORKER).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def check_is_ours(folder: Path) -> None:
    """Raise ``CommandRefused`` unless the folder is absent, empty, or was made by a Hub (it has its key)."""
    if folder.is_dir() and any(folder.iterdir()) and not (folder / KEY).is_file():
        raise CommandRefused(NOT_A_HUB_FOLDER(folder=folder))


def empty(folder: Path) -> None:
    """Remove the files of a Hub from the folder, and only those."""
    for name in EMBEDDED:
        thing = folder / name
        if thing.is_dir():
            shutil.rmtree(thing)
        else:
            thing.unlink(missing_ok=True)


def empty_metrics(folder: Path) -> Path:
    """Return an empty folder for the metrics that several servers share (Prometheus multiprocess mode)."""
    figures = folder / METRICS
    shutil.rmtree(figures, ignore_errors=True)
    figures.mkdir()
    return figures.resolve()


def secret_key(folder: Path) -> str:
    """Return the key that signs sessions. It is created at the first start, readable by its owner alone."""
    path = folder / KEY
    if not path.exists():
        draft = path.with_suffix(".new")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        draft.rename(path)
    return path.read_text().strip()
