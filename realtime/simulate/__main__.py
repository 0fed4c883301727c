"""``bin/simulate``: prepare a hub, run the rehearsal, verify, report."""

import asyncio
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from io import TextIOWrapper
from typing import cast

import msgspec

from realtime.serve.sentences import CommandRefused
from realtime.simulate import capacity, options, report
from realtime.simulate import sentences as say
from realtime.simulate.capacity import RehearsalOutcome
from realtime.simulate.figures import result_of
from realtime.simulate.meeting import command
from realtime.simulate.meeting.command import MeetingOptions
from realtime.simulate.options import LARGEST_CROWD, SimulateOptions
from realtime.simulate.rehearsal import RehearsalPlan, rehearse
from realtime.simulate.result import RehearsalResult
from realtime.simulate.running_hub import RunningHub
from realtime.simulate.status_line import RehearsalStatus
from realtime.simulate.storm_result import StormResult
from realtime.simulate.venue import Venue, temporary_hub
from realtime.simulate.verdict import crowd, judge

HELD, HELD_NOT, REFUSED, INTERRUPTED = 0, 1, 2, 130


def main(words: Sequence[str]) -> int:
    """Return the exit code: 0 when the hub held, 1 when it did not, 2 after a refusal, 130 on Ctrl+C."""
    # SIGTERM closes the temporary hub as Ctrl+C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        asked = options.read(words)
        if asked is None:
            print(say.HELP())
            return HELD
        return run(asked)
    except CommandRefused as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print(say.INTERRUPTED(), file=sys.stderr)
        return INTERRUPTED


def run(asked: SimulateOptions) -> int:
    """Run what was asked, report, and return the exit code. Raises ``CommandRefused``."""
    if asked.meeting:
        code = asked.codes[0] if asked.codes else ""
        words = MeetingOptions(asked.meeting, asked.url, code, asked.json, asked.report)
        return HELD if command.run(words) else HELD_NOT
    with _venue(asked) as venue:
        outcome = _play(asked, venue)
    tell(outcome)
    leave(asked, outcome)
    return HELD if outcome.verdict.held else HELD_NOT


@contextmanager
def _venue(asked: SimulateOptions) -> Iterator[Venue]:
    if asked.url:
        yield RunningHub(asked.url, asked.codes)
    else:
        print(say.PREPARING(), file=sys.stderr)
        with temporary_hub(asked.workers) as hub:
            yield hub


def _play(asked: SimulateOptions, venue: Venue) -> RehearsalOutcome:
    plan = RehearsalPlan(
        rooms=asked.rooms,
        people=asked.people,
        seconds=asked.minutes * 60,
        scenario_name=asked.scenario_name,
        scenario=asked.scenario,
        seed=asked.seed,
        goal_ms=asked.goal_ms,
        slow_phones=asked.slow_phones,
    )
    if asked.find_limit:
        return capacity.find(plan, LARGEST_CROWD // plan.rooms, lambda step: _attempt(venue, step))
    result = _stormy(venue, plan) if plan.scenario.is_storm else _attempt(venue, plan)
    return RehearsalOutcome(judge(result), result, [])


def _stormy(venue: Venue, plan: RehearsalPlan) -> RehearsalResult:
    """Play the evening twice, first without the storm."""
    calm = _attempt(venue, plan.without_storm()).latency.p99
    result = _attempt(venue, plan)
    storm = StormResult.of(calm, result.latency.p99, result.counts)
    return msgspec.structs.replace(result, storm=storm)


def _attempt(venue: Venue, plan: RehearsalPlan) -> RehearsalResult:
    terminal = RehearsalStatus(plan.seconds, f"{crowd(plan.rooms, plan.people)} · ")
    try:
        record = asyncio.run(rehearse(venue, plan, terminal.show))
    finally:
        terminal.end()
    return result_of(plan, record)


def tell(outcome: RehearsalOutcome) -> None:
    """Print the verdict."""
    for step in outcome.steps:
        print(step.verdict.sentence)
    print(outcome.verdict.sentence)
    for caution in outcome.verdict.cautions:
        print(caution)


def leave(asked: SimulateOptions, outcome: RehearsalOutcome) -> None:
    """Write the files that were asked for."""
    if asked.json:
        asked.json.write_bytes(msgspec.json.format(msgspec.json.encode(outcome), indent=2) + b"\n")
        print(say.WRITTEN(path=asked.json))
    if asked.report:
        asked.report.write_text(report.page(outcome, datetime.now()))
        print(say.WRITTEN(path=asked.report))


if __name__ == "__main__":
    # A terminal that cannot print é still gets its verdict.
    for stream in (sys.stdout, sys.stderr):
        cast(TextIOWrapper, stream).reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
