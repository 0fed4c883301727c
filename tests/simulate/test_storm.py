"""A rehearsed storm: what its verdict finds, what is compared of an emptied log, and one that is played."""

import json
import os
import subprocess
import sys
from array import array
from pathlib import Path

import msgspec
import pytest

from realtime.serve.sentences import CommandRefused
from realtime.simulate.received_log import EMPTIED, ReceivedLog, compare, digest, digest_in_log
from realtime.simulate.result import RehearsalResult
from realtime.simulate.running_hub import RunningHub
from realtime.simulate.storm_result import StormResult
from realtime.simulate.verdict import judge
from tests.machine.hub import HOUSE
from tests.simulate.test_verification import LOG, MARCEL, NADIA, evening, heard

SCENARIO = """
about = "Un petit orage"
arrival = 0.05
typing_seconds = [0.1, 0.5]
hostile = 4
team = 2

[[phase]]
title = "Une soirée"
posts = 6
comments = 20
marks = 4
"""


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def after(storm: StormResult) -> RehearsalResult:
    """Return the result of an evening in which two people heard everything, and of that storm."""
    calm = evening([heard(NADIA, LOG), heard(MARCEL, LOG)])
    return msgspec.structs.replace(calm, storm=storm)


def test_a_storm_that_the_others_hardly_notice_holds_and_tells_what_it_took() -> None:
    verdict = judge(after(StormResult(100, 140, hostile_acts=300, quieted=50, cleared=2, left=0)))
    assert verdict.held
    assert (
        "1.40 times as long as on a calm evening, 50 hostile accounts put out in 52 acts" in verdict.sentence
    )


@pytest.mark.parametrize(
    ("storm", "reason"),
    [
        (StormResult(100, 151, 300, 50, 2, 0), "1.51 times as long as in calm weather, for a goal of 1.50"),
        (StormResult(100, 100, 300, 50, 2, 7), "no time to hide 7 hostile messages"),
    ],
    ids=["the others waited", "too many messages"],
)
def test_what_a_storm_must_not_do_is_told(storm: StormResult, reason: str) -> None:
    verdict = judge(after(storm))
    assert not verdict.held
    assert reason in verdict.sentence


def test_a_line_that_the_log_has_emptied_may_have_been_anything_and_no_other() -> None:
    line = {"seq": 1, "at": 1, "by": NADIA, "event": {"kind": "erased"}}
    assert digest_in_log(line) == EMPTIED != digest(line)
    feed = ReceivedLog(0, array("Q", [1, 2]), array("Q", [71, 72]))
    assert compare(feed, {1: EMPTIED, 2: 72}, 4, "") == []
    assert [fault.kind for fault in compare(feed, {1: EMPTIED, 2: 73}, 4, "")] == ["altered"]
    assert [fault.kind for fault in compare(feed, {1: EMPTIED, 2: 72, 3: EMPTIED}, 4, "")] == ["lost"]


async def test_whoever_comes_by_a_code_brings_no_storm() -> None:
    with pytest.raises(CommandRefused, match="50 hostile accounts and 3 people of the team"):
        await RunningHub("http://localhost:1", ["AB23CD"]).unsettle("ici", 50, 3)


@pytest.mark.process
def test_a_storm_is_played_the_team_quiets_all_and_nothing_else_is_lost(tmp_path: Path) -> None:
    (tmp_path / "orage.toml").write_text(SCENARIO)
    words = ["--scenario", str(tmp_path / "orage.toml"), "--people", "4", "--minutes", "0.15"]
    words += ["--goal-ms", "30000", "--json", str(tmp_path / "figures.json")]
    done = subprocess.run(
        [sys.executable, "-P", "-m", "realtime.simulate", *words],
        cwd=HOUSE,
        env={**os.environ, "PYTHONPATH": str(HOUSE)},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr  # a busy machine may be slow, and says so
    figures = json.loads((tmp_path / "figures.json").read_text())["figures"]
    assert [figures[fault] for fault in ("lost", "doubled", "disordered", "altered", "unanswered")] == [0] * 5
    storm = figures["storm"]
    assert storm["quieted"] == 4
    assert storm["cleared"] >= 1
    assert storm["left"] == 0
    assert storm["back"] == 1, "the innocent's words, hidden with the others', in one act"
    assert storm["calm"] > 0
    assert storm["stormy"] > 0
    assert f"4 hostile accounts put out in {4 + storm['cleared']} acts" in done.stdout
