"""``media``: the cost and the losses of a rencontre on the embedded media server and on Janus, in turns."""

import asyncio
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from realtime.serve.options import HOUSE
from realtime.simulate.meeting.venue import temporary_meeting_hub
from tests.bench.guest_processes import MeetingSize
from tests.bench.loaded_media_server import LoadedMediaServer, MediaWindow, loaded_media_server
from tests.bench.media_first_frame import first_frames
from tests.bench.media_flood import measure_flood
from tests.bench.media_recovery import recoveries
from tests.bench.process_usage import cpu_seconds
from tests.bench.results import BenchResult, Spread, percentile, ratio
from tests.bench.round_robin import round_robin
from tests.bench.server_process import ServerProcess, free_port
from tests.bench.workspace import Workspace
from tests.machine.janus_server import JanusServer
from tests.machine.namespace import Namespace
from tests.machine.programs import MissingProgram

OURS, JANUS = "forwarder", "janus"
USUAL = MeetingSize(people=30, cameras=30, pictures=9)
EVERYBODY = MeetingSize(people=30, cameras=30, pictures=29)
AUDIENCE = MeetingSize(people=100, cameras=8, pictures=8)
LOSSY = MeetingSize(people=10, cameras=10, pictures=9, loss=0.03)


@dataclass(frozen=True)
class MediaPlan:
    """Meetings to measure in ``rounds`` windows of ``seconds``; ``lossy`` loses 3 % of packets each way."""

    usual: MeetingSize = USUAL
    everybody: MeetingSize = EVERYBODY
    audience: MeetingSize = AUDIENCE
    lossy: MeetingSize = LOSSY
    rounds: int = 3
    seconds: float = 8.0
    lossy_seconds: float = 20.0
    flooded: int = 10
    flood_seconds: float = 10.0
    flood_per_second: int = 200
    restarted: int = 8
    restarts: int = 3
    seen: int = 6
    joins: int = 30


def run(workspace: Workspace, plan: MediaPlan = MediaPlan()) -> list[BenchResult]:
    """Measure both media servers in turns with a usual meeting; then larger meetings and bad networks."""
    return [
        _beside_janus(workspace, plan),
        _alone(workspace, plan, plan.everybody, "forwarder_core_30x29"),
        _alone(workspace, plan, plan.audience, "forwarder_core_100x8"),
        _lossy(workspace, plan),
        _flooded(plan),
        _restarted(plan),
        _browsed(plan),
    ]


def _beside_janus(workspace: Workspace, plan: MediaPlan) -> BenchResult:
    outcome = BenchResult(f"media: {_title(plan.usual)}, in turns")
    with ExitStack() as stack:
        servers = [stack.enter_context(_forwarder(workspace, plan.usual))]
        try:
            servers.append(stack.enter_context(_janus(workspace, plan.usual)))
        except MissingProgram as missing:
            outcome.skipped[JANUS] = str(missing)
        found = _in_turns(servers, plan)
    cores = {name: [window.cores for window in windows] for name, windows in found.items()}
    outcome.rows = {name: _row(windows) for name, windows in found.items()}
    outcome.figures = {
        "forwarder_core_30x9": Spread.of(cores[OURS]).middle,
        "forwarder_gaps": _gaps(found[OURS]),
    }
    if JANUS in cores:
        outcome.figures["forwarder_vs_janus"] = ratio(cores[OURS], cores[JANUS])
    return outcome


def _in_turns(servers: Sequence[LoadedMediaServer], plan: MediaPlan) -> Mapping[str, list[MediaWindow]]:
    """Return one window a round for each server."""
    found: dict[str, list[MediaWindow]] = {loaded.name: [] for loaded in servers}
    for loaded in round_robin(servers, plan.rounds):
        found[loaded.name].append(loaded.window(plan.seconds))
    return found


def _alone(workspace: Workspace, plan: MediaPlan, size: MeetingSize, figure: str) -> BenchResult:
    with _forwarder(workspace, size) as loaded:
        windows = [loaded.window(plan.seconds) for _round in range(plan.rounds)]
    cores = Spread.of([window.cores for window in windows]).middle
    figures = {figure: cores, f"{figure.replace('_core_', '_gaps_')}": _gaps(windows)}
    return BenchResult(f"media: {_title(size)}", {OURS: _row(windows)}, figures)


def _lossy(workspace: Workspace, plan: MediaPlan) -> BenchResult:
    with _forwarder(workspace, plan.lossy) as loaded:
        window = loaded.window(plan.lossy_seconds)
    figures = {
        "loss_frames_per_second": window.fewest_frames,
        "loss_longest_freeze_s": window.longest_freeze,
    }
    return BenchResult(f"media: {_title(plan.lossy)}", {OURS: _row([window])}, figures)


def _flooded(plan: MediaPlan) -> BenchResult:
    with temporary_meeting_hub() as venue:
        result = asyncio.run(measure_flood(venue, plan.flooded, plan.flood_seconds, plan.flood_per_second))
    rows = {name: _lateness(getattr(result, name)) for name in ("quiet", "flooded")}
    outcome = BenchResult(
        f"media: signalling of {plan.flooded} people, one sends {plan.flood_per_second} a second",
        rows,
    )
    outcome.figures = {"signal_flood_p99_ms": percentile(result.flooded, 99)}
    outcome.figures |= {"flooder_told": result.told, "flooder_closed": result.closed}
    return outcome


def _restarted(plan: MediaPlan) -> BenchResult:
    found = recoveries(plan.restarted, plan.restarts)
    rows = {
        name: {
            "s until all are in": Spread.of([each.back for each in times]),
            "s without a picture": Spread.of([max(each.dark) for each in times]),
        }
        for name, times in found.items()
    }
    worst = max(each.whole for times in found.values() for each in times)
    title = f"media: {plan.restarted} people, a process of bin/serve is killed in the middle"
    return BenchResult(title, rows, {"meeting_back_s": worst})


def _browsed(plan: MediaPlan) -> BenchResult:
    outcome = BenchResult(f"media: Chromium comes in, {plan.seen} people are there, {plan.joins} times")
    try:
        waited = first_frames(plan.seen, plan.joins)
    except MissingProgram as missing:
        outcome.skipped["chromium"] = str(missing)
        return outcome
    p95 = percentile(waited, 95)
    row = {"ms until the first picture": Spread.of(waited), "p95, ms": Spread(p95, p95, p95)}
    outcome.rows, outcome.figures = {"chromium": row}, {"first_frame_p95_ms": p95}
    return outcome


def _lateness(milliseconds: Sequence[float]) -> dict[str, Spread]:
    p99 = percentile(milliseconds, 99)
    return {"ms until others know": Spread.of(milliseconds), "p99, ms": Spread(p99, p99, p99)}


def _gaps(windows: Sequence[MediaWindow]) -> float:
    return float(sum(window.gaps for window in windows))


def _row(windows: Sequence[MediaWindow]) -> dict[str, Spread]:
    return {
        "cores": Spread.of([window.cores for window in windows]),
        "µs a packet out": Spread.of([window.microseconds for window in windows]),
        "packets/s out": Spread.of([window.packets_a_second for window in windows]),
        "pictures": Spread.of([float(len(window.pictures)) for window in windows]),
        "frames/s, worst": Spread.of([window.fewest_frames for window in windows]),
        "gaps": Spread.of([float(window.gaps) for window in windows]),
        "longest freeze, s": Spread.of([window.longest_freeze for window in windows]),
    }


def _title(size: MeetingSize) -> str:
    loss = f", {size.loss:.0%} lost each way" if size.loss else ""
    return f"{size.people} people, {size.cameras} cameras, {size.pictures} tiles each{loss}"


@contextmanager
def _forwarder(workspace: Workspace, size: MeetingSize) -> Iterator[LoadedMediaServer]:
    with (
        _bare(workspace, OURS, "") as server,
        loaded_media_server(OURS, server.port, lambda: server.cpu, size) as loaded,
    ):
        yield loaded


@contextmanager
def _janus(workspace: Workspace, size: MeetingSize) -> Iterator[LoadedMediaServer]:
    """Run Debian's Janus in a network namespace, with the same signalling. Raises ``MissingProgram``."""
    with ExitStack() as stack:
        namespace = Namespace()
        namespace.open()
        stack.callback(namespace.close)
        server = JanusServer(namespace, workspace.folder)
        server.start()
        stack.callback(server.stop)
        line = stack.enter_context(_bare(workspace, JANUS, server.url))
        pid = server.process.pid
        yield stack.enter_context(loaded_media_server(JANUS, line.port, lambda: cpu_seconds(pid), size))


@contextmanager
def _bare(workspace: Workspace, mode: str, where: str) -> Iterator[ServerProcess]:
    port = free_port()
    words = [
        sys.executable,
        "-P",
        "-m",
        "tests.bench.peers.media",
        str(port),
        mode,
        *([where] * bool(where)),
    ]
    variables = {**os.environ, "PYTHONPATH": str(HOUSE)}
    server = ServerProcess(words, port, workspace.folder / f"{mode}-{port}.log", variables)
    server.start()
    try:
        yield server
    finally:
        server.end()
