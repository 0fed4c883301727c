"""A variable that is wrong ends whatever reads the settings, in one line that says what it expects."""

import runpy
import subprocess
import sys

import pytest

from settings.env import WrongVariable
from tests.machine import documented
from tests.machine.hub import HOUSE

NUMBERS = ("HUB_SOCKETS_EACH", "HUB_MEETING_MOST", "HUB_MESH_UP_TO", "HUB_MEDIA_PORT")
PACES = ("HUB_PACE_LASTING", "HUB_PACE_SIGNALS", "HUB_PACE_MEETING", "HUB_PACE_DOORS", "HUB_PACE_PAGES")
WRONG = [
    *((name, text) for name in NUMBERS for text in ("abc", "-1")),
    *((name, text) for name in PACES for text in ("abc", "nan,1")),
    ("HUB_MEDIA_PORT", "65536"),
    ("HUB_MEETING_MOST", "²"),
    ("HUB_PACE_LASTING", "20"),
    ("HUB_TLS", "maybe"),
    ("HUB_LOG", "LOUD"),
    ("HUB_LOG_FORMAT", "xml"),
    ("EMAIL_URL", "http://mail.example.org"),
    ("REDIS_URL", "nonsense"),
    ("JANUS_URL", "http://127.0.0.1:8188"),
    ("HUB_MEETING_LINE", "udp://10.0.0.5:8190"),
    ("TURN_URL", "turn:turn.example.org"),
    ("HUB_URL", "hub.example.org"),
    ("SECRET_KEY", ""),
]


def read(monkeypatch: pytest.MonkeyPatch, **variables: str) -> None:
    """Read the settings of a real server, with these variables."""
    for name, text in ({"SECRET_KEY": "a" * 50, "HUB_DATA": "/var/lib/hub"} | variables).items():
        monkeypatch.setenv(name, text)
    for name in ("base", "prod"):
        runpy.run_path(str(HOUSE / "settings" / f"{name}.py"))


@pytest.mark.parametrize(("name", "text"), WRONG)
def test_what_is_wrong_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch, name: str, text: str) -> None:
    with pytest.raises(WrongVariable, match=rf"\A{name}\b[^\n]*\Z"):
        read(monkeypatch, **{name: text})


def test_a_password_in_a_wrong_address_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WrongVariable) as told:
        read(monkeypatch, EMAIL_URL="mail://hub:s3cret@example.org")
    assert "s3cret" not in str(told.value)


def test_the_examples_of_the_manual_are_right(monkeypatch: pytest.MonkeyPatch) -> None:
    read(monkeypatch, **documented.variables())


@pytest.mark.process
def test_a_process_ends_with_that_line_alone(house_environment: dict[str, str]) -> None:
    command = [sys.executable, "-P", "-m", "realtime.server"]
    everything = house_environment | {"PYTHONPATH": str(HOUSE), "HUB_PACE_LASTING": "abc"}
    told = subprocess.run(command, env=everything, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert told.stderr.startswith("HUB_PACE_LASTING attend ")
    assert told.stderr.count("\n") == 1
