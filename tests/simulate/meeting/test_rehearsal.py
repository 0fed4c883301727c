"""A short rencontre in a house of its own: some with cameras, some without, a network that loses a little."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.machine.hub import HOUSE

pytestmark = pytest.mark.process

PEOPLE, CAMERAS, TILES = 7, 5, 3
Facts = dict[str, Any]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Facts, str]:
    """What the terminal, the JSON and the report of one rehearsal say."""
    folder: Path = tmp_path_factory.mktemp("rencontre")
    words = ["--meeting", "--people", str(PEOPLE), "--cameras", str(CAMERAS), "--tiles", str(TILES)]
    words += ["--minutes", "0.1", "--loss", "1", "--goal-ms", "60000"]
    files = ["--json", str(folder / "figures.json"), "--report", str(folder / "report.html")]
    done = subprocess.run(
        [sys.executable, "-P", "-m", "realtime.simulate", *words, *files],
        cwd=HOUSE,
        env={**os.environ, "LC_ALL": "en_GB.UTF-8", "PYTHONPATH": str(HOUSE), "JANUS_URL": ""},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert (folder / "figures.json").exists(), done.stdout + done.stderr
    facts = json.loads((folder / "figures.json").read_text())
    return done.stdout, facts, (folder / "report.html").read_text()


def test_the_verdict_is_one_sentence_about_who_met(told: tuple[str, Facts, str]) -> None:
    said, facts, _report = told
    assert facts["verdict"]["sentence"] == said.splitlines()[0]
    assert "a rencontre of 7 people, 5 cameras and 3 tiles" in said


def test_everybody_comes_in_and_sees_as_many_as_they_should(told: tuple[str, Facts, str]) -> None:
    figures = told[1]["figures"]
    assert figures["mode"] == "forwarder"
    assert (figures["came"], figures["connected"]) == (PEOPLE, PEOPLE)
    assert figures["blind"] == []
    assert figures["pictures"] == PEOPLE * TILES
    assert figures["first"]["count"] == PEOPLE


def test_what_the_network_lost_was_given_again_and_all_could_be_opened(told: tuple[str, Facts, str]) -> None:
    figures = told[1]["figures"]
    assert figures["repaired"] > 0
    assert figures["broken"] == figures["unsent"] == 0
    assert figures["packets"] > PEOPLE * TILES


def test_the_figures_say_what_the_carrier_cost_second_by_second(told: tuple[str, Facts, str]) -> None:
    figures = told[1]["figures"]
    assert 0 < figures["server"]["media"] <= figures["server"]["cpu"]
    assert len(figures["series"]) >= 5
    assert max(second["inside"] for second in figures["series"]) == PEOPLE
    assert any(second["media_cpu"] for second in figures["series"])


def test_the_report_stands_by_itself_and_has_its_curves(told: tuple[str, Facts, str]) -> None:
    report = told[2]
    assert report.count("<svg") == 6
    assert "http" not in report.replace("http://www.w3.org", "")
    assert told[1]["verdict"]["sentence"].split(":")[0] in report.replace("\u00a0", " ")
