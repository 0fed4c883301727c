"""Run lanes side by side, and report each file that is done, then all failures, then one table."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import IO, Any

from tests.machine.process import wait_until

PASSED, FAILED, NOTHING_SELECTED = 0, 1, 5
GRACE = 60.0  # seconds in which a lane stops what its fixtures have started
# A loopback, and a cable from there to there: a browser that has no other address takes itself for off line.
_NETWORK = (
    "ip link set lo up && ip link add out type veth peer name in"
    " && ip link set in addrgenmode none up && ip link set out addrgenmode none up"
    ' && ip addr add 10.212.0.1/30 dev out && exec "$@"'
)
APART = ("unshare", "--net", "sh", "-c", _NETWORK, "sh")
# Lanes side by side. With one more than processors, browsers starved on a slow machine: the suite took twice
# as long, and tests that wait a minute for an answer waited in vain.
MACHINE_BEARS = os.cpu_count() or 1


@dataclass
class LaneRun:
    """One process beside the others. ``reports``: it is pytest, and reports its progress on a pipe.
    ``in_background``: it runs beside the others, which wait now and then."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    reports: bool = True
    in_background: bool = False
    code: int | None = None
    seconds: float = 0.0
    processor: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter)
    end: dict[str, Any] = field(default_factory=dict)

    @property
    def failed(self) -> list[str]:
        """The tests that did not pass, once all are over."""
        return list(self.end.get("failed", []))


class Runner:
    """Processes side by side: ``run`` returns when all have ended; ``stop`` ends them, from any thread."""

    def __init__(self, folder: Path, at_once: int = MACHINE_BEARS) -> None:
        self._folder, self._at_once = folder, at_once
        self._running: dict[int, subprocess.Popen[bytes]] = {}
        self._lock, self._stopped = Lock(), False

    def run(self, runs: Sequence[LaneRun]) -> None:
        """Run them in this order, as many at once as the machine bears, and beside them one in background."""
        with ThreadPoolExecutor(self._at_once) as pool, ThreadPoolExecutor(1) as beside, ExitStack() as stack:
            stack.callback(self.stop)
            pools = [(beside if run.in_background else pool, run) for run in runs]
            for done in [each.submit(self._run_one, run) for each, run in pools]:
                done.result()
            stack.pop_all()

    def stop(self) -> None:
        """Interrupt everything, so that pytest stops what its fixtures started; kill what does not end."""
        with self._lock:
            self._stopped = True
        for number in (signal.SIGINT, signal.SIGKILL):
            for process in [*self._running.values()]:
                process.send_signal(number)
            wait_until(lambda: not self._running, GRACE)

    def log(self, run: LaneRun) -> Path:
        """Return everything that it has printed."""
        return self._folder / f"{run.name}.log"

    def _run_one(self, run: LaneRun) -> None:
        began = time.monotonic()
        reading, writing = os.pipe()
        with os.fdopen(reading) as reports:
            process = self._start(run, writing)
            if process is None:
                return
            _follow(run, reports)
            run.code, run.processor = _wait(process)
            del self._running[process.pid]
        run.seconds = time.monotonic() - began
        print(f"{run.name:<9} ended after {run.seconds:.0f} s", flush=True)

    def _start(self, run: LaneRun, reports: int) -> subprocess.Popen[bytes] | None:
        """Start a process, or none once stopped. Closes ``reports``, which the process then owns."""
        words = [*run.command, *([f"--report-to={reports}"] if run.reports else [])]
        with self._lock, self.log(run).open("wb") as log, os.fdopen(reports, "w"):
            if self._stopped:
                return None
            process = subprocess.Popen(
                words,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, **run.environment},
                pass_fds=(reports,) if run.reports else (),
                process_group=0,  # the terminal interrupts only this process, which signals the others
            )
            self._running[process.pid] = process
        return process


def _follow(run: LaneRun, reports: IO[str]) -> None:
    """Read reports until the process closes its end."""
    for line in reports:
        told = json.loads(line)
        if "file" not in told:
            run.end = told
            continue
        run.outcomes += Counter(told["outcomes"])
        how = f"{outcomes(told['outcomes'])}, {told['seconds']:.0f} s"
        print(f"{run.name:<9} {told['file']}: {how}", flush=True)


def _wait(process: subprocess.Popen[bytes]) -> tuple[int, float]:
    """Wait; return the exit code, and the processor seconds of it and of all its awaited children."""
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_utime + usage.ru_stime


def outcomes(counted: Mapping[str, int]) -> str:
    """Format outcomes as pytest does: ``12 passed, 1 failed``."""
    return ", ".join(f"{number} {outcome}" for outcome, number in counted.items() if number) or "no test"


def pytest_command(words: Sequence[str], *, patience: int = 0, apart: bool = False) -> list[str]:
    """Return the command, at the priority and in the network that a ``Lane`` has."""
    prefix = [*(APART if apart else ()), *(("nice", "-n", str(patience)) if patience else ())]
    return [*prefix, sys.executable, "-P", "-m", "pytest", "-p", "no:cacheprovider", *words]
