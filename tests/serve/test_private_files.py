"""What the house keeps is for its owner alone, and the proxy of its manual keeps no address."""

import re
import stat
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from realtime.serve.preparing import keep_private
from tests.machine import documented


@pytest.mark.parametrize("exists", [False, True])
def test_the_database_is_for_its_owner_alone(tmp_path: Path, exists: bool) -> None:
    database, log = tmp_path / "hub.sqlite3", tmp_path / "hub.sqlite3-wal"
    if exists:
        for file in (database, log):
            file.write_bytes(b"words")
            file.chmod(0o644)
    keep_private(database)
    assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {0o600}
    assert database.read_bytes() == (b"words" if exists else b"")


def test_pictures_and_recordings_are_for_their_owner_alone(tmp_path: Path) -> None:
    name = FileSystemStorage(tmp_path).save("recordings/une-voix.webm", ContentFile(b"voix"))
    modes = [stat.S_IMODE(each.stat().st_mode) for each in (tmp_path / name, tmp_path / "recordings")]
    assert modes == [0o600, 0o700]


def test_no_server_of_the_documented_proxy_writes_addresses() -> None:
    proxy = documented.file("/etc/nginx/sites-available/hub", {})
    _upstream, *servers = re.split(r"^server \{", proxy, flags=re.MULTILINE)
    assert len(servers) == 2
    for server in servers:
        assert "access_log off;" in server
        assert re.search(r"error_log \S+ emerg;", server)
