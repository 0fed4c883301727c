"""The lanes of ``bin/test``: which test runs where, and how several results become one."""

import os
import signal
import sys
from collections import Counter
from itertools import chain, combinations
from pathlib import Path

import pytest

from tests.machine import lanes, second_look, summary
from tests.machine.__main__ import run_lanes
from tests.machine.hub import HOUSE
from tests.machine.options import MARK_OF_FIXTURE, MARK_OF_FOLDER, MARK_OF_NEED
from tests.machine.process import Process
from tests.machine.runner import FAILED, PASSED, LaneRun, Runner, pytest_command
from tests.machine.test_options import MARKERS

COMING = (MARK_OF_FIXTURE, MARK_OF_FOLDER, MARK_OF_NEED)
OWN = {"process", "storage", "asyncio", lanes.WALK}
MARKS = sorted({*chain.from_iterable(each.values() for each in COMING), *OWN})
NAMES = [lane.name for lane in lanes.EMBEDDED]
OUTSIDE = set(MARKS) - {"storage", "asyncio", "media", lanes.VIEWS, lanes.WALK}

SUITE = """
import pytest

def test_alone():
    pass

@pytest.mark.process
def test_with_a_process():
    assert False, "the process is not as it should be"
"""
STARTS_ONE = """
import subprocess

def test_alone_it_says():
    subprocess.run(["true"])
"""


def test_whatever_marks_a_test_bears_exactly_one_lane_runs_it() -> None:
    assert len(set(NAMES)) == len(NAMES)
    every = chain.from_iterable(combinations(MARKS, size) for size in range(len(MARKS) + 1))
    found = Counter(lanes.lane_of(marks) for marks in every)
    assert set(found) == set(NAMES)


def test_the_quick_lanes_are_what_needs_no_other_program() -> None:
    assert {lanes.lane_of([mark, lanes.VIEWS]) for mark in OUTSIDE}.isdisjoint(lanes.QUICK)
    assert lanes.lane_of(["storage", "asyncio"]) == lanes.UNITS
    assert lanes.lane_of(["storage", lanes.VIEWS]) == lanes.VIEWS
    assert lanes.lane_of([lanes.WALK, lanes.VIEWS]) == lanes.UNITS


def test_what_walks_through_all_pages_in_a_browser_has_a_lane_of_its_own() -> None:
    assert lanes.lane_of(["browser"]) == lanes.PAGES
    assert lanes.lane_of(["browser", lanes.WALK]) == lanes.WALKS
    assert lanes.lane_of(["browser", "media", lanes.WALK]) == lanes.MEETINGS


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """The folder of a suite with a test for two lanes, one of which fails."""
    markers = MARKERS + "".join(f"    {mark}\n" for mark in MARKS if mark not in MARKERS)
    (tmp_path / "pytest.ini").write_text(markers)
    (tmp_path / "test_small.py").write_text(SUITE)
    return tmp_path


def lane(suite: Path, name: str) -> LaneRun:
    plugins = ["-p", "tests.machine.options", "-p", "tests.machine.lane_report"]
    plugins += ["-p", "tests.machine.unit_guard", "-p", "no:django"]
    words = [f"--lane={name}", f"--config-file={suite / 'pytest.ini'}", *plugins, str(suite)]
    return LaneRun(name, pytest_command(words), {"PYTHONPATH": str(HOUSE)})


@pytest.mark.process
def test_what_failed_is_told_all_are_counted_together_and_none_is_lost(suite: Path) -> None:
    runner, runs = Runner(suite), [lane(suite, lanes.UNITS), lane(suite, lanes.PROGRAMS)]
    runner.run(runs)
    assert [summary.has_passed(run) for run in runs] == [True, False]
    assert "the process is not as it should be" in summary.failure(runs[1], runner.log(runs[1]).read_text())
    assert summary.closing(runs, 3.14159).strip("= ") == "1 failed, 1 passed in 3.14s"
    assert any("test_with_a_process" in line for line in summary.slowest(runs))
    assert summary.lost(runs) == 0
    assert summary.lost(runs[:1]) == 1


FAILS_ONCE = """
from pathlib import Path
import pytest

@pytest.mark.process
def test_that_fails_once():
    seen = Path(__file__).with_suffix(".seen")
    was_seen = seen.exists()
    seen.touch()
    assert was_seen
"""


@pytest.mark.process
@pytest.mark.parametrize(
    ("text", "code", "told"),
    [(FAILS_ONCE, PASSED, "passed when run again alone"), (SUITE, FAILED, "failed twice")],
)
def test_what_failed_beside_the_others_is_run_again_alone_and_told(
    suite: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    text: str,
    code: int,
    told: str,
) -> None:
    monkeypatch.chdir(suite)
    (suite / "test_small.py").write_text(text)
    assert run_lanes([lane(suite, lanes.PROGRAMS)], whole=False) == code
    printed = capsys.readouterr().out
    assert "1 failed" in printed
    assert f": {told}" in printed


def test_a_plain_fault_is_not_run_again() -> None:
    def ended(name: str, *failed: str, code: int = FAILED) -> LaneRun:
        command = ["pytest", *lanes.FOLDERS.get(name, ())]
        return LaneRun(name, command, code=code, end={"failed": failed})

    race = ended(lanes.PAGES, "a::1", "a::2", "a::3")
    assert [run.command for run in second_look.repeats([race])] == [["pytest", "a::1", "a::2", "a::3"]]
    assert second_look.repeats([race, ended(lanes.SERVERS, "b::1")]) == []
    assert second_look.repeats([ended(lanes.UNITS, "c::1")]) == []
    assert second_look.repeats([ended(lanes.PAGES, "a::1", code=2)]) == []
    assert second_look.repeats([ended(lanes.PAGES)]) == []


@pytest.mark.process
def test_a_lane_that_breaks_off_is_told_whole(suite: Path) -> None:
    runner, run = (
        Runner(suite),
        LaneRun("broken", [sys.executable, "-c", "raise SystemExit('adieu')"], reports=False),
    )
    runner.run([run])
    assert not summary.has_passed(run)
    assert "adieu" in summary.failure(run, runner.log(run).read_text())


@pytest.mark.process
def test_a_test_that_starts_a_process_without_a_mark_is_told_so(suite: Path) -> None:
    (suite / "test_small.py").write_text(STARTS_ONE)
    runner, run = Runner(suite), lane(suite, lanes.UNITS)
    runner.run([run])
    assert "test_alone_it_says starts a process: mark it `process`" in runner.log(run).read_text()


def test_how_busy_the_machine_was_is_told_whoever_made_it_so() -> None:
    before = "cpu  100 10 50 1000 40 0 0 0 30 0\ncpu0 1 1 1 1 1 1 1 1 1 1\n"
    after = "cpu  120 15 60 1030 50 1 2 2 45 0\ncpu0 2 2 2 2 2 2 2 2 2 2\n"
    assert summary.busy(before, after).endswith("processors together were busy 50% of the time")


WHOLE = """
import sys
from pathlib import Path
from tests.machine.__main__ import become_interruptible
from tests.machine.runner import LaneRun, Runner

waits = "import sys, time; open(sys.argv[1], 'w').close(); time.sleep(600)"
become_interruptible()
waiting = {Path(file).name: [sys.executable, "-c", waits, file] for file in sys.argv[1:]}
runs = [LaneRun(name, command, reports=False) for name, command in waiting.items()]
Runner(Path(sys.argv[1]).parent).run(runs)
"""
AS_IN_THE_BACKGROUND = ["sh", "-c", 'trap "" INT; exec "$@"', "sh"]


@pytest.mark.process
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_who_ends_the_whole_ends_every_lane(tmp_path: Path, number: signal.Signals) -> None:
    begun = [tmp_path / "first", tmp_path / "second"]
    words: list[str | Path] = [*AS_IN_THE_BACKGROUND, sys.executable, "-P", "-c", WHOLE, *begun]
    whole = Process(words, log=tmp_path / "log", environment={**os.environ, "PYTHONPATH": str(HOUSE)})
    whole.start(lambda: all(file.exists() for file in begun))
    assert whole.stop(number) != 0
    processes = [file.read_bytes() for file in Path("/proc").glob("[0-9]*/cmdline") if file.exists()]
    assert [words for words in processes if str(tmp_path).encode() in words] == []
