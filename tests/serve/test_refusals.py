"""``bin/serve`` refuses what it cannot do, in one line that says how to fix it."""

import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from realtime.serve.data_folder import DATABASE, KEY
from tests.machine.postgres_server import PostgresServer
from tests.machine.share import free_port
from tests.serve.conftest import Serve, assert_refused


def test_an_unknown_option_is_named(serve: Serve) -> None:
    assert_refused(serve("--prot", "80"), "« --prot »", "--help")


def test_an_option_without_its_value_is_named(serve: Serve) -> None:
    assert_refused(serve("--port"), "--port", "--help")


@pytest.mark.parametrize("number", ["0", "65536", "80a", "-1", "²", ""])
def test_a_port_is_a_number_that_exists(serve: Serve, number: str) -> None:
    assert_refused(serve(f"--port={number}"), "--port", f"« {number} »", "65535")


@pytest.mark.parametrize("number", ["0", "1000", "many"])
def test_so_is_the_number_of_servers(serve: Serve, number: str) -> None:
    assert_refused(serve("--workers", number), "--workers", f"« {number} »")


def test_several_servers_need_redis(serve: Serve) -> None:
    assert_refused(serve("--workers", "2"), "REDIS_URL", "--workers 1")


def test_a_terminal_that_speaks_english_is_answered_in_english(serve: Serve) -> None:
    assert_refused(serve("--prot", LANG="en_GB.UTF-8"), "I do not know", "--help")


def test_a_port_that_is_taken_is_not_fought_for(serve: Serve) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert_refused(serve("--port", port), port, "--port 8080")


def test_an_address_of_another_machine_is_refused(serve: Serve) -> None:
    assert_refused(serve("--host", "192.0.2.77"), "192.0.2.77", "--host 0.0.0.0")


def test_a_folder_that_cannot_be_written_is_named(serve: Serve, data: Path) -> None:
    data.write_text("not a folder")
    assert_refused(serve(), str(data), "--data")


def test_a_folder_that_can_never_be_made_is_named(serve: Serve) -> None:
    assert_refused(serve("--data", "/proc/hub"), "/proc/hub", "--data")


def test_a_database_that_does_not_answer(serve: Serve) -> None:
    url = f"postgres://hub@127.0.0.1:{free_port()}/hub"
    assert_refused(serve(DATABASE_URL=url), "base de données", "DATABASE_URL")


@pytest.mark.parametrize("url", ["nonsense", "gopher://127.0.0.1/hub"])
def test_a_database_that_cannot_be(serve: Serve, url: str) -> None:
    assert_refused(serve(DATABASE_URL=url), "variable", "docs/operating.md")


def test_an_embedded_database_that_is_damaged(serve: Serve, data: Path) -> None:
    data.mkdir()
    (data / DATABASE).write_bytes(b"this is no database" * 1000)
    assert_refused(serve(), DATABASE, "sauvegarde", "--fresh")


def test_a_folder_of_an_earlier_version_is_left_as_it_is(serve: Serve, data: Path) -> None:
    data.mkdir()
    (data / KEY).write_text("a key")
    with closing(sqlite3.connect(data / DATABASE)) as earlier:
        earlier.execute("CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app, name, applied)")
        earlier.execute("INSERT INTO django_migrations VALUES (1, 'rooms', '0001_initial', '2026-11-01')")
        earlier.commit()
    assert_refused(serve(), str(data), "version antérieure", "--fresh", "--data")
    assert_refused(serve(LANG="en_GB.UTF-8"), str(data), "earlier version", "--fresh", "--data")
    with closing(sqlite3.connect(data / DATABASE)) as kept:
        tables = kept.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    assert tables == [("django_migrations",)]


@pytest.mark.postgres
def test_so_is_a_database_of_an_earlier_version(serve: Serve, postgres_server: PostgresServer) -> None:
    with psycopg.connect(postgres_server.url, autocommit=True) as server:
        server.execute("CREATE DATABASE earlier")
    url = postgres_server.url.removesuffix("postgres") + "earlier"
    with psycopg.connect(url) as earlier:
        earlier.execute("CREATE TABLE django_migrations (id int, app text, name text, applied timestamptz)")
        earlier.execute("INSERT INTO django_migrations VALUES (1, 'rooms', '0001_initial', now())")
    assert_refused(serve(DATABASE_URL=url), "DATABASE_URL", "version antérieure", "base vide")
    with psycopg.connect(url) as kept:
        tables = kept.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert tables == [("django_migrations",)]


def test_an_address_that_is_no_redis(serve: Serve) -> None:
    assert_refused(serve(REDIS_URL="nonsense"), "REDIS_URL", "redis://127.0.0.1:6379/0")


def test_a_step_of_the_database_that_fails_is_told_with_what_to_do(serve: Serve, data: Path) -> None:
    data.mkdir()
    with closing(sqlite3.connect(data / DATABASE)) as database:
        database.execute("CREATE TABLE people_person (id INTEGER PRIMARY KEY)")
    assert_refused(serve(), "people_person", "remettez la version d'avant")


def test_fresh_never_empties_a_folder_that_is_not_of_a_hub(serve: Serve, data: Path) -> None:
    data.mkdir()
    (data / DATABASE).write_text("somebody's own")
    assert_refused(serve("--fresh"), str(data), "--fresh")
    assert (data / DATABASE).read_text() == "somebody's own"


def test_fresh_never_touches_a_database_of_its_own(serve: Serve, data: Path) -> None:
    data.mkdir()
    (data / KEY).write_text("a key")
    assert_refused(serve("--fresh", DATABASE_URL="postgres://hub@127.0.0.1:1/hub"), "--fresh", "DATABASE_URL")
    assert (data / KEY).exists()
