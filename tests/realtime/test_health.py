"""``/health/ready`` says what does not work, and nothing else."""

import errno
import json
import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db import OperationalError
from django.test import RequestFactory
from pytest_django import Settings

from realtime import health
from realtime.gateway import health_pages
from realtime.serve import data_folder
from tests.machine.share import free_port

pytestmark = pytest.mark.django_db(transaction=True)


class _House:
    """A whole house: a data folder with a worker, and somebody who listens for rencontres."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.worker = data_folder.hold_as_worker(folder)
        self.meetings = socket.socket(socket.AF_UNIX)
        self.meetings.bind(str(folder / "meeting.sock"))
        self.meetings.listen()

    def close(self) -> None:
        """As the machine does when both processes end."""
        self.worker.close()
        self.meetings.close()


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[_House]:
    with TemporaryDirectory() as folder:
        monkeypatch.setenv("HUB_DATA", folder)
        settings.HUB_MEETING_LINE = f"unix:{folder}/meeting.sock"
        house = _House(Path(folder))
        yield house
        house.close()


def ask() -> tuple[int, dict[str, Any]]:
    """Return the status of ``/health/ready`` and what it says; the process lives, whatever that is."""
    at = RequestFactory()
    assert json.loads(health_pages.live(at.get("/health/live")).content)["live"] is True
    response = async_to_sync(health_pages.ready)(at.get("/health/ready"))
    return response.status_code, json.loads(response.content)


def because() -> str:
    """Return what it says is wrong."""
    status, told = ask()
    assert (status, told["ready"]) == (503, False)
    return str(told["because"])


def refuse(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.usefixtures("house")
def test_a_whole_house_is_ready() -> None:
    assert ask() == (200, {"ready": True})


@pytest.mark.usefixtures("house")
def test_a_database_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OperationalError

    monkeypatch.setitem(health.CHECKS, "database", fail)
    assert because() == "database: OperationalError"


@pytest.mark.usefixtures("house")
def test_a_database_that_hangs_is_told_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = Event()
    monkeypatch.setattr(health_pages, "PATIENCE", 0.05)
    monkeypatch.setattr(health, "CHECKS", {"database": answers.wait})
    assert because() == "database: TimeoutError"
    answers.set()


def test_a_damaged_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "hub.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE words (body TEXT)")
        database.executemany("INSERT INTO words VALUES (?)", [("Bonjour " * 100,)] * 100)
        database.commit()
        health.check_undamaged(database.cursor())
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * 4096 + whole[12288:])
    with closing(sqlite3.connect(path)) as database, pytest.raises(sqlite3.DatabaseError):
        health.check_undamaged(database.cursor())


@pytest.mark.usefixtures("house")
def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "posix_fallocate", refuse)
    assert because() == "disk: No space left on device"


def test_a_house_without_worker_is_told(house: _House) -> None:
    house.worker.close()
    assert because() == "worker: no worker is running"


def test_a_house_that_nobody_leads_meetings_in_is_told(house: _House) -> None:
    house.meetings.close()
    assert because() == "meetings: Connection refused"


@pytest.mark.usefixtures("house")
def test_a_redis_that_is_away_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{free_port()}/0")
    assert because() == "redis: ConnectionError"


@pytest.mark.usefixtures("house")
def test_a_janus_that_is_away_is_told(settings: Settings) -> None:
    settings.JANUS_URL = f"ws://:word@127.0.0.1:{free_port()}"
    assert because() == "janus: Connection refused"


def test_everything_that_is_wrong_is_told_at_once(house: _House) -> None:
    house.close()
    assert because() == "worker: no worker is running; meetings: Connection refused"
