"""Scenarios: short files that operators copy and change; mistakes in them are explained."""

from pathlib import Path

import pytest

from realtime.serve.sentences import CommandRefused
from realtime.simulate import scenario

WRONG = {
    "not toml": ("about = ", "TOML"),
    "another word": ('about = "x"\nphases = 3', "phases"),
    "no phase": ('about = "x"\nphase = []', "[[phase]]"),
    "a phase without a title": ('about = "x"\n[[phase]]\nposts = 1', "title"),
    "a negative rate": ('about = "x"\n[[phase]]\ntitle = "a"\nposts = -1', "phase[0].posts"),
    "a burst of more than everybody": ('about = "x"\n[[phase]]\ntitle = "a"\nburst = 1.5', "burst"),
    "a text for a number": ('about = "x"\n[[phase]]\ntitle = "a"\nposts = "souvent"', "posts"),
    "a range backwards": ('about = "x"\ntyping_seconds = [4, 1]\n[[phase]]\ntitle = "a"', "typing_seconds"),
    "a range of one": ('about = "x"\n[network]\ncut_seconds = [4]\n[[phase]]\ntitle = "a"', "cut_seconds"),
}


@pytest.fixture(autouse=True)
def _in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")


@pytest.mark.parametrize("name", scenario.known())
def test_every_scenario_of_the_house_can_be_played(name: str) -> None:
    played = scenario.load(name)
    assert played.about
    scenes = scenario.timeline(played, 300)
    assert [scene.starts for scene in scenes[1:]] == [scene.ends for scene in scenes[:-1]]
    assert scenes[-1].ends == pytest.approx(300)


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_in_a_scenario_is_said_in_one_line(case: str, tmp_path: Path) -> None:
    text, word = WRONG[case]
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(CommandRefused) as refusal:
        scenario.load(str(path))
    sentence = str(refusal.value)
    assert word in sentence
    assert str(path) in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("name", ["fete", "../secret", "pyproject.toml/x", "README.md"])
def test_an_unknown_scenario_is_answered_with_those_that_exist(name: str) -> None:
    with pytest.raises(CommandRefused, match="atelier, foule, houleux, nuit"):
        scenario.load(name)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CommandRefused, match="UTF-8"):
        scenario.load(str(path))
