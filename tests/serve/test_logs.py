"""What operators read of the house: lines for people, objects for programs, never a secret."""

import json
import os
import subprocess
import sys
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.db import connection

from tests.cast import gather
from tests.machine.hub import HOUSE, Hub
from tests.realtime.visitor import signed_in, visit

SPEAK = "import django; django.setup(); import logging; logging.getLogger('house').warning('Ouvert à %s', {})"


def told(format_: str, what: str = "'19 h'") -> subprocess.CompletedProcess[str]:
    """A process of the house that logs one line."""
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
def test_no_card_secret_is_logged(format_: str) -> None:
    assert "7K3F9QWX7K3F9QWX" not in told(format_, "'/carte/7K3F9QWX7K3F9QWX/'").stderr


def test_another_word_is_refused() -> None:
    ended = told("xml")
    assert ended.returncode != 0
    assert "HUB_LOG_FORMAT is line or json, not xml" in ended.stderr


class TestServer:
    """What ``python -m realtime.server`` says for programs."""

    @pytest.fixture(autouse=True)
    def gathered(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HUB_LOG_FORMAT", "json")

    @staticmethod
    def said(hub: Hub) -> list[dict[str, Any]]:
        """Each line, an object all by itself."""
        return [json.loads(line) for line in hub.process.text().splitlines()]

    async def test_what_broke_in_a_room_is_found_by_its_reference_and_its_room(self, hub: Hub) -> None:
        with hub.inside():
            cast = gather()
            room, session = cast.fabrique.pk, signed_in(cast.nadia)
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE rooms_post RENAME TO rooms_mislaid")
        async with visit(hub, session) as nadia:
            answer = await nadia.ask("publish", room=room, body="Un mot")
        assert answer["type"] == "failed"
        (told,) = [line for line in self.said(hub) if line.get("reference") == answer["reference"]]
        assert (told["levelname"], told["command"], told["room"]) == ("ERROR", "publish", room)
        assert "rooms_post" in told["exc_info"]

    def test_the_address_of_a_card_is_in_no_field(self, hub: Hub) -> None:
        with pytest.raises(HTTPError, match="404"):
            urlopen(f"{hub.url}/carte/7K3F9QWX7K3F9QWX/rien")
        assert [line for line in self.said(hub) if "/carte/" in line["message"]]
        assert "7K3F9QWX7K3F9QWX" not in hub.process.text()
