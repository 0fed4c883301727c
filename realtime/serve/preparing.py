"""Makes the house ready, in a process of its own: translations, tables, demonstration, gathered files.

Run by ``realtime.serve`` with its environment already set; ends with code 2 and one line on a refusal.
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

from realtime.serve import folder, translations
from realtime.serve.sentences import (
    BAD_SETTINGS,
    DATABASE_DAMAGED,
    DATABASE_UNREACHABLE,
    GATHERING_FILES,
    LOADING_DEMO,
    REDIS_UNREACHABLE,
    Refusal,
)
from settings import env

GATHERED = "gathered"


def prepare(*, demo: bool) -> None:
    """Each step does nothing when its work is done already. Raises ``Refusal``."""
    read_settings()
    translations.compile_stale(settings.LOCALE_PATHS)
    django.setup()
    check_database()
    check_redis(env.redis_url())
    call_command("migrate", interactive=False, verbosity=0)
    if demo:
        load_demo_once(env.data_folder())
    open_mezza_once()
    gather_files(Path(settings.STATIC_ROOT))


def open_mezza_once() -> None:
    """Everybody needs somewhere to land, with the demo or without."""
    from rooms.opening import open_mezza  # models are there only after ``django.setup``

    open_mezza("Mezza", "L’espace de tout le monde : on passe, on s’y accoude, on reste.")


def read_settings() -> None:
    """The settings and the database driver. Raise ``Refusal`` when a variable is wrong or missing."""
    try:
        with warnings.catch_warnings():
            # django-environ only warns of a DATABASE_URL that it cannot read.
            warnings.simplefilter("error", UserWarning)
            connections["default"]
    except (ImproperlyConfigured, ImportError, ValueError, UserWarning) as error:
        raise Refusal(BAD_SETTINGS(reason=_first_line(error))) from error


def check_database() -> None:
    """Raise ``Refusal`` when it cannot be reached, or is no database."""
    try:
        connection.ensure_connection()
    except (DatabaseError, ImproperlyConfigured) as error:
        is_embedded = connection.vendor == "sqlite"
        sentence = DATABASE_DAMAGED if is_embedded else DATABASE_UNREACHABLE
        facts = {"path": connection.settings_dict["NAME"], "reason": _first_line(error)}
        raise Refusal(sentence(**facts)) from error


def check_redis(url: str) -> None:
    """Raise ``Refusal`` when one is named and does not answer."""
    if not url:
        return
    import redis  # heavy, and the embedded default does without

    try:
        with redis.Redis.from_url(url, socket_timeout=3, socket_connect_timeout=3) as client:
            client.ping()
    except (redis.RedisError, ValueError) as error:
        raise Refusal(REDIS_UNREACHABLE(reason=_first_line(error))) from error


def load_demo_once(data: Path) -> None:
    """The demonstration leaves its ways in beside the database: where they are, it has been loaded."""
    if not (data / folder.DEMO).exists():
        print(LOADING_DEMO(), flush=True)
        call_command("load_demo", verbosity=0)


def gather_files(root: Path) -> None:
    """``collectstatic``, when a source file appeared, changed or went since the last time."""
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
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(2)
