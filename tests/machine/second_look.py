"""Run the few tests that failed beside other lanes again, alone: a race or a fault (decision 065)."""

from collections.abc import Sequence

from tests.machine import lanes
from tests.machine.runner import FAILED, LaneRun

MOST = 3  # tests; more than these are a fault, or a machine on which nothing can be told


def repeats(failed: Sequence[LaneRun]) -> list[LaneRun]:
    """Return the runs that repeat only what failed, or none where a fault is plain: where a lane broke off,
    where it only computes, and so would fail again, or where more than ``MOST`` tests failed."""
    if any(run.code != FAILED or not run.failed or run.name in lanes.QUICK for run in failed):
        return []
    if sum(len(run.failed) for run in failed) > MOST:
        return []
    return [LaneRun(f"{run.name} again", _only_what_failed(run), run.environment) for run in failed]


def _only_what_failed(run: LaneRun) -> list[str]:
    folders = lanes.FOLDERS.get(run.name, ())
    return [*(word for word in run.command if word not in folders), *run.failed]
