"""A rehearsed session: what its verdict finds, and one that is played in a house of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from realtime.simulate.process_messages import HeardSession
from realtime.simulate.received_message import read
from realtime.simulate.rehearsal import RehearsalPlan, planned
from realtime.simulate.result import RehearsalResult
from realtime.simulate.scenario import load
from realtime.simulate.session_verification import SessionResult
from realtime.simulate.session_watch import SessionWatch, silent_text
from realtime.simulate.verdict import judge
from realtime.simulate.wire_client import Fact, packed
from tests.machine.hub import HOUSE
from tests.simulate.test_verification import LOG, MARCEL, NADIA, evening, heard

ROOM = 4
WORDS = silent_text("Nadia 1-1", "Un geste.")
PHASES = {1: (1, 0), 4: (2, 1)}


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def frame(event: Fact, seq: int = 7) -> bytes:
    """Return a frame with one line."""
    line = {"seq": seq, "at": 1, "by": NADIA, "event": event}
    return packed({"type": "events", "room": ROOM, "events": [line]})


def revealing(body: str) -> bytes:
    return frame({"kind": "post.published", "post": {"id": 3, "kind": "silence", "body": body}})


def hear(*frames: bytes) -> SessionWatch:
    """Return what a phone has heard after these frames."""
    watch = SessionWatch()
    for each in frames:
        watch.hear(each, read(each).lines)
    return watch


def told(name: str, finished: str = "", **heard: object) -> HeardSession:
    facts = {"revealed": {}, "phases": PHASES, "early": []} | heard
    return msgspec.convert({"name": name, "room": ROOM, "finished": finished, **facts}, HeardSession)


def result(*sessions: HeardSession) -> RehearsalResult:
    """Return the result of an evening in which two people heard this."""
    return evening([heard(NADIA, LOG), heard(MARCEL, LOG)], sessions=sessions)


def test_a_text_is_heard_when_it_is_revealed() -> None:
    watch = hear(revealing(WORDS), packed({"type": "pong", "said": WORDS}))
    assert (watch.revealed, watch.early) == ({7: WORDS}, set())


@pytest.mark.parametrize("kind", ["typing", "tally", "presence"])
def test_any_byte_of_it_before_is_found(kind: str) -> None:
    watch = hear(packed({"type": kind, "x": [{"y": WORDS[:24]}]}), revealing(WORDS))
    assert watch.early == {"Nadia 1-1"}


def test_phases_are_kept_by_their_line_and_what_was_forgotten_is_not() -> None:
    session = {"version": 2, "phase": {"position": 1}, "ended_at": None}
    watch = hear(
        frame({"kind": "erased"}, 1),
        frame({"kind": "session.changed", "session": session}, 4),
        frame({"kind": "session.changed", "session": {**session, "version": 3, "ended_at": 5}}, 9),
    )
    assert watch.phases == {4: (2, 1), 9: (3, -1)}


def test_who_was_there_and_who_came_later_hold_the_same_line() -> None:
    live = frame(
        {"kind": "session.changed", "session": {"version": 1, "phase": {"position": 0}, "ended_at": 0}}
    )
    assert read(live).lines[0].told == read(frame({"kind": "erased"})).lines[0].told


FAULTS = {
    "never came out": ({"finished": WORDS}, {}, "missing"),
    "twice": ({"finished": WORDS, "revealed": {7: WORDS, 8: WORDS}}, {}, "doubled"),
    "never finished": ({}, {"revealed": {7: WORDS}}, "early"),
    "seen before": ({}, {"early": ["Nadia 1-1"]}, "early"),
    "another phase": ({}, {"phases": {1: (1, 0), 4: (2, 2)}}, "apart"),
    "left behind": ({}, {"phases": {1: (1, 0)}}, "apart"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_what_a_session_must_not_do_is_found_and_the_house_does_not_hold(case: str) -> None:
    hers, his, fault = FAULTS[case]
    found = result(told("Nadia 1-1", **hers), told("Marcel 1-2", **his))  # type: ignore[arg-type]
    assert found.session
    assert getattr(found.session, fault) == 1
    assert not judge(found).held


def test_a_session_that_is_as_promised_holds_and_says_so() -> None:
    out = {7: WORDS}
    hers = told("Nadia 1-1", WORDS, revealed=out)
    found = result(hers, told("Marcel 1-2", revealed=out, phases={4: (2, 1)}))
    assert found.session == SessionResult(1, 0, 0, 0, changes=2, apart=0)
    assert judge(found).sentence.endswith("1 of 1 texts revealed, none seen before.")


def test_its_phases_share_the_time_and_the_last_one_stays() -> None:
    plan = RehearsalPlan(1, 2, 22, "seance", load("seance"), "seed", 250)
    assert [phase.seconds for phase in planned(plan)] == [4, 8, 4, None]


@pytest.mark.process
def test_a_session_is_played_from_its_silence_to_its_answers(tmp_path: Path) -> None:
    words = ["--scenario", "seance", "--people", "8", "--minutes", "0.15", "--goal-ms", "30000"]
    words += ["--json", str(tmp_path / "figures.json")]
    done = subprocess.run(
        [sys.executable, "-P", "-m", "realtime.simulate", *words],
        cwd=HOUSE,
        env={**os.environ, "PYTHONPATH": str(HOUSE)},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads((tmp_path / "figures.json").read_text())["figures"]
    session = figures["session"]
    assert session["finished"] == figures["counts"]["finished"] > 0
    assert session["changes"] >= 3  # the first may come before anybody does
    assert [session[fault] for fault in ("missing", "early", "doubled", "apart")] == [0, 0, 0, 0]
