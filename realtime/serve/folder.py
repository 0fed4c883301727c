"""The data folder of a Hub: its embedded database, its files, its key. Nothing else is ever removed."""

import fcntl
import os
import secrets
import shutil
from pathlib import Path
from typing import IO

from realtime.serve.sentences import FOLDER_IN_USE, FOLDER_REFUSED, NOT_A_HUB_FOLDER, Refusal

DATABASE, KEY, DEMO, LOCK, FIGURES = "hub.sqlite3", "secret-key", "demo.json", "open", "figures"
EMBEDDED = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", DEMO, KEY, FIGURES, "static", "media")


def take(folder: Path) -> IO[str]:
    """Make the folder and hold it for as long as the returned file is open.

    Raises ``Refusal`` when it cannot be written, or when another Hub holds it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = (folder / LOCK).open("a")
    except OSError as error:
        raise Refusal(FOLDER_REFUSED(folder=folder, reason=error.strerror)) from error
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Refusal(FOLDER_IN_USE(folder=folder)) from error
    return held


def check_is_ours(folder: Path) -> None:
    """Raise ``Refusal`` unless the folder is absent, empty, or was made by a Hub (it has its key)."""
    if folder.is_dir() and any(folder.iterdir()) and not (folder / KEY).is_file():
        raise Refusal(NOT_A_HUB_FOLDER(folder=folder))


def empty(folder: Path) -> None:
    """Remove what a Hub keeps there, and only that."""
    for name in EMBEDDED:
        thing = folder / name
        if thing.is_dir():
            shutil.rmtree(thing)
        else:
            thing.unlink(missing_ok=True)


def empty_figures(folder: Path) -> Path:
    """Where several servers put their figures together; those of servers that are gone do not count."""
    figures = folder / FIGURES
    shutil.rmtree(figures, ignore_errors=True)
    figures.mkdir()
    return figures.resolve()


def secret_key(folder: Path) -> str:
    """The key that signs sessions: made at the first start, readable by its owner alone."""
    path = folder / KEY
    if not path.exists():
        draft = path.with_suffix(".new")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        draft.rename(path)
    return path.read_text().strip()
