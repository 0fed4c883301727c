"""The logs: lines for people, JSON objects for programs, never a secret."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.db import connection
from django.test import RequestFactory

from settings.log_filters import WithoutSecrets
from tests.cast import gather
from tests.machine.hub import HOUSE, Hub, OpenHouse
from tests.realtime.visitor import signed_in, visit

pytestmark = pytest.mark.process

SPEAK = "import django; django.setup(); import logging; logging.getLogger('house').warning('Ouvert à %s', {})"


def told(format_: str, what: str = "'19 h'") -> subprocess.CompletedProcess[str]:
    """Run a process that logs one line."""
    environment = {
        **os.environ,
        "HUB_LOG_FORMAT": format_,
        "DJANGO_SETTINGS_MODULE": "settings.test",
        "PYTHONPATH": str(HOUSE),
    }
    words = [sys.executable, "-c", SPEAK.format(what)]
    return subprocess.run(words, env=environment, capture_output=True, text=True, check=False)


def test_a_line_is_for_people() -> None:
    assert told("line").stderr.strip().endswith("WARNING house Ouvert à 19 h")


def test_an_object_is_for_programs() -> None:
    said = json.loads(told("json").stderr)
    assert (said["levelname"], said["name"], said["message"]) == ("WARNING", "house", "Ouvert à 19 h")


@pytest.mark.parametrize("format_", ["line", "json"])
@pytest.mark.parametrize(
    "path", ["/carte/7K3F9QWX7K3F9QWX/", "/carte/7K3F 9QWX 7K3F 9QWX/", "/carte/7K3F/9QWX", "/r/7K3F9QWX/"]
)
def test_no_card_secret_is_logged(format_: str, path: str) -> None:
    said = told(format_, repr(path)).stderr
    assert "Ouvert à" in said
    assert not any(part in said for part in ("7K3F", "9QWX"))


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/f/lapins/", "Not Found: /f/lapins/"),
        ("/7K3F-9QWX-7K3F-9QWX", "Not Found: /…"),
        ("/équipe/mon mot de passe", "Not Found: /…"),
        ("/revenir/7K3F9QWX", "Not Found: /…"),
    ],
)
def test_what_is_typed_as_an_address_is_not_logged(path: str, logged: str) -> None:
    for as_logged in (path, path.encode("unicode_escape").decode("ascii")):
        record = logging.LogRecord("django.request", 30, "", 0, "%s: %s", ("Not Found", as_logged), None)
        record.request = RequestFactory().get(path)
        WithoutSecrets().filter(record)
        assert record.getMessage() == logged
        assert not hasattr(record, "request")


def test_another_word_is_refused() -> None:
    ended = told("xml")
    assert ended.returncode != 0
    assert "HUB_LOG_FORMAT" in ended.stderr


@pytest.fixture(scope="module")
def json_hub(open_house: OpenHouse) -> Iterator[Hub]:
    """It logs objects."""
    with open_house(HUB_LOG_FORMAT="json") as hub:
        yield hub


class TestServer:
    """Return the JSON log of ``python -m realtime.server``."""

    @staticmethod
    def said(hub: Hub) -> list[dict[str, Any]]:
        """Each line, an object all by itself."""
        return [json.loads(line) for line in hub.process.text().splitlines()]

    async def test_what_broke_in_a_room_is_found_by_its_reference_and_its_room(self, json_hub: Hub) -> None:
        with json_hub.inside():
            cast = gather()
            room, session = cast.fabrique.pk, signed_in(cast.nadia)
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE rooms_post RENAME TO rooms_mislaid")
        async with visit(json_hub, session) as nadia:
            answer = await nadia.ask("publish", room=room, body="Un mot")
        assert answer["type"] == "failed"
        (told,) = [line for line in self.said(json_hub) if line.get("reference") == answer["reference"]]
        assert (told["levelname"], told["command"], told["room"]) == ("ERROR", "publish", room)
        assert "rooms_post" in told["exc_info"]

    def test_the_address_of_a_card_is_in_no_field(self, json_hub: Hub) -> None:
        with pytest.raises(HTTPError, match="404"):
            urlopen(f"{json_hub.url}/carte/7K3F%209QWX/rien")
        assert [line for line in self.said(json_hub) if line["message"] == "Not Found: /…"]
        assert not any(part in json_hub.process.text() for part in ("7K3F", "9QWX"))
