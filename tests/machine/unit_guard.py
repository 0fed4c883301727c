"""Fail tests of ``bin/test --quick`` that start a process without the mark for it."""

import sys
from collections.abc import Iterator

import aioice.ice  # noqa: F401 - it asks a process where the C library is, once, as it is imported
import pytest

from tests.machine import lanes, options

STARTS = {"subprocess.Popen", "os.fork", "os.posix_spawn", "os.system"}
_running: list[pytest.Item] = []


def _refuse(event: str, _facts: object) -> None:
    if _running and event in STARTS:  # both are gone when Python ends
        raise RuntimeError(f"{_running[0].nodeid} starts a process: mark it `process`, or ask for a fixture")


sys.addaudithook(_refuse)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    if lanes.lane_of(options.marks_of(item)) in lanes.QUICK:
        _running.append(item)
    try:
        return (yield)
    finally:
        _running.clear()
