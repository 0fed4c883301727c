"""A short rehearsal in a house of its own: a dozen people, phones that sleep, networks that cut."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from realtime.simulate.slow_line import ONE_WAY
from tests.machine.hub import HOUSE

pytestmark = pytest.mark.process

SCENARIO = """
about = "Douze secondes, tout ce qui peut arriver à un téléphone"
typing_seconds = [0, 0.2]
[network]
sleeps = 8
sleep_seconds = [0.2, 1]
cuts = 12
cut_seconds = [0.1, 0.6]
closes = 4
away_seconds = [0.1, 0.6]
[[phase]]
title = "Écrire"
burst = 0.5
burst_seconds = 2
posts = 12
protocoles = 4
[[phase]]
title = "Répondre"
comments = 12
reactions = 16
posts = 4
"""
PEOPLE = 12
Facts = dict[str, Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the rehearsal leaves its files."""
    return tmp_path_factory.mktemp("rehearsal")


@pytest.fixture(scope="module")
def told(folder: Path) -> tuple[subprocess.CompletedProcess[str], Facts]:
    """What the terminal and the JSON of one rehearsal say."""
    (folder / "short.toml").write_text(SCENARIO)
    words = ["--people", str(PEOPLE), "--minutes", "0.2", "--goal-ms", "30000", "--slow-phones", "25"]
    files = ["--scenario", str(folder / "short.toml"), "--json", str(folder / "figures.json")]
    files += ["--report", str(folder / "report.html")]
    done = subprocess.run(
        [sys.executable, "-P", "-m", "realtime.simulate", *words, *files],
        cwd=HOUSE,
        env={**os.environ, "LC_ALL": "en_GB.UTF-8", "PYTHONPATH": str(HOUSE)},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert (folder / "figures.json").exists(), done.stderr
    return done, json.loads((folder / "figures.json").read_text())


def test_the_verdict_is_one_sentence_and_an_exit_code(
    told: tuple[subprocess.CompletedProcess[str], Facts],
) -> None:
    done, facts = told
    assert done.returncode == 0, done.stdout + done.stderr
    sentence = done.stdout.splitlines()[0]
    assert sentence.startswith("This server holds 1 fabrique of 12 people: p99 ")
    assert "0 lost, 0 doubled, 0 out of order, 3 slow phones have their page in " in sentence
    assert facts["verdict"]["sentence"] == sentence


def test_nothing_is_lost_doubled_or_disordered_through_cuts_and_sleep(
    told: tuple[subprocess.CompletedProcess[str], Facts],
) -> None:
    figures = told[1]["figures"]
    assert figures["came"] == PEOPLE
    assert [figures[fault] for fault in ("lost", "doubled", "disordered", "altered")] == [0, 0, 0, 0]
    assert figures["errors"] == {}
    assert min(figures["counts"][name] for name in ("cut", "sleep", "post", "comment", "reaction")) > 0
    assert figures["counts"]["socket"] > PEOPLE
    # Everybody has every line but those written before they came.
    assert figures["compared"] > figures["written"] * PEOPLE / 2


def test_slow_phones_are_told_apart_from_the_others(
    told: tuple[subprocess.CompletedProcess[str], Facts],
) -> None:
    figures = told[1]["figures"]
    slow = figures["slow_phones"]
    assert slow["people"] == PEOPLE / 4
    assert slow["pages"]["count"] + figures["pages"]["count"] == figures["counts"]["page"]
    assert slow["latency"]["count"] > 0
    # The line alone: a connection, a question and its answer take two round trips, a message half of one.
    assert slow["pages"]["p50"] >= 4 * ONE_WAY * 1000
    assert slow["latency"]["p50"] >= ONE_WAY * 1000


def test_the_figures_say_what_was_measured_and_on_what(
    told: tuple[subprocess.CompletedProcess[str], Facts],
) -> None:
    figures = told[1]["figures"]
    latency = figures["latency"]
    assert 0 < latency["p50"] <= latency["p95"] <= latency["p99"] <= latency["longest"]
    assert 0 < latency["count"] <= figures["deliveries"]
    assert sum(second["deliveries"] for second in figures["series"]) == figures["deliveries"]
    assert sum(count for _most, count in figures["distribution"]) == latency["count"]
    assert figures["server"]["mb"] > 10
    assert figures["simulator"]["processes"] == 1


def test_the_report_stands_by_itself_and_draws_what_the_machine_did(
    told: tuple[subprocess.CompletedProcess[str], Facts], folder: Path
) -> None:
    report = (folder / "report.html").read_text().replace("\u00a0", " ")
    assert report.count("<svg") == 6  # time, its spread, deliveries, people, processor, memory
    assert "How hard the server works" in report
    assert "The memory of the server" in report
    assert "Nothing. Not one error in the whole rehearsal." in report
    assert "http" not in report.replace("http://www.w3.org", "")
    assert told[1]["verdict"]["sentence"] in report
