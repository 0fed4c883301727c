"""``media``: what a rencontre costs the house's forwarder, beside Janus in the same run; and what is lost."""

import asyncio
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from realtime.bench.clockwork import cpu_seconds
from realtime.bench.contender import Contender, free_port
from realtime.bench.media_browser import first_frames
from realtime.bench.media_flood import felt
from realtime.bench.media_return import away
from realtime.bench.media_stand import MediaStand, Window, gathered
from realtime.bench.outcome import Outcome, Spread, percentile, ratio
from realtime.bench.party import Crowd
from realtime.bench.scene import Scene
from realtime.bench.turns import turns
from realtime.serve.options import HOUSE
from realtime.simulate.meeting.house import own_place
from tests.machine.janus_server import JanusServer
from tests.machine.namespace import Namespace
from tests.machine.programs import MissingProgram

OURS, JANUS = "forwarder", "janus"
USUAL = Crowd(people=30, cameras=30, pictures=9)
EVERYBODY = Crowd(people=30, cameras=30, pictures=29)
AUDIENCE = Crowd(people=100, cameras=8, pictures=8)
LOSSY = Crowd(people=10, cameras=10, pictures=9, loss=0.03)


@dataclass(frozen=True)
class Plan:
    """Crowds to be held, ``rounds`` windows of ``seconds`` each; ``lossy``: 3 % is lost each way."""

    usual: Crowd = USUAL
    everybody: Crowd = EVERYBODY
    audience: Crowd = AUDIENCE
    lossy: Crowd = LOSSY
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


def run(scene: Scene, plan: Plan = Plan()) -> list[Outcome]:
    """The forwarder and Janus in turns with the usual crowd; then larger crowds, and bad networks."""
    return [
        _beside_janus(scene, plan),
        _alone(scene, plan, plan.everybody, "forwarder_core_30x29"),
        _alone(scene, plan, plan.audience, "forwarder_core_100x8"),
        _lossy(scene, plan),
        _flooded(plan),
        _restarted(plan),
        _browsed(plan),
    ]


def _beside_janus(scene: Scene, plan: Plan) -> Outcome:
    outcome = Outcome(f"media: {_title(plan.usual)}, in turns")
    with ExitStack() as stack:
        stands = [stack.enter_context(_forwarder(scene, plan.usual))]
        try:
            stands.append(stack.enter_context(_janus(scene, plan.usual)))
        except MissingProgram as missing:
            outcome.skipped[JANUS] = str(missing)
        found = _in_turns(stands, plan)
    cores = {name: [window.cores for window in windows] for name, windows in found.items()}
    outcome.rows = {name: _row(windows) for name, windows in found.items()}
    outcome.figures = {
        "forwarder_core_30x9": Spread.of(cores[OURS]).middle,
        "forwarder_gaps": _gaps(found[OURS]),
    }
    if JANUS in cores:
        outcome.figures["forwarder_vs_janus"] = ratio(cores[OURS], cores[JANUS])
    return outcome


def _in_turns(stands: Sequence[MediaStand], plan: Plan) -> Mapping[str, list[Window]]:
    """By contender, one window a round."""
    found: dict[str, list[Window]] = {stand.name: [] for stand in stands}
    for stand in turns(stands, plan.rounds):
        found[stand.name].append(stand.window(plan.seconds))
    return found


def _alone(scene: Scene, plan: Plan, crowd: Crowd, figure: str) -> Outcome:
    with _forwarder(scene, crowd) as stand:
        windows = [stand.window(plan.seconds) for _round in range(plan.rounds)]
    cores = Spread.of([window.cores for window in windows]).middle
    figures = {figure: cores, f"{figure.replace('_core_', '_gaps_')}": _gaps(windows)}
    return Outcome(f"media: {_title(crowd)}", {OURS: _row(windows)}, figures)


def _lossy(scene: Scene, plan: Plan) -> Outcome:
    with _forwarder(scene, plan.lossy) as stand:
        window = stand.window(plan.lossy_seconds)
    figures = {
        "loss_frames_per_second": window.fewest_frames,
        "loss_longest_freeze_s": window.longest_freeze,
    }
    return Outcome(f"media: {_title(plan.lossy)}", {OURS: _row([window])}, figures)


def _flooded(plan: Plan) -> Outcome:
    with own_place() as place:
        result = asyncio.run(felt(place, plan.flooded, plan.flood_seconds, plan.flood_per_second))
    rows = {name: _lateness(getattr(result, name)) for name in ("quiet", "flooded")}
    outcome = Outcome(
        f"media: signalling of {plan.flooded} people, one sends {plan.flood_per_second} a second",
        rows,
    )
    outcome.figures = {"signal_flood_p99_ms": percentile(result.flooded, 99)}
    outcome.figures |= {"flooder_told": result.told, "flooder_closed": result.closed}
    return outcome


def _restarted(plan: Plan) -> Outcome:
    found = away(plan.restarted, plan.restarts)
    rows = {
        name: {
            "s until all are in": Spread.of([each.back for each in times]),
            "s without a picture": Spread.of([max(each.dark) for each in times]),
        }
        for name, times in found.items()
    }
    worst = max(each.whole for times in found.values() for each in times)
    title = f"media: {plan.restarted} people, a process of bin/serve is killed in the middle"
    return Outcome(title, rows, {"meeting_back_s": worst})


def _browsed(plan: Plan) -> Outcome:
    outcome = Outcome(f"media: Chromium comes in, {plan.seen} people are there, {plan.joins} times")
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


def _gaps(windows: Sequence[Window]) -> float:
    return float(sum(window.gaps for window in windows))


def _row(windows: Sequence[Window]) -> dict[str, Spread]:
    return {
        "cores": Spread.of([window.cores for window in windows]),
        "µs a packet out": Spread.of([window.microseconds for window in windows]),
        "packets/s out": Spread.of([window.packets_a_second for window in windows]),
        "pictures": Spread.of([float(len(window.pictures)) for window in windows]),
        "frames/s, worst": Spread.of([window.fewest_frames for window in windows]),
        "gaps": Spread.of([float(window.gaps) for window in windows]),
        "longest freeze, s": Spread.of([window.longest_freeze for window in windows]),
    }


def _title(crowd: Crowd) -> str:
    loss = f", {crowd.loss:.0%} lost each way" if crowd.loss else ""
    return f"{crowd.people} people, {crowd.cameras} cameras, {crowd.pictures} tiles each{loss}"


@contextmanager
def _forwarder(scene: Scene, crowd: Crowd) -> Iterator[MediaStand]:
    with _bare(scene, OURS, "") as server, gathered(OURS, server.port, lambda: server.cpu, crowd) as stand:
        yield stand


@contextmanager
def _janus(scene: Scene, crowd: Crowd) -> Iterator[MediaStand]:
    """Debian's Janus in a network of its own, behind the same signalling. Raises ``MissingProgram``."""
    with ExitStack() as stack:
        namespace = Namespace()
        namespace.open()
        stack.callback(namespace.close)
        server = JanusServer(namespace, scene.folder)
        server.start()
        stack.callback(server.stop)
        line = stack.enter_context(_bare(scene, JANUS, server.url))
        pid = server.process.pid
        yield stack.enter_context(gathered(JANUS, line.port, lambda: cpu_seconds(pid), crowd))


@contextmanager
def _bare(scene: Scene, mode: str, where: str) -> Iterator[Contender]:
    port = free_port()
    words = [
        sys.executable,
        "-P",
        "-m",
        "realtime.bench.peers.media",
        str(port),
        mode,
        *([where] * bool(where)),
    ]
    variables = {**os.environ, "PYTHONPATH": str(HOUSE)}
    server = Contender(words, port, scene.folder / f"{mode}-{port}.log", variables)
    server.start()
    try:
        yield server
    finally:
        server.end()
