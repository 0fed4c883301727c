"""Prepares a Hub in a process of its own: translations, migrations, demo, static files.

``realtime.serve`` runs it with the environment already set. A refusal prints one line and exits with code 2.
"""

import hashlib
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.migrations.recorder import MigrationRecorder

from realtime.serve import data_folder, database_version, translations
from realtime.serve.sentences import (
    BAD_SETTINGS,
    DATABASE_DAMAGED,
    DATABASE_UNREACHABLE,
    EARLIER_DATABASE,
    EARLIER_FOLDER,
    GATHERING_FILES,
    LOADING_DEMO,
    MIGRATION_FAILED,
    REDIS_AWAY,
    CommandRefused,
)
from settings import env

GATHERED = "gathered"


def prepare(*, demo: bool) -> None:
    """Run all steps; each does nothing when its work is already done. Raises ``CommandRefused``."""
    read_settings()
    translations.compile_stale(settings.LOCALE_PATHS)
    django.setup()
    data_folder.check_room(env.data_folder())
    check_database()
    check_version()
    look_for_redis(env.redis_url())
    migrate()
    if demo:
        load_demo_once(env.data_folder())
    open_mezza_once()
    gather_files(Path(settings.STATIC_ROOT))


def open_mezza_once() -> None:
    """Open Mezza, the room of everybody, with the demo or without."""
    from rooms.opening import open_mezza  # models can be imported only after ``django.setup``

    open_mezza("Mezza", "L’espace de tout le monde : on passe, on s’y accoude, on reste.")


def read_settings() -> None:
    """Load settings and database driver. Raise ``CommandRefused`` when a variable is wrong or missing."""
    try:
        with warnings.catch_warnings():
            # django-environ only warns about a DATABASE_URL that it cannot parse.
            warnings.simplefilter("error", UserWarning)
            connections["default"]
    except (ImproperlyConfigured, ImportError, ValueError, UserWarning) as error:
        raise CommandRefused(BAD_SETTINGS(reason=_first_line(error))) from error


def check_database() -> None:
    """Raise ``CommandRefused`` when the database cannot be reached or opened."""
    try:
        if connection.vendor == "sqlite" and connection.settings_dict["NAME"] != ":memory:":
            keep_private(Path(connection.settings_dict["NAME"]))
        connection.ensure_connection()
    except (DatabaseError, ImproperlyConfigured, OSError) as error:
        is_embedded = connection.vendor == "sqlite"
        sentence = DATABASE_DAMAGED if is_embedded else DATABASE_UNREACHABLE
        facts = {"path": connection.settings_dict["NAME"], "reason": _first_line(error)}
        raise CommandRefused(sentence(**facts)) from error


def keep_private(database: Path) -> None:
    """Let the owner alone read an embedded database. SQLite gives the files beside it the same mode."""
    database.touch(mode=0o600)
    for file in (database, *database.parent.glob(f"{database.name}-*")):
        file.chmod(0o600)


def check_version() -> None:
    """Raise ``CommandRefused`` when the database is of an earlier version, whose steps lead nowhere here."""
    if not database_version.is_earlier(MigrationRecorder(connection).applied_migrations()):
        return
    if connection.vendor == "sqlite":
        raise CommandRefused(EARLIER_FOLDER(folder=env.data_folder()))
    raise CommandRefused(EARLIER_DATABASE())


def look_for_redis(url: str) -> None:
    """Print a line when Redis is configured and away: the house opens all the same, and finds it again."""
    if not url:
        return
    import redis  # slow to import, and the embedded default does not need it

    try:
        with redis.Redis.from_url(url, socket_timeout=3, socket_connect_timeout=3) as client:
            client.ping()
    except redis.RedisError as error:
        print(REDIS_AWAY(reason=_first_line(error)), file=sys.stderr, flush=True)


def migrate() -> None:
    """Bring the tables up to date. Raises ``CommandRefused`` when a step fails, which is then undone."""
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        raise CommandRefused(MIGRATION_FAILED(reason=_first_line(error))) from error


def load_demo_once(data: Path) -> None:
    """Load the demo unless its file of links, written when it was loaded, is in ``data``."""
    if not (data / data_folder.DEMO).exists():
        print(LOADING_DEMO(), flush=True)
        call_command("load_demo", verbosity=0)


def gather_files(root: Path) -> None:
    """Run ``collectstatic`` when a source file was added, changed or removed since the last run."""
    mark, now = root / GATHERED, _fingerprint()
    if mark.exists() and mark.read_text() == now:
        return
    print(GATHERING_FILES(), flush=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(now)


def _fingerprint() -> str:
    lines = "\n".join(sorted(_sources()))
    return hashlib.sha256(f"{settings.STORAGES['staticfiles']}\n{lines}".encode()).hexdigest()


def _sources() -> Iterator[str]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            yield f"{name} {facts.st_size} {facts.st_mtime_ns}"


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__


if __name__ == "__main__":
    try:
        prepare(demo="--no-demo" not in sys.argv)
    except CommandRefused as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(2)
