"""Report from a lane to ``bin/test`` while it runs: a line of JSON for each file, and one at its end."""

import json
import os
import time
from collections import Counter
from typing import TextIO

import pytest

from tests.machine import options


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("hub").addoption("--report-to", type=int, metavar="FD", help="where this lane reports")


def pytest_configure(config: pytest.Config) -> None:
    number: int | None = config.getoption("report_to")
    if number is not None:
        os.set_inheritable(number, False)  # else a server that outlives this lane keeps the pipe open
        config.pluginmanager.register(LaneReport(os.fdopen(number, "w", buffering=1)))


class LaneReport:
    """``{"file": PATH, "outcomes": {…}, "seconds": S}``, and ``{"asked": N, "selected": N,
    "seconds_of": {TEST: S}, "failed": [TEST]}`` when all is over. ``asked``: of all lanes together."""

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.seconds_of: Counter[str] = Counter()
        self.failed: list[str] = []
        self._file, self._began = "", time.monotonic()
        self._outcomes: Counter[str] = Counter()

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        file = nodeid.partition("::")[0]
        if file != self._file:
            self._tell_file()
            self._file, self._began = file, time.monotonic()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds_of[report.nodeid] += report.duration  # type: ignore[assignment]
        if outcome := _outcome(report):
            self._outcomes[outcome] += 1
        if report.failed and report.nodeid not in self.failed:
            self.failed.append(report.nodeid)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        self._tell_file()
        asked = session.config.stash.get(options.ASKED, 0)
        told = {
            "asked": asked,
            "selected": session.testscollected,
            "seconds_of": self.seconds_of,
            "failed": self.failed,
        }
        self.out.write(json.dumps(told) + "\n")

    def _tell_file(self) -> None:
        if self._file:
            told = {"file": self._file, "outcomes": self._outcomes, "seconds": time.monotonic() - self._began}
            self.out.write(json.dumps(told) + "\n")
        self._outcomes = Counter()


def _outcome(report: pytest.TestReport) -> str:
    """Classify a report as pytest counts it: a test passes or fails in its call, and errs around it."""
    if hasattr(report, "wasxfail"):
        return "xfailed" if report.skipped else "xpassed" if report.when == "call" else ""
    if report.failed:
        return "failed" if report.when == "call" else "error"
    if report.skipped:
        return "skipped"
    return "passed" if report.when == "call" else ""
