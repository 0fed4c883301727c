"""``bin/simulate --meeting``: prepare, hold, prove, tell."""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from realtime.simulate import sentences
from realtime.simulate.meeting import report
from realtime.simulate.meeting import words as say
from realtime.simulate.meeting.evening import hold
from realtime.simulate.meeting.figures import result_of
from realtime.simulate.meeting.house import Place, RunningPlace, own_place
from realtime.simulate.meeting.plan import Plan
from realtime.simulate.meeting.result import MediaResult
from realtime.simulate.meeting.telling import Second
from realtime.simulate.meeting.verdict import judge
from realtime.simulate.progress import Line
from realtime.simulate.sentences import whole
from realtime.simulate.verdict import Verdict


@dataclass(frozen=True)
class Asked:
    """What was asked for. ``url`` is None for a house of our own; else ``code`` is the way in."""

    plan: Plan
    url: str | None
    code: str
    json: Path | None
    report: Path | None


class Outcome(msgspec.Struct, frozen=True):
    """The verdict and every figure, as they stand in the JSON."""

    verdict: Verdict
    figures: MediaResult


def run(asked: Asked) -> bool:
    """Do what was asked and tell it; whether it held. Raises ``Refusal``."""
    with _place(asked) as place:
        terminal = Terminal(asked.plan.arrival + asked.plan.seconds)
        try:
            evening = asyncio.run(hold(place, asked.plan, terminal.show))
        finally:
            terminal.end()
    result = result_of(asked.plan, evening)
    outcome = Outcome(judge(result), result)
    print(outcome.verdict.sentence, *outcome.verdict.cautions, sep="\n")
    _leave(asked, outcome)
    return outcome.verdict.held


@contextmanager
def _place(asked: Asked) -> Iterator[Place]:
    if asked.url:
        yield RunningPlace(asked.url, asked.code)
    else:
        print(sentences.PREPARING(), file=sys.stderr)
        with own_place() as place:
            yield place


def _leave(asked: Asked, outcome: Outcome) -> None:
    if asked.json:
        asked.json.write_bytes(msgspec.json.format(msgspec.json.encode(outcome), indent=2) + b"\n")
        print(sentences.WRITTEN(path=asked.json))
    if asked.report:
        asked.report.write_text(report.page(outcome.figures, outcome.verdict, datetime.now()))
        print(sentences.WRITTEN(path=asked.report))


class Terminal(Line):
    """What the players of a rencontre tell, second by second."""

    def show(self, told: Sequence[Second]) -> None:
        """Tell the last word of each player."""
        self.write(lambda: self.line(told))

    def line(self, told: Sequence[Second]) -> str:
        """One line of figures."""
        return say.PROGRESS(
            **self.clock(max(0, *(each.second for each in told))),
            inside=sum(each.inside for each in told),
            received=whole(sum(each.received for each in told)),
            shown=whole(sum(each.shown for each in told)),
            frozen=sum(each.frozen for each in told),
            gaps=sum(each.gaps for each in told),
        )
