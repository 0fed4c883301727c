"""The suite's own options of pytest, tried on a small suite."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.machine.hub import HOUSE

pytestmark = pytest.mark.process

SUITE = """
import pytest

@pytest.mark.browser
def test_with_a_browser():
    pass

@pytest.mark.storage
def test_of_storage():
    pass

@pytest.mark.redis
def test_with_redis():
    pass

@pytest.mark.skip(reason="to see")
def test_left_for_later():
    pass
"""
MARKERS = "[pytest]\nmarkers =\n    browser\n    storage\n    redis\n    postgres\n    node\n    views\n"


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """The folder of a suite that has one test of each kind, one of them skipped."""
    (tmp_path / "pytest.ini").write_text(MARKERS)
    (tmp_path / "test_small.py").write_text(SUITE)
    return tmp_path


def run(suite: Path, *words: str) -> subprocess.CompletedProcess[str]:
    plugins = ["-p", "tests.machine.options", "-p", "no:django", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", "-v", f"--config-file={suite / 'pytest.ini'}", *plugins]
    return subprocess.run([*command, *words, suite], cwd=HOUSE, capture_output=True, text=True, check=False)


def test_a_skipped_test_passes_unless_no_skips_is_asked(suite: Path) -> None:
    assert run(suite).returncode == 0
    strict = run(suite, "--no-skips")
    assert strict.returncode == 1
    assert "--no-skips: 1 skipped or expected to fail" in strict.stdout


def test_what_cannot_be_had_leaves_out_the_tests_that_need_it(suite: Path) -> None:
    told = run(suite, "--without=chromium,redis").stdout
    assert "2 deselected" in told
    assert "test_with" not in told


def test_the_storage_run_has_only_the_tests_of_storage(suite: Path) -> None:
    assert "1 passed, 3 deselected" in run(suite, "--storage").stdout


def test_browser_tests_come_last(suite: Path) -> None:
    told = run(suite, "--no-header").stdout
    assert told.index("test_with_redis") < told.index("test_with_a_browser")


def test_what_computes_is_in_two_lanes_by_its_folder(suite: Path) -> None:
    (suite / "frontend").mkdir()
    (suite / "frontend/test_views.py").write_text("def test_of_a_view():\n    pass\n")
    views, units = run(suite, "--lane=views").stdout, run(suite, "--lane=units").stdout
    assert "test_of_a_view PASSED" in views
    assert "1 passed" in views
    assert "test_of_storage PASSED" in units
    assert "test_of_a_view" not in units
