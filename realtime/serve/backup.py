"""Backs the house up: ``python -m realtime.serve.backup FOLDER``, with the variables of the house.

A backup is a folder named by its moment: the database, the pictures and recordings, the secret key. It is
written under another name, read again, and renamed. Whoever ``HUB_ALERTS`` names hears of a failure.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import django
from django.conf import settings
from django.core.mail import send_mail
from django.db import connection

from realtime.serve import database_version
from realtime.serve.data_folder import DATABASE, KEY
from realtime.serve.sentences import (
    BACKED_UP,
    BACKUP_DAMAGED,
    BACKUP_FAILED,
    BACKUP_USAGE,
    KEY_UNKNOWN,
    TOOL_FAILED,
    CommandRefused,
)
from settings import env

DUMP, MEDIA = "hub.dump", "media"
NAMED, PARTIAL = "hub-%Y-%m-%dT%H%M%S-%f", ".partial"
KEPT = timedelta(days=30)


def back_up(folder: Path, now: datetime) -> Path:
    """Make one backup in ``folder`` and return it; those older than thirty days go.

    Raises ``CommandRefused``, ``OSError``, ``sqlite3.Error``; nothing is then left of it.
    """
    if not env.known_key():
        raise CommandRefused(KEY_UNKNOWN())
    earlier = backups(folder)
    partial = folder / (now.strftime(NAMED) + PARTIAL)
    partial.mkdir(parents=True, mode=0o700)
    try:
        save_database(partial)
        copy_pictures(Path(settings.MEDIA_ROOT), partial / MEDIA, earlier[-1] / MEDIA if earlier else None)
        write_key(partial / KEY)
        _write_out(partial)
        made = partial.rename(partial.with_suffix(""))
    except (OSError, sqlite3.Error, CommandRefused):
        shutil.rmtree(partial, ignore_errors=True)
        raise
    for old in [*earlier, *cut_short(folder)]:
        if _moment(old) < now - KEPT:
            shutil.rmtree(old)
    return made


def backups(folder: Path) -> list[Path]:
    """List the finished backups in ``folder``, the newest last."""
    found = [path for path in folder.glob("hub-*") if path.suffix != PARTIAL and _is_named(path)]
    return sorted(found, key=_moment)


def cut_short(folder: Path) -> list[Path]:
    """List what is left of backups that a fall of the machine cut short."""
    return [path for path in folder.glob(f"hub-*{PARTIAL}") if _is_named(path)]


def _moment(backup: Path) -> datetime:
    return datetime.strptime(backup.name.removesuffix(PARTIAL), NAMED).replace(tzinfo=UTC)


def _is_named(path: Path) -> bool:
    try:
        _moment(path)
    except ValueError:
        return False
    return True


def save_database(target: Path) -> None:
    """Write the database of the house into the folder ``target``, and read it again.

    Raises ``CommandRefused``.
    """
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        with closing(_reading(name)) as source, closing(sqlite3.connect(target / DATABASE)) as copy:
            source.backup(copy)  # in one step: in pieces it begins anew at each write, and never ends
            copy.execute("PRAGMA journal_mode = DELETE")  # one file alone, whoever reads it
    else:
        run_tool("pg_dump", "--format=custom", f"--file={target / DUMP}", *where())
    check_database(target)


def check_database(backup: Path) -> None:
    """Read the database of a backup from end to end. Raises ``CommandRefused`` unless it is whole."""
    if (backup / DUMP).exists():
        run_tool("pg_restore", "--file=/dev/null", str(backup / DUMP))
        return
    path = backup / DATABASE
    try:
        with closing(_reading(str(path))) as copy:
            found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
            copy.execute("SELECT count(*) FROM django_migrations")
    except sqlite3.Error as error:
        found = str(error)
    if found != "ok":
        raise CommandRefused(BACKUP_DAMAGED(path=path, reason=found))


def steps_taken(backup: Path) -> Iterator[database_version.Step]:
    """Read which migrations the database of a backup has gone through. Raises ``CommandRefused``."""
    if not (backup / DUMP).exists():
        with closing(_reading(str(backup / DATABASE))) as copy:
            yield from copy.execute("SELECT app, name FROM django_migrations").fetchall()
        return
    words = ("--data-only", "--table=django_migrations", "--file=-")
    for line in run_tool("pg_restore", *words, str(backup / DUMP)).splitlines():
        if line.count("\t") == 3:  # a row of its COPY: id, app, name, moment
            _number, app, name, _at = line.split("\t")
            yield app, name


def _reading(path: str) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True)


def copy_pictures(source: Path, target: Path, earlier: Path | None) -> None:
    """Copy the folder of pictures; what an ``earlier`` backup has becomes a second name of the same file.

    Pictures have random names and are never changed: the same name and size are the same picture.
    """
    target.mkdir()
    for path in sorted(source.rglob("*")) if source.is_dir() else ():
        name = path.relative_to(source)
        if path.is_dir():
            (target / name).mkdir()
        elif earlier and _is_same(earlier / name, path):
            os.link(earlier / name, target / name)
        else:
            shutil.copy2(path, target / name)


def _is_same(kept: Path, path: Path) -> bool:
    return kept.is_file() and kept.stat().st_size == path.stat().st_size


def write_key(path: Path) -> None:
    """Write the key, readable by its owner alone."""
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(env.known_key())


def _write_out(folder: Path) -> None:
    """Have the system put everything on the disk: what it cannot is an error now, not a hole later."""
    for path in (*folder.rglob("*"), folder):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def run_tool(*command: str) -> str:
    """Run a tool of PostgreSQL on the database of the house; return what it printed.

    Raises ``CommandRefused`` with its last line.
    """
    password = str(connection.settings_dict["PASSWORD"])
    try:
        done = subprocess.run(  # noqa: S603 - our own words
            command, env={**os.environ, "PGPASSWORD": password}, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        raise CommandRefused(TOOL_FAILED(tool=command[0], reason=error.strerror)) from error
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [str(done.returncode)]
        raise CommandRefused(TOOL_FAILED(tool=command[0], reason=lines[-1]))
    return done.stdout


def where() -> tuple[str, ...]:
    """Name the database of the house to a tool of PostgreSQL."""
    facts = connection.settings_dict
    options = {"host": "HOST", "port": "PORT", "username": "USER", "dbname": "NAME"}
    return tuple(f"--{option}={facts[name]}" for option, name in options.items() if facts[name])


def alert(sentence: str) -> None:
    """Write a letter to whoever looks after the house, where there is somebody."""
    if settings.HUB_ALERTS:
        send_mail(sentence, sentence, settings.DEFAULT_FROM_EMAIL, settings.HUB_ALERTS)


def main(words: list[str]) -> int:
    """Return 0, 1 after a failure, or 2 for words that are not understood."""
    if len(words) != 1 or words[0].startswith("-"):
        print(BACKUP_USAGE(), file=sys.stderr)
        return 2
    os.umask(0o077)
    django.setup()
    return told(lambda: print(BACKED_UP(path=back_up(Path(words[0]), datetime.now(UTC)))))


def told(work: Callable[[], object]) -> int:
    """Do the work and return 0; or say in one line, and in a letter, why it failed, and return 1."""
    try:
        work()
    except (OSError, sqlite3.Error, CommandRefused) as error:
        sentence = BACKUP_FAILED(reason=error)
        print(sentence, file=sys.stderr)
        alert(sentence)
        return 1
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.dev")
    sys.exit(main(sys.argv[1:]))
