"""Each bench, in a size that proves nothing but that it measures what it says."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from realtime.bench import catchup, fanout, flatness, latency, media, memory, scale, storm, writes
from realtime.bench.outcome import ASKED, Outcome
from realtime.bench.party import Crowd
from realtime.bench.scene import Scene


@pytest.fixture
def scene() -> Iterator[Scene]:
    """Gone with all its servers when the test ends."""
    with Scene() as opened:
        yield opened


def figures(outcomes: list[Outcome]) -> set[str]:
    """The names of all figures, each of them a number above nothing."""
    found = {name: value for outcome in outcomes for name, value in outcome.figures.items()}
    assert all(value > 0 for value in found.values())
    assert not any(outcome.skipped for outcome in outcomes)
    return set(found)


@pytest.mark.node
def test_fanout_measures_every_peer_one_by_one_and_the_flood(scene: Scene) -> None:
    plan = fanout.Plan(sockets=5, rounds=1, events=3, slow_events=2, flood=20, flood_rounds=1)
    singly, flooded = fanout.run(scene, plan)
    assert set(singly.rows) == {"hub", "channels", "socketio", "ws", "websockets", "send_loop"}
    assert figures([singly, flooded]) >= set(ASKED["fanout"])


@pytest.mark.node
def test_latency_is_told_beside_that_of_ws(scene: Scene) -> None:
    found = latency.run(scene, latency.Plan(sockets=5, rounds=1, events=5))
    assert figures(found) == {"latency_p99_ms", "latency_p99_vs_ws"}


@pytest.mark.postgres
def test_writes_are_counted_on_both_databases(scene: Scene) -> None:
    found = writes.run(scene, writes.Plan(writers=3, seconds=0.5, rounds=1))
    assert figures(found) == set(ASKED["writes"])


def test_catching_up_hears_every_event_that_was_missed(scene: Scene) -> None:
    assert figures(catchup.run(scene, catchup.Plan(events=30, times=3, rounds=1))) == {"catchup_p95_ms"}


@pytest.mark.node
def test_after_the_storm_everybody_is_back_as_with_the_peers(scene: Scene) -> None:
    found = storm.run(scene, storm.Plan(sockets=20, missed=3, rounds=1))
    assert figures(found) == {"storm_s"}
    assert set(found[0].rows) == {"hub", "socketio", "ws"}


@pytest.mark.node
def test_memory_is_told_for_one_socket_beside_those_of_every_peer(scene: Scene) -> None:
    found = memory.run(scene, memory.Plan(first=5, sockets=40, rounds=1))
    assert figures(found) == {"socket_kb"}
    assert set(found[0].rows) == {"hub", "channels", "socketio", "ws", "websockets", "send_loop"}


@pytest.mark.redis
def test_two_processes_tell_what_one_was_told(scene: Scene) -> None:
    assert figures(scale.run(scene, scale.Plan(sockets=6, rounds=1, events=3))) == {"scale"}


def test_flatness_compares_a_few_with_a_crowd(scene: Scene) -> None:
    plan = flatness.Plan(few=2, crowd=8, events=5, singly=16, rounds=1)
    assert "crowd_flatness" in figures(flatness.run(scene, plan))


@pytest.mark.janus
def test_media_are_carried_by_ours_and_by_janus_to_everybody_and_nothing_is_lost(scene: Scene) -> None:
    few = Crowd(people=5, cameras=3, pictures=2)
    lossy = Crowd(people=4, cameras=4, pictures=3, loss=0.03)
    plan = media.Plan(few, few, few, lossy, rounds=1, seconds=1, lossy_seconds=1, flooded=4, flood_seconds=1)
    plan = replace(plan, restarted=5, restarts=1, seen=5, joins=1)
    found = media.run(scene, plan)
    told = {name: value for outcome in found for name, value in outcome.figures.items()}
    assert set(ASKED["media"]) <= set(told)
    assert [told[name] for name in told if "gaps" in name] == [0, 0, 0]
    assert not any(outcome.skipped for outcome in found)
    for name in ("forwarder", "janus"):
        row = found[0].rows[name]
        assert row["pictures"].middle == few.shown
        assert row["frames/s, worst"].middle > 0
