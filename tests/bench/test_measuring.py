"""The parts that every bench trusts."""

import socket
from pathlib import Path

import msgspec
import pytest

from realtime.fanout.frames import PreparedFrame
from tests.bench import latency, memory, peer_servers
from tests.bench.__main__ import NAMES, main
from tests.bench.client_pool import PING, ClientPool, ClientsLost, PooledClient
from tests.bench.host_info import host_info, versions
from tests.bench.loaded_server import EVENT_BYTES, events
from tests.bench.results import (
    GOALS,
    GOALS_BY_BENCH,
    BenchResult,
    Spread,
    as_json,
    is_met,
    percentile,
    ratio,
    table,
    unmeasured,
)
from tests.bench.round_robin import round_robin
from tests.bench.websocket import WebSocketEndpoint, server_frames
from tests.bench.workspace import Workspace


@pytest.mark.parametrize("size", [0, 1, 125, 126, 300, 65_535, 65_536])
def test_frames_are_read_whole_wherever_the_network_cuts_them(size: int) -> None:
    sent = PreparedFrame.text(b"a" * size).wire + PreparedFrame.binary(b"end").wire
    for cut in {1, 2, 3, 9, 10, 11, len(sent) - 1}:
        first, rest = server_frames(sent[:cut])
        second, left = server_frames(rest + sent[cut:])
        assert first + second == [(1, b"a" * size), (2, b"end")]
        assert left == b""


def test_an_event_of_the_bench_is_a_line_of_a_log_of_300_bytes() -> None:
    lines = events()
    for seq in (1, 2, 3):
        line = next(lines)
        assert len(line) == EVENT_BYTES
        assert msgspec.json.decode(line)["seq"] == seq


def test_a_ratio_is_that_of_each_round_so_that_a_machine_that_slows_down_changes_nothing() -> None:
    assert ratio([1, 2, 40], [2, 4, 80]) == 0.5


def test_a_percentile_is_a_value_that_was_measured() -> None:
    assert percentile(range(1, 101), 95) == 96
    assert percentile([7], 99) == 7


def test_a_figure_meets_its_goal_or_is_said_to_miss_it() -> None:
    assert is_met("socket_kb", 39.9)
    assert not is_met("socket_kb", 40)
    assert is_met("writes_sqlite", 300)
    assert is_met("told_only", 10_000)
    outcome = BenchResult(
        "memory", {"hub": {"KB": Spread(41, 40, 42)}}, {"socket_kb": 41}, {"ws": "not here"}
    )
    assert "socket_kb = 41 (< 40: MISSED)" in table(outcome)
    assert "skipped: ws, not here" in table(outcome)
    assert as_json(["memory"], [outcome], {})["figures"] == {"socket_kb": 41}
    assert as_json(["memory"], [outcome], {})["missed"] == ["socket_kb"]


@pytest.fixture
def without_node(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which Node is not installed."""
    monkeypatch.setattr("tests.bench.peer_servers.path_of", lambda program: None)


@pytest.mark.process
@pytest.mark.usefixtures("without_node")
def test_a_goal_whose_peer_is_missing_is_not_met_but_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    measure, small = latency.run, latency.LatencyPlan(sockets=3, rounds=1, events=3)
    monkeypatch.setattr(latency, "run", lambda scene: measure(scene, small))
    assert main(["latency", "--json", str(tmp_path / "figures.json")]) == 1
    said = capsys.readouterr().out
    assert "skipped: ws, Node is not installed" in said
    assert "not measured: latency_p99_vs_ws" in said
    facts = msgspec.json.decode((tmp_path / "figures.json").read_bytes())
    assert (facts["missed"], facts["unmeasured"]) == ([], ["latency_p99_vs_ws"])
    assert "latency_p99_ms" in facts["figures"]


def test_only_the_goals_of_the_benches_that_were_asked_for_can_lack(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good = BenchResult("memory", {"hub": {"KB": Spread(30, 30, 30)}}, {"socket_kb": 30})
    monkeypatch.setattr(memory, "run", lambda _scene: [good])
    assert main(["memory"]) == 0
    assert "not measured" not in capsys.readouterr().out
    database = BenchResult("writes", figures={"writes_sqlite": 800, "writes_sqlite_p99_ms": 30})
    assert unmeasured(["memory", "writes", "scale"], [good, database]) == [
        "writes_postgres",
        "writes_postgres_p99_ms",
    ]


def test_each_goal_belongs_to_a_bench() -> None:
    assert set(GOALS_BY_BENCH) <= set(NAMES)
    assert sum(map(len, GOALS_BY_BENCH.values())) == len(GOALS)


def test_contenders_take_turns_and_each_round_begins_with_another() -> None:
    assert list(round_robin("abc", 4)) == [*"abc", *"bca", *"cab", *"abc"]


@pytest.mark.process
def test_a_figure_says_on_which_processor_and_which_versions_it_was_measured() -> None:
    facts = host_info()
    assert facts["cpu"]
    assert {"python", "websockets", "daphne", "sqlite"} <= set(versions())
    assert facts["versions"] == versions()


@pytest.mark.process
def test_a_refused_listener_ends_the_measure_rather_than_being_left_out() -> None:
    with Workspace() as scene:
        server = scene.start(peer_servers.LIBRARY.process(scene.folder))
        crowd = scene.clients(WebSocketEndpoint(server.port, subprotocol="\x00"))
        with pytest.raises(ClientsLost):
            crowd.gather(["one"])


def test_a_bench_that_does_not_exist_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["speed"])
    assert "fanout" in capsys.readouterr().err


def test_a_listener_that_was_closed_while_it_rested_is_told_as_gone() -> None:
    ours, theirs = socket.socketpair()
    theirs.close()
    crowd, listener = ClientPool(WebSocketEndpoint(1)), PooledClient("somebody")
    listener.connection.close()
    listener.connection = ours
    crowd.listeners[ours.fileno()] = listener
    crowd._understand(listener, PING, b"are you there?")
    assert (crowd.gone, crowd.listeners) == (1, {})
