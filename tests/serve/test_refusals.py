"""What ``bin/serve`` cannot do, it says in one line, with the mend."""

import socket
from pathlib import Path

import pytest

from realtime.serve.folder import DATABASE, KEY
from tests.machine.process import free_port
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


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "nonsense"])
def test_a_redis_that_does_not_answer(serve: Serve, url: str) -> None:
    assert_refused(serve(REDIS_URL=url), "Redis", "REDIS_URL")


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
