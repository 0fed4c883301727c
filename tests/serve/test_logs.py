"""What operators read of the house: lines for people, objects for programs, never a secret."""

import json
import os
import subprocess
import sys

import pytest

from tests.machine.hub import HOUSE

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
