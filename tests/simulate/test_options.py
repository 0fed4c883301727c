"""``bin/simulate`` refuses wrong options in one line that says how to fix them, and any foreign server."""

from pathlib import Path

import pytest

from realtime.simulate import options
from realtime.simulate.__main__ import REFUSED, main
from realtime.simulate.options import SimulateOptions

CODE = ("--code", "AB23CD")


@pytest.fixture(autouse=True)
def _in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    monkeypatch.delenv("REDIS_URL", raising=False)


def read(*words: str) -> SimulateOptions:
    """Return options that were accepted."""
    asked = options.read(words)
    assert asked is not None
    return asked


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (["--romms", "3"], "--help"),
        (["--rooms"], "--help"),
        (["--rooms", "0"], "--rooms 10"),
        (["--people", "beaucoup"], "--people 100"),
        (["--minutes", "nan"], "--minutes 5"),
        (["--goal-ms", "-4"], "--goal-ms 250"),
        (["--rooms", "1000", "--people", "5000"], "réduisez"),
        (["--workers", "2"], "REDIS_URL"),
        (["--scenario", "fete"], "atelier"),
        (["--report", "/nowhere/at/all.html"], "dossier"),
        (["--url", "localhost:8000", *CODE], "http://localhost:8000"),
        (["--url", "http://localhost:huit", *CODE], "http://localhost:8000"),
        (["--url", "http://localhost:8000/f/mezza/", *CODE], "http://localhost:8000"),
        (["--url", "http://localhost:8000"], "--code"),
        (["--url", "http://localhost:8000", *CODE, "--rooms", "2"], "--rooms"),
        (["--url", "http://localhost:8000", *CODE, "--workers", "2"], "--workers"),
        (["--url", "http://localhost:8000", *CODE, "--slow-phones", "20"], "--slow-phones"),
        (["--slow-phones", "100"], "--slow-phones 30"),
        (["--url", "http://nobody.invalid", *CODE], "--url"),
        ([*CODE], "--url"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    words: list[str], mend: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == REFUSED
    said = capsys.readouterr()
    assert said.out == ""
    assert mend in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("host", ["192.0.2.7", "[2001:db8::7]", "8.8.8.8"])
def test_no_other_machine_is_played_against(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--url", f"http://{host}:8000", *CODE]) == REFUSED
    assert "--i-own-this-server" in capsys.readouterr().err


def test_except_by_who_says_that_it_is_theirs() -> None:
    asked = read("--url", "https://192.0.2.7", *CODE, "--i-own-this-server")
    assert asked.url == "https://192.0.2.7"


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_this_machine_is_ones_own(host: str) -> None:
    assert read("--url", f"http://{host}/", *CODE).url == f"http://{host}"


def test_there_are_as_many_rooms_as_codes() -> None:
    assert read("--url", "http://localhost", *CODE, "--code", "EF45GH").rooms == 2


def test_an_english_terminal_is_answered_in_english(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert main(["--romms"]) == REFUSED
    assert "I do not know" in capsys.readouterr().err


def test_the_help_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    told = capsys.readouterr().out
    words = Path(options.__file__).read_text().split('add_argument("')[1:]
    assert [option for option in (word.partition('"')[0] for word in words) if option not in told] == []
