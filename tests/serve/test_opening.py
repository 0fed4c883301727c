"""``bin/serve`` from its welcome to its last sentence."""

import json
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from realtime import pulse
from realtime.serve import data_folder
from tests.machine.hub import HOUSE
from tests.machine.process import Process, answers, wait_until
from tests.machine.redis_server import RedisServer
from tests.machine.share import free_port
from tests.serve.conftest import Serve, assert_refused, environment_of_a_house

OPEN, CLOSED, GATHERING = "Ctrl+C pour fermer.", "Le Hub est fermé.", "Préparation des pages"
LISTENING, ESTABLISHED = "0A", "01"  # of /proc/net/tcp
KINDS = {"server", "worker", "meetings"}
BIN_SERVE = (HOUSE / "bin" / "serve",)
# What bin/serve runs at last, which asks its processes more often whether they move.
ASKS_OFTEN = """
import sys
from realtime.serve import __main__, supervisor
supervisor.BETWEEN_QUESTIONS = 2.0
sys.exit(__main__.main(sys.argv[1:]))
"""
MANY = 64  # connections: that one of two servers gets none of them, chance alone does not bring about


class Opened:
    """A Hub that ``bin/serve`` has opened, and its terminal."""

    def __init__(self, process: Process, port: int) -> None:
        self.process, self.port = process, port

    @property
    def terminal(self) -> str:
        return self.process.text()

    def close(self) -> int | None:
        """As Ctrl+C does; return the exit code."""
        return self.process.stop(signal.SIGINT)

    def pids(self) -> list[int]:
        """Of its processes, as the kernel tells them."""
        pid = self.process.pid
        return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))

    def because(self) -> str:
        """What ``/health/ready`` says does not work; empty when everything does."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/health/ready", timeout=10):
                return ""
        except HTTPError as refusal:
            return str(json.load(refusal)["because"])
        except (URLError, TimeoutError, ConnectionError) as away:
            return str(away)

    def children(self) -> dict[str, int]:
        """The last process of each kind."""
        return {_kind(pid): pid for pid in self.pids()}


def _kind(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_text()
    names = {"realtime.server": "server", "realtime.meeting": "meetings", "task_worker": "worker"}
    return next((name for word, name in names.items() if word in words), "")  # it is only just being born


def _sockets(pid: int, port: int, state: str) -> int:
    """How many sockets of the process are at that port and in that state, as the kernel tells them."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    there = {f"socket:[{line[9]}]" for line in lines if line[1].endswith(f":{port:04X}") and line[3] == state}
    return sum(_leads_to(file) in there for file in Path(f"/proc/{pid}/fd").iterdir())


def _leads_to(file: Path) -> str:
    try:
        return str(file.readlink())
    except FileNotFoundError:  # closed meanwhile
        return ""


Open = Callable[..., Opened]


def opening(
    data: Path, environment: dict[str, str], stack: ExitStack, serve: Sequence[str | Path] = BIN_SERVE
) -> Open:
    """What opens ``data`` with some words more; all are closed with ``stack``."""

    def run(*words: str, **variables: str) -> Opened:
        port = free_port()
        command: list[str | Path] = [*serve, "--data", data, "--port", str(port), *words]
        log = data.parent / f"terminal-{port}"
        process = Process(command, log=log, environment={**environment, **variables})
        stack.callback(process.stop)
        process.start(lambda: OPEN in process.text())
        return Opened(process, port)

    return run


@pytest.fixture
def open_house(data: Path, house_environment: dict[str, str]) -> Iterator[Open]:
    """Open the data folder, which is not made yet."""
    with ExitStack() as stack:
        yield opening(data, house_environment, stack)


@pytest.fixture
def open_asking_often(data: Path, house_environment: dict[str, str]) -> Iterator[Open]:
    """The same, where it is sooner known that a process does not move."""
    environment = {**house_environment, "PYTHONPATH": str(HOUSE)}
    with ExitStack() as stack:
        yield opening(data, environment, stack, (sys.executable, "-P", "-c", ASKS_OFTEN))


@pytest.fixture(scope="module")
def closed_house(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A data folder that was opened once, without the demo, and closed; what its terminal said."""
    data = tmp_path_factory.mktemp("house") / "data"
    with ExitStack() as stack:
        opened = opening(data, environment_of_a_house(), stack)("--no-demo")
        assert opened.close() == 0
    return data, opened.terminal


@pytest.fixture
def made(closed_house: tuple[Path, str], data: Path) -> Path:
    """``data``, a copy of it: what is prepared needs not be prepared again."""
    shutil.copytree(closed_house[0], data, ignore=shutil.ignore_patterns("*.sock"))
    return data


def test_the_welcome_tells_every_way_in_and_stays_the_last_word(open_house: Open, data: Path) -> None:
    opened = open_house("--host", "0.0.0.0")
    ways = json.loads((data / data_folder.DEMO).read_text())
    assert f"http://localhost:{opened.port}" in opened.terminal
    for way in ways.values():
        for fact in way.values():
            assert fact in opened.terminal
    assert opened.terminal.rstrip().endswith(OPEN)
    with urlopen(f"http://127.0.0.1:{opened.port}{ways['participant']['path']}") as answer:
        assert answer.status == 200
    for name in (data_folder.KEY, data_folder.DEMO, data_folder.DATABASE, f"{data_folder.DATABASE}-wal"):
        assert (data / name).stat().st_mode & 0o077 == 0, "secrets are for their owner alone"


def test_a_second_start_finds_everything_done_has_the_folder_alone_and_closes_whole(
    closed_house: tuple[Path, str], made: Path, open_house: Open, serve: Serve
) -> None:
    first, terminal = closed_house
    key = (first / data_folder.KEY).read_text()
    assert GATHERING in terminal
    opened = open_house("--no-demo", "--host", "::")
    assert GATHERING not in opened.terminal
    assert (made / data_folder.KEY).read_text() == key
    assert_refused(serve(), str(made), "déjà ouvert")
    assert_refused(serve("--fresh"), str(made), "déjà ouvert")
    for host in ("127.0.0.1", "[::1]"):
        with urlopen(f"http://{host}:{opened.port}/health/live") as answer:
            assert answer.status == 200, "both families are answered"
    pids = opened.pids()
    assert len(pids) == 3
    assert opened.close() == 0
    assert CLOSED in opened.terminal.splitlines()[-1]
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)
    assert not answers(opened.port)


@pytest.mark.usefixtures("made")
def test_a_process_that_dies_is_told_and_started_again(open_house: Open) -> None:
    opened = open_house("--no-demo")
    assert wait_until(lambda: opened.children().keys() == KINDS)
    killed = opened.children()
    for times, (child, pid) in enumerate(killed.items(), 1):
        os.kill(pid, signal.SIGKILL)
        assert wait_until(lambda child=child, pid=pid: opened.children().get(child, pid) != pid)  # type: ignore[misc]
        assert opened.terminal.count("s'est arrêté (code -9)") == times
    assert wait_until(lambda: answers(opened.port))


def test_a_process_that_does_not_move_is_told_and_started_again(open_asking_often: Open, made: Path) -> None:
    opened = open_asking_often("--no-demo")
    assert wait_until(lambda: {each.kind for each in pulse.found(made)} == KINDS)
    stopped = opened.children()
    for kind in ("worker", "meetings"):
        os.kill(stopped[kind], signal.SIGSTOP)
    told = opened.because()
    for kind in ("worker", "meetings"):
        assert f"{kind}: process {stopped[kind]} does not move" in told
    os.kill(stopped["server"], signal.SIGSTOP)
    assert wait_until(lambda: all(opened.children().get(kind, pid) != pid for kind, pid in stopped.items()))
    assert wait_until(lambda: opened.because() == "")
    assert opened.terminal.count("ne bouge plus") == 3


def test_fresh_begins_anew_and_spares_what_is_not_the_hubs(open_house: Open, made: Path) -> None:
    (made / "letter.txt").write_text("dear Hub")
    with closing(sqlite3.connect(made / data_folder.DATABASE)) as database:
        database.execute("CREATE TABLE trace (id)")
    open_house("--no-demo", "--fresh")
    with closing(sqlite3.connect(made / data_folder.DATABASE)) as database:
        assert not database.execute("SELECT * FROM sqlite_master WHERE name = 'trace'").fetchall()
    assert (made / "letter.txt").read_text() == "dear Hub"


@pytest.mark.usefixtures("made")
def test_a_redis_that_is_away_is_told_keeps_nobody_out_and_is_found_by_two_who_share_the_door(
    open_house: Open, redis_server: RedisServer
) -> None:
    redis_server.stop()
    opened = open_house("--no-demo", "--workers", "2", REDIS_URL=redis_server.url)
    assert "Redis ne répond pas" in opened.terminal
    with urlopen(f"http://127.0.0.1:{opened.port}/health/live") as answer:
        assert answer.status == 200
    assert wait_until(lambda: opened.because() == "redis: ConnectionError")
    redis_server.start()
    assert wait_until(lambda: opened.because() == "")
    share_the_door(opened)


def share_the_door(opened: Opened) -> None:
    """Expect that each of two servers takes some of many connections."""
    servers = [pid for pid in opened.pids() if _kind(pid) == "server"]
    assert len(servers) == 2
    assert len(opened.pids()) == 4
    assert wait_until(lambda: all(_sockets(pid, opened.port, LISTENING) for pid in servers))
    with ExitStack() as stack:
        for _ in range(MANY):
            visitor = stack.enter_context(closing(HTTPConnection("127.0.0.1", opened.port)))
            visitor.request("GET", "/health/live")
            assert visitor.getresponse().read()
        shares = [_sockets(pid, opened.port, ESTABLISHED) for pid in servers]
    assert sum(shares) == MANY
    assert all(shares)
