"""A process of the house shows that it moves, and one that does not is told, stopped and started again."""

import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from realtime import health, pulse
from tests.machine.hub import HOUSE
from tests.machine.process import Process, wait_until

pytestmark = pytest.mark.process

BEATS = "import asyncio, os; from realtime import pulse; asyncio.run(pulse.beat('worker', os.getpid()))"
KEEPS = f"""
import asyncio, sys
from realtime.serve import supervisor
supervisor.BETWEEN_QUESTIONS = 0.5
child = supervisor.ChildProcess("Le figurant", (sys.executable, "-P", "-c", {BEATS!r}))
asyncio.run(supervisor.run_until_told([child], asyncio.sleep(0)))
"""


@pytest.fixture
def variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment of a house of the test's own, which this process knows as well."""
    monkeypatch.setenv("HUB_DATA", str(tmp_path))
    return {**os.environ, "PYTHONPATH": str(HOUSE), "LANG": "fr_FR.UTF-8"}


def pids(folder: Path) -> set[int]:
    return {each.pid for each in pulse.found(folder)}


@pytest.fixture
def worker(tmp_path: Path, variables: dict[str, str]) -> Iterator[Process]:
    """A process that works on the house, and shows that it moves."""
    process = Process([sys.executable, "-P", "-c", BEATS], log=tmp_path / "log", environment=variables)
    process.start(lambda: bool(pids(tmp_path)))
    yield process
    process.kill()


def test_who_moves_answers_and_who_is_stopped_is_named(
    worker: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    health.check_moves("worker")
    os.kill(worker.pid, signal.SIGSTOP)
    monkeypatch.setattr(health, "PATIENCE", 0.5)
    with pytest.raises(TimeoutError, match=f"process {worker.pid} does not move"):
        health.check_moves("worker")
    health.check_moves("server")
    os.kill(worker.pid, signal.SIGCONT)
    monkeypatch.undo()
    assert wait_until(lambda: all(each.answers(5.0) for each in pulse.found(worker.log.parent)))


def test_who_has_ended_is_asked_no_more(worker: Process, tmp_path: Path) -> None:
    assert pids(tmp_path) == {worker.pid}
    worker.kill()
    assert not pids(tmp_path)


def test_a_house_knows_only_its_own(worker: Process, tmp_path: Path) -> None:
    assert not pids(tmp_path / "another")


def test_a_child_that_is_stopped_is_killed_told_and_started_again(
    tmp_path: Path, variables: dict[str, str]
) -> None:
    keeper = Process([sys.executable, "-P", "-c", KEEPS], log=tmp_path / "log", environment=variables)
    keeper.start(lambda: bool(pids(tmp_path)))
    (stopped,) = pids(tmp_path)
    os.kill(stopped, signal.SIGSTOP)
    assert wait_until(lambda: bool(pids(tmp_path) - {stopped}))
    assert keeper.text().count("Le figurant ne bouge plus : on l'arrête, et on le relance.") == 1
    assert keeper.stop() == 0
    assert not pids(tmp_path)


def test_systemd_hears_that_a_process_moves(tmp_path: Path, variables: dict[str, str]) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(f"\0hub-systemd-{os.getpid()}")
        systemd.settimeout(60)
        own = {"NOTIFY_SOCKET": f"@hub-systemd-{os.getpid()}", "WATCHDOG_USEC": "100000"}
        beats = f"import os; os.environ['WATCHDOG_PID'] = str(os.getpid()); {BEATS}"
        process = Process(
            [sys.executable, "-P", "-c", beats], log=tmp_path / "log", environment={**variables, **own}
        )
        process.start(lambda: bool(pids(tmp_path)))
        assert [systemd.recv(64) for _ in range(2)] == [b"WATCHDOG=1"] * 2
        process.kill()
