"""Puts a backup in the place of what is there: ``python -m realtime.serve.restore BACKUP``.

The house is closed. Nothing is deleted: what was there is set aside, once all that comes is read.
"""

import os
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection

from realtime.serve import backup, data_folder, database_version
from realtime.serve.backup import DUMP, MEDIA
from realtime.serve.data_folder import DATABASE, KEY
from realtime.serve.sentences import (
    EARLIER_BACKUP,
    HOUSE_OPEN,
    NO_BACKUP,
    OTHER_DATABASE,
    OTHER_KEY,
    RESTORE_FAILED,
    RESTORE_USAGE,
    RESTORED,
    CommandRefused,
)
from settings import env

PARTIAL = ".partial"
SIDECARS = (f"{DATABASE}-wal", f"{DATABASE}-shm")


def restore(source: Path, now: datetime) -> Path:
    """Restore the backup ``source``; return the folder of what was there. Raises ``CommandRefused``."""
    check_restorable(source)
    house = env.data_folder()
    aside = house / now.strftime("before-restore-%Y-%m-%dT%H%M%S")
    with data_folder.take(house):
        check_closed(house)
        _bring(source, house)
        aside.mkdir(mode=0o700)
        _swap_database(source, house, aside)
        _swap(house / MEDIA, aside)
        if (house / f"{KEY}{PARTIAL}").exists():
            _swap(house / KEY, aside)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("new_epoch", verbosity=0)
    return aside


def check_restorable(source: Path) -> None:
    """Raise ``CommandRefused`` unless ``source`` is a whole backup of this kind of database, and version."""
    kept = source / (DATABASE if connection.vendor == "sqlite" else DUMP)
    if not source.is_dir() or not any((source / name).exists() for name in (DATABASE, DUMP)):
        raise CommandRefused(NO_BACKUP(path=source))
    if not kept.exists():
        raise CommandRefused(OTHER_DATABASE(path=source))
    backup.check_database(source)
    if database_version.is_earlier(backup.steps_taken(source)):
        raise CommandRefused(EARLIER_BACKUP(path=source))


def check_closed(house: Path) -> None:
    """Raise ``CommandRefused`` while a process of the house has its database open."""
    is_open = data_folder.has_worker(house)
    if connection.vendor == "sqlite" and (house / DATABASE).exists():
        is_open = is_open or _is_in_use(house / DATABASE)
    if is_open:
        raise CommandRefused(HOUSE_OPEN())


def _is_in_use(path: Path) -> bool:
    """Whoever has an SQLite database in WAL mode open shares it: it cannot be had alone."""
    with closing(sqlite3.connect(path, timeout=0)) as database:
        try:
            database.execute("PRAGMA locking_mode = EXCLUSIVE")
            database.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            return True
        except sqlite3.DatabaseError:  # damaged: that is why one restores
            return False
    return False


def _bring(source: Path, house: Path) -> None:
    """Copy everything beside what is there: a disk that is full is found out while nothing is changed."""
    _clear(house)
    try:
        if (source / DATABASE).exists():
            shutil.copyfile(source / DATABASE, house / f"{DATABASE}{PARTIAL}")
        backup.copy_pictures(source / MEDIA, house / f"{MEDIA}{PARTIAL}", None)
        if (house / KEY).exists() or not env.known_key():
            shutil.copy2(source / KEY, house / f"{KEY}{PARTIAL}")
    except OSError:
        _clear(house)
        raise


def _clear(house: Path) -> None:
    shutil.rmtree(house / f"{MEDIA}{PARTIAL}", ignore_errors=True)
    for name in (DATABASE, KEY):
        (house / f"{name}{PARTIAL}").unlink(missing_ok=True)


def _swap_database(source: Path, house: Path, aside: Path) -> None:
    connection.close()
    if connection.vendor != "sqlite":
        backup.save_database(aside)
        words = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
        backup.run_tool("pg_restore", *words, *backup.where(), str(source / DUMP))
        return
    for name in SIDECARS:
        if (house / name).exists():
            (house / name).rename(aside / name)
    _swap(house / DATABASE, aside)


def _swap(path: Path, aside: Path) -> None:
    """Set ``path`` aside, and put what was brought in its place."""
    if path.exists():
        path.rename(aside / path.name)
    path.with_name(f"{path.name}{PARTIAL}").rename(path)


def main(words: list[str]) -> int:
    """Return 0, 1 after a refusal or failure, or 2 for words that are not understood."""
    if len(words) != 1 or words[0].startswith("-"):
        print(RESTORE_USAGE(), file=sys.stderr)
        return 2
    os.umask(0o077)
    django.setup()
    source = Path(words[0])
    try:
        print(RESTORED(path=restore(source, datetime.now(UTC))))
    except (OSError, sqlite3.Error, CommandRefused) as error:
        print(RESTORE_FAILED(reason=error), file=sys.stderr)
        return 1
    if (source / KEY).read_text() != env.known_key():
        print(OTHER_KEY(path=source / KEY))
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.dev")
    sys.exit(main(sys.argv[1:]))
