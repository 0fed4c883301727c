"""What a house needs to work, each asked for by doing it. A check raises what is wrong."""

import errno
import socket
import sqlite3
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction

from realtime import pulse
from realtime.meeting.ipc.address import IpcAddress
from realtime.serve import data_folder
from settings import env

Check = Callable[[], object]
PATIENCE = 2.0  # seconds for a helper
# A database is read from end to end now and then: a large one takes seconds.
BETWEEN_READINGS = 600.0


class LastReading:
    """When the database was last read from end to end, and found whole."""

    at = -BETWEEN_READINGS


_read = LastReading()


def check_database() -> None:
    """Write to the database, changing nothing; now and then, read all of an embedded one."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                _take_room(cursor)  # its disk may be another than that of the data folder
            cursor.execute("UPDATE django_migrations SET name = name WHERE id = -1")
        if connection.vendor == "sqlite" and time.monotonic() - _read.at > BETWEEN_READINGS:
            with connection.cursor() as cursor:
                check_undamaged(cursor)
            _read.at = time.monotonic()
    finally:
        connection.close()


def _take_room(cursor: Any) -> None:
    """Take a page of the disk in PostgreSQL. The transaction gives it back."""
    cursor.execute("CREATE UNLOGGED TABLE hub_room_check (page text)")
    cursor.execute("INSERT INTO hub_room_check VALUES ('')")
    cursor.execute("DROP TABLE hub_room_check")


def check_undamaged(cursor: Any) -> None:
    """Read a whole SQLite database. Raises ``DatabaseError`` when something in it is damaged."""
    cursor.execute("PRAGMA quick_check(1)")
    (found,) = cursor.fetchone()
    if found != "ok":
        raise sqlite3.DatabaseError(found)


def check_disk() -> None:
    """Take some room in the data folder, and give it back."""
    folder = env.data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    data_folder.take_room(folder)


def check_worker() -> None:
    """Raise ``ProcessLookupError`` when nobody works on the tasks."""
    if not data_folder.has_worker(env.data_folder()):
        raise ProcessLookupError(errno.ESRCH, "no worker is running")
    check_moves("worker")


def check_servers() -> None:
    """Ask the servers that share the data folder; one of them is this process."""
    check_moves("server")


def check_moves(kind: pulse.Kind) -> None:
    """Raise ``TimeoutError`` when a process of this ``kind`` runs and does not move."""
    for each in sorted(pulse.found(env.data_folder())):
        if each.kind == kind and not each.answers(PATIENCE):
            raise TimeoutError(errno.ETIMEDOUT, f"process {each.pid} does not move")


def check_meetings() -> None:
    """Connect to the process that leads the meetings."""
    IpcAddress.read(settings.HUB_MEETING_LINE).knock(PATIENCE)
    check_moves("meetings")


def check_redis() -> None:
    """Ask Redis, where there is one."""
    url = env.redis_url()
    if not url:
        return
    import redis  # slow to import, and the embedded default does not need it

    with redis.Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE) as client:
        client.ping()


def check_janus() -> None:
    """Connect to Janus, where there is one."""
    parts = urlsplit(settings.JANUS_URL)
    if parts.hostname:
        usual = 443 if parts.scheme == "wss" else 80
        socket.create_connection((parts.hostname, parts.port or usual), PATIENCE).close()


CHECKS: dict[str, Check] = {
    "database": check_database,
    "disk": check_disk,
    "servers": check_servers,
    "worker": check_worker,
    "meetings": check_meetings,
    "redis": check_redis,
    "janus": check_janus,
}
