"""The verdict on a simulated rencontre: one sentence that says whether the hub held."""

from realtime.simulate.meeting import words as say
from realtime.simulate.meeting.result import MediaResult
from realtime.simulate.sentences import listed, number, whole
from realtime.simulate.verdict import Verdict

MOST_GAPS = 1 / 1000  # of the packets, on a lossy network; none on another
LONGEST_FREEZE = 2.0  # seconds


def judge(result: MediaResult) -> Verdict:
    """Judge: held if everybody came, saw every picture soon enough, and next to nothing was lost."""
    reasons = _reasons(result)
    return Verdict(not reasons, _sentence(result, reasons), _cautions(result))


def crowd(result: MediaResult) -> str:
    """Say the number of people, cameras and tiles in words."""
    return say.CROWD(people=result.people, cameras=result.cameras, tiles=result.tiles)


def _reasons(result: MediaResult) -> list[str]:
    first = result.first.p95
    freeze = number(result.longest_freeze)
    found = [
        (
            result.came < result.people,
            say.NOT_ALL_CAME(missing=result.people - result.came, people=result.people),
        ),
        (result.connected < result.came, say.NOT_CONNECTED(missing=result.came - result.connected)),
        (bool(result.blind), say.BLIND(blind=len(result.blind))),
        (result.gaps > result.packets * (MOST_GAPS if result.loss else 0), say.GAPS()),
        (first is None or first > result.goal_ms, say.SLOW(goal=number(result.goal_ms))),
        (result.longest_freeze > LONGEST_FREEZE, say.FROZEN(freeze=freeze)),
    ]
    return [sentence for is_so, sentence in found if is_so]


def _sentence(result: MediaResult, reasons: list[str]) -> str:
    figures = say.FIGURES(
        first=number(result.first.p95) if result.first.p95 is not None else "–",
        gaps=whole(result.gaps),
        packets=whole(result.packets),
        freeze=number(result.longest_freeze),
    )
    if result.server.media is not None:
        figures += say.CORES(cores=number(result.server.media))
    if not reasons:
        return say.HOLDS(crowd=crowd(result), figures=figures)
    return say.HOLDS_NOT(crowd=crowd(result), reasons=listed(reasons), figures=figures)


def _cautions(result: MediaResult) -> list[str]:
    found = []
    if result.simulator.was_the_limit:
        busy = number(result.simulator.busiest * 100)
        found.append(say.SIMULATOR_LIMIT(busy=busy, late=number(result.simulator.late_ms)))
    if result.troubles:
        told = [f"{count} × {name}" for name, count in sorted(result.troubles.items())]
        found.append(say.TROUBLES(troubles=listed(told)))
    return found
