"""Summarise ended lanes for ``bin/test``: what failed, how long it took, how many passed."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence

from tests.machine.runner import NOTHING_SELECTED, PASSED, LaneRun, outcomes

SLOWEST = 20
IDLE, AWAITING_DISK, GUESTS = 3, 4, 9  # columns of /proc/stat; guests are counted among users already
BEGINNINGS = ("ERRORS", "FAILURES", "short test summary info")


def has_passed(run: LaneRun) -> bool:
    """Return whether a lane passed; it may be empty where needs are left out."""
    return run.code in (PASSED, NOTHING_SELECTED)


def failure(run: LaneRun, log: str) -> str:
    """Return the part of ``log`` that says what went wrong: all of it when pytest did not come to its end."""
    lines = log.splitlines()
    starts = (i for i, line in enumerate(lines) if line.strip("= ") in BEGINNINGS and line.startswith("=="))
    begin = next(starts, 0)
    return "\n".join([f"── {run.name} (exit code {run.code})", *lines[begin:]])


def table(runs: Sequence[LaneRun]) -> Iterator[str]:
    """Tabulate how long each part took, on the clock and of the processor."""
    yield f"{'':<9} {'clock':>7} {'processor':>10}"
    for run in runs:
        told = outcomes(run.outcomes) if run.reports else ("passed" if has_passed(run) else "failed")
        yield f"{run.name:<9} {run.seconds:>5.0f} s {run.processor:>8.0f} s  {told}"


def second_look(again: LaneRun) -> Iterator[str]:
    """Say what became of tests that were run again, alone."""
    how = "passed when run again alone: a race, to be mended" if has_passed(again) else "failed twice"
    yield from (f"{test}: {how}" for test in again.command if "::" in test)


def busy(before: str, after: str) -> str:
    """Say how busy the machine was between two texts of ``/proc/stat``, whoever made it so."""
    spent = [now - then for then, now in zip(_ticks(before), _ticks(after), strict=True)]
    idle = spent[IDLE] + spent[AWAITING_DISK]
    return f"all {os.cpu_count()} processors together were busy {1 - idle / sum(spent):.0%} of the time"


def _ticks(stat: str) -> list[int]:
    """Return how long all processors together were in each of their states."""
    return [int(ticks) for ticks in stat.partition("\n")[0].split()[1:GUESTS]]


def slowest(runs: Sequence[LaneRun]) -> Iterator[str]:
    """List the tests that took longest, over all lanes."""
    found = [
        (seconds, run.name, test) for run in runs for test, seconds in run.end.get("seconds_of", {}).items()
    ]
    for seconds, name, test in sorted(found, reverse=True)[:SLOWEST]:
        yield f"{seconds:>7.1f} s  {name:<9} {test}"


def lost(runs: Sequence[LaneRun]) -> int:
    """Return how many collected embedded tests no lane has run: 0, unless the lanes do not add up."""
    ends = [run.end for run in runs if run.reports and "--storage" not in run.command]
    if not all(ends):
        return 0  # one lane broke off, which is reported separately
    return max(int(end["asked"]) for end in ends) - sum(int(end["selected"]) for end in ends)


def closing(runs: Sequence[LaneRun], seconds: float) -> str:
    """Return the closing line of all lanes together: ``2830 passed, 1 failed in 812.34s``."""
    total = sum((run.outcomes for run in runs), Counter[str]())
    ordered = {outcome: total[outcome] for outcome in ("failed", "passed", "skipped", "xfailed", "xpassed")}
    ordered["errors"] = total["error"]
    text = f" {outcomes(ordered)} in {seconds:.2f}s "
    return text.center(80, "=")
