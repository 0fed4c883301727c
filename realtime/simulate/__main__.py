"""``bin/simulate``: prepare, play, prove, tell."""

import asyncio
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from io import TextIOWrapper
from typing import cast

import msgspec

from realtime.serve.sentences import Refusal
from realtime.simulate import limit, options, report
from realtime.simulate import sentences as say
from realtime.simulate.figures import result_of
from realtime.simulate.limit import Outcome
from realtime.simulate.meeting import rehearsal
from realtime.simulate.meeting.rehearsal import Asked
from realtime.simulate.options import LARGEST_CROWD, Options
from realtime.simulate.progress import Terminal
from realtime.simulate.rehearsal import Plan, rehearse
from realtime.simulate.result import Result
from realtime.simulate.venue import Venue, own_house
from realtime.simulate.verdict import crowd, judge
from realtime.simulate.visiting import RunningService

HELD, HELD_NOT, REFUSED, INTERRUPTED = 0, 1, 2, 130


def main(words: Sequence[str]) -> int:
    """Return the exit code: 0 when it held, 1 when it did not, 2 after a refusal."""
    # Told to end, it closes its house as after Ctrl+C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        asked = options.read(words)
        if asked is None:
            print(say.HELP())
            return HELD
        return run(asked)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print(say.INTERRUPTED(), file=sys.stderr)
        return INTERRUPTED


def run(asked: Options) -> int:
    """Do what was asked and tell it. Raises ``Refusal``."""
    if asked.meeting:
        code = asked.codes[0] if asked.codes else ""
        words = Asked(asked.meeting, asked.url, code, asked.json, asked.report)
        return HELD if rehearsal.run(words) else HELD_NOT
    with _venue(asked) as venue:
        outcome = _play(asked, venue)
    tell(outcome)
    leave(asked, outcome)
    return HELD if outcome.verdict.held else HELD_NOT


@contextmanager
def _venue(asked: Options) -> Iterator[Venue]:
    if asked.url:
        yield RunningService(asked.url, asked.codes)
    else:
        print(say.PREPARING(), file=sys.stderr)
        with own_house(asked.workers) as house:
            yield house


def _play(asked: Options, venue: Venue) -> Outcome:
    plan = Plan(
        rooms=asked.rooms,
        people=asked.people,
        seconds=asked.minutes * 60,
        scenario_name=asked.scenario_name,
        scenario=asked.scenario,
        seed=asked.seed,
        goal_ms=asked.goal_ms,
    )
    if asked.find_limit:
        return limit.find(plan, LARGEST_CROWD // plan.rooms, lambda step: _attempt(venue, step))
    result = _attempt(venue, plan)
    return Outcome(judge(result), result, [])


def _attempt(venue: Venue, plan: Plan) -> Result:
    terminal = Terminal(plan.seconds, f"{crowd(plan.rooms, plan.people)} · ")
    try:
        evening = asyncio.run(rehearse(venue, plan, terminal.show))
    finally:
        terminal.end()
    return result_of(plan, evening)


def tell(outcome: Outcome) -> None:
    """The verdict, for people."""
    for step in outcome.steps:
        print(step.verdict.sentence)
    print(outcome.verdict.sentence)
    for caution in outcome.verdict.cautions:
        print(caution)


def leave(asked: Options, outcome: Outcome) -> None:
    """The files that were asked for."""
    if asked.json:
        asked.json.write_bytes(msgspec.json.format(msgspec.json.encode(outcome), indent=2) + b"\n")
        print(say.WRITTEN(path=asked.json))
    if asked.report:
        asked.report.write_text(report.page(outcome, datetime.now()))
        print(say.WRITTEN(path=asked.report))


if __name__ == "__main__":
    # A terminal that knows no é still gets its verdict.
    for stream in (sys.stdout, sys.stderr):
        cast(TextIOWrapper, stream).reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
