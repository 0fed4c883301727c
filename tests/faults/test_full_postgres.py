"""The disk of PostgreSQL is full: people are told, keep their words and go on reading, and send again once
there is room."""

from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlencode
from uuid import uuid4

import psycopg
import pytest
from pytest_django import DjangoDbBlocker

from realtime.simulate.seeding import cookie_of
from tests.cast import gather
from tests.machine.hub import Foundation, Hub, opened
from tests.machine.postgres_server import PostgresServer
from tests.realtime.visitor import signed_in

pytestmark = [pytest.mark.postgres, pytest.mark.network]  # mounts as root, too

LONG = " ".join(token_hex(12) for _word in range(190))  # nothing of it is kept smaller than it is
FILLS = "CREATE TABLE filler (said text) WITH (autovacuum_enabled = false, toast.autovacuum_enabled = false)"
ROWS = "INSERT INTO filler SELECT string_agg(md5(random()::text), '') FROM generate_series(1, {}) each"


class SmallDisk:
    """A PostgreSQL whose tables are on a disk that can be filled."""

    def __init__(self, server: PostgresServer, url: str) -> None:
        self.server, self.url = server, url

    def fill(self) -> None:
        self.server.say(FILLS, self.url)
        for size in (20_000, 200, 2):
            with suppress(psycopg.errors.DiskFull):
                while True:
                    self.server.say(ROWS.format(size), self.url)

    def make_room(self) -> None:
        self.server.say("DROP TABLE filler", self.url)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PostgresServer]:
    """A PostgreSQL on a disk of its own."""
    made = PostgresServer(tmp_path, disk="24m")
    made.start()
    yield made
    made.stop()


def asked(hub: Hub, cookie: str, path: str, boxes: dict[str, str] | None = None) -> tuple[int, str]:
    """Send a form, or read a page; return its status and the page."""
    line = HTTPConnection("127.0.0.1", hub.port)
    headers = {"Cookie": cookie, "Origin": hub.url, "Accept-Language": "fr"}
    headers |= {"Content-Type": "application/x-www-form-urlencoded"} if boxes else {}
    line.request("POST" if boxes else "GET", path, urlencode(boxes) if boxes else None, headers)
    answer = line.getresponse()
    page = answer.read().decode()
    line.close()
    return answer.status, page


def test_a_full_disk_costs_nobody_a_word(
    server: PostgresServer, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    ground = Foundation.prepare(tmp_path / "house", server.url)
    disk = SmallDisk(server, ground.database_url)
    with opened(ground, django_db_blocker) as hub:
        with hub.inside():
            cast = gather()
            cookie = cookie_of(signed_in(cast.nadia))
        feed = f"/f/{cast.fabrique.slug}/"
        form = {"body": LONG, "ref": str(uuid4())}
        disk.fill()
        status, page = asked(hub, cookie, f"{feed}publier/", form)
        assert status == 503
        assert "Rien ne peut être gardé en ce moment" in page
        assert LONG in page
        assert asked(hub, cookie, feed)[0] == 200
        told = hub.process.text()
        assert "Nothing can be written" in told
        assert "Traceback" not in told
        assert "database: " in asked(hub, cookie, "/health/ready")[1]
        disk.make_room()
        assert "database" not in asked(hub, cookie, "/health/ready")[1]
        assert asked(hub, cookie, f"{feed}publier/", form)[0] == 302
        assert LONG in asked(hub, cookie, feed)[1]
