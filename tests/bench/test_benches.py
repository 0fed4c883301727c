"""Each bench, in a size that proves nothing but that it measures what it says."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.bench import (
    catchup,
    dearest,
    fanout,
    flatness,
    latency,
    media,
    memory,
    moderation,
    pages,
    phone,
    scale,
    session,
    storm,
    writes,
)
from tests.bench.guest_processes import MeetingSize
from tests.bench.results import GOALS_BY_BENCH, BenchResult
from tests.bench.shown_clock import ClockPlan
from tests.bench.shown_reveal import RevealPlan
from tests.bench.workspace import Workspace
from tests.machine.hub import HOUSE

pytestmark = pytest.mark.process


@pytest.fixture
def scene() -> Iterator[Workspace]:
    """Gone with all its servers when the test ends."""
    with Workspace() as opened:
        yield opened


def figures(outcomes: list[BenchResult]) -> set[str]:
    """The names of all figures, each of them a number above nothing."""
    found = {name: value for outcome in outcomes for name, value in outcome.figures.items()}
    assert all(value > 0 for value in found.values())
    assert not any(outcome.skipped for outcome in outcomes)
    return set(found)


@pytest.mark.node
def test_fanout_measures_every_peer_one_by_one_and_the_flood(scene: Workspace) -> None:
    plan = fanout.FanoutPlan(sockets=5, rounds=1, events=3, slow_events=2, flood=20, flood_rounds=1)
    singly, flooded = fanout.run(scene, plan)
    assert set(singly.rows) == {"hub", "channels", "socketio", "ws", "websockets", "send_loop"}
    assert figures([singly, flooded]) >= set(GOALS_BY_BENCH["fanout"])


@pytest.mark.node
def test_latency_is_told_beside_that_of_ws(scene: Workspace) -> None:
    found = latency.run(scene, latency.LatencyPlan(sockets=5, rounds=1, events=5))
    assert figures(found) == {"latency_p99_ms", "latency_p99_vs_ws"}


@pytest.mark.postgres
def test_writes_are_counted_on_both_databases(scene: Workspace) -> None:
    found = writes.run(scene, writes.WritesPlan(writers=3, seconds=0.5, rounds=1))
    assert figures(found) == set(GOALS_BY_BENCH["writes"])


def test_catching_up_hears_every_event_that_was_missed(scene: Workspace) -> None:
    assert figures(catchup.run(scene, catchup.CatchupPlan(events=30, times=3, rounds=1))) == {
        "catchup_p95_ms"
    }


@pytest.mark.node
def test_after_the_storm_everybody_is_back_as_with_the_peers(scene: Workspace) -> None:
    found = storm.run(scene, storm.StormPlan(sockets=20, missed=3, rounds=1))
    assert figures(found) == {"storm_s"}
    assert set(found[0].rows) == {"hub", "socketio", "ws"}


@pytest.mark.node
def test_memory_is_told_for_one_socket_beside_those_of_every_peer(scene: Workspace) -> None:
    found = memory.run(scene, memory.MemoryPlan(first=5, sockets=40, rounds=1))
    assert figures(found) == {"socket_kb"}
    assert set(found[0].rows) == {"hub", "channels", "socketio", "ws", "websockets", "send_loop"}


@pytest.mark.redis
def test_two_processes_tell_what_one_was_told(scene: Workspace) -> None:
    assert figures(scale.run(scene, scale.ScalePlan(sockets=6, rounds=1, events=3))) == {"scale"}


def test_the_dearest_request_is_told_of_all_that_can_be_asked(scene: Workspace) -> None:
    assert figures(dearest.run(scene, dearest.DearestPlan(posts=3, rounds=1))) == {"dearest_request_ms"}


@pytest.mark.browser
@pytest.mark.nginx
def test_a_slow_phone_is_told_cold_and_warm_over_both_http_with_what_it_asked_for(
    scene: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUB_BENCH_BEFORE", str(HOUSE))
    plan = phone.PhonePlan(posts=3, rounds=1, speed=1e6, latency=100, slower=1)
    (found,) = phone.run(scene, plan)
    assert set(found.rows) == {"hub", "hub behind nginx", "before"}
    assert set(found.figures) >= set(GOALS_BY_BENCH["phone"]) - {"phone_words_s", "phone_http2_words_s"}
    for name, version in ("hub", 1.1), ("hub behind nginx", 2):
        row = found.rows[name]
        assert row["HTTP"].middle == version
        assert row["live s"].middle > plan.latency / 1e3
        assert row["requests"].middle > row["requests, again"].middle > 0
        assert row["JS and CSS KiB"].middle > 1


def test_flatness_compares_a_few_with_a_crowd(scene: Workspace) -> None:
    plan = flatness.FlatnessPlan(few=2, crowd=8, events=5, singly=16, rounds=1)
    assert "crowd_flatness" in figures(flatness.run(scene, plan))


@pytest.mark.janus
def test_media_are_carried_by_ours_and_by_janus_to_everybody_and_nothing_is_lost(scene: Workspace) -> None:
    few = MeetingSize(people=3, cameras=2, pictures=1)
    lossy = MeetingSize(people=3, cameras=3, pictures=2, loss=0.03)
    plan = media.MediaPlan(
        few, few, few, lossy, rounds=1, seconds=1, lossy_seconds=1, flooded=3, flood_seconds=1
    )
    plan = replace(plan, restarted=5, restarts=1, seen=5, joins=1)
    found = media.run(scene, plan)
    told = {name: value for outcome in found for name, value in outcome.figures.items()}
    assert set(GOALS_BY_BENCH["media"]) <= set(told)
    assert [told[name] for name in told if "gaps" in name] == [0, 0, 0]
    assert not any(outcome.skipped for outcome in found)
    for name in ("forwarder", "janus"):
        row = found[0].rows[name]
        assert row["pictures"].middle == few.shown
        assert row["frames/s, worst"].middle > 0


def test_pages_are_told_beside_an_empty_one_and_beside_sockets(scene: Workspace) -> None:
    plan = pages.PagesPlan(posts=3, rounds=1, people=4, screens=8, sockets=4, seconds=0.5)
    costs, storm_, beside = pages.run(scene, plan)
    assert figures([costs]) == {"page_vs_empty", "page_fresh_vs_empty", "empty_vs_live"}
    assert storm_.figures == {"fragment_storm": 1}
    assert set(beside.figures) == {"pages_a_second", "events_beside_pages"}
    assert set(beside.skipped) == {"pages_beside_sockets"}


@pytest.mark.redis
@pytest.mark.node
@pytest.mark.browser
def test_a_session_is_told_to_everybody_and_its_clock_by_how_much_it_is_late(scene: Workspace) -> None:
    plan = session.SessionPlan(sockets=5, changes=3, per_second=20, sessions=4, phases=2)
    plan = replace(plan, clock=ClockPlan(phones=3, slowest=0.1, seconds=1))
    plan = replace(plan, reveal=RevealPlan(texts=5, rounds=1))
    assert figures(session.run(scene, plan)) >= set(GOALS_BY_BENCH["session"])


def test_moderation_is_told_to_every_desk_and_to_everybody_in_the_room(scene: Workspace) -> None:
    plan = moderation.ModerationPlan(rooms=2, people=3, desks=2, turns=2, pause=0.01)
    (found,) = moderation.run(scene, plan)
    assert figures([found]) == set(GOALS_BY_BENCH["moderation"])
    assert found.rows["to every desk"]["lines"].middle == 2 * 2 * 2 * 2
    assert found.rows["to every participant"]["lines"].middle == 2 * 2 * 2 * 3
