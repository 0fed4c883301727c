"""Runs the tests of the JavaScript modules, in Node."""

import subprocess
from pathlib import Path

import pytest

from tests.machine import programs

MODULES = sorted(Path(__file__).parent.glob("*.test.*js"))


@pytest.mark.node
def test_the_browser_modules_pass_their_own_tests() -> None:
    assert MODULES, "no *.test.js here: node would look for tests everywhere"
    words = [str(programs.NODE.path()), "--test", *map(str, MODULES)]
    told = subprocess.run(words, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout
