"""``bin/simulate --meeting``: prepare a hub, run the rencontre, judge, report."""

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
from realtime.simulate.meeting.figures import result_of
from realtime.simulate.meeting.plan import SimulatedMeeting
from realtime.simulate.meeting.process_messages import GuestsProgress
from realtime.simulate.meeting.rehearsal import hold
from realtime.simulate.meeting.result import MediaResult
from realtime.simulate.meeting.venue import MeetingVenue, RunningMeetingHub, temporary_meeting_hub
from realtime.simulate.meeting.verdict import judge
from realtime.simulate.sentences import whole
from realtime.simulate.status_line import StatusLine
from realtime.simulate.verdict import Verdict


@dataclass(frozen=True)
class MeetingOptions:
    """The parsed options. ``url`` is None for a temporary hub; else ``code`` is the join code."""

    plan: SimulatedMeeting
    url: str | None
    code: str
    json: Path | None
    report: Path | None


class MeetingOutcome(msgspec.Struct, frozen=True):
    """The verdict and every figure, as written to the JSON file."""

    verdict: Verdict
    figures: MediaResult


def run(asked: MeetingOptions) -> bool:
    """Run what was asked, report, and return whether it held. Raises ``CommandRefused``."""
    with _venue(asked) as venue:
        terminal = MeetingStatus(asked.plan.arrival + asked.plan.seconds)
        try:
            record = asyncio.run(hold(venue, asked.plan, terminal.show))
        finally:
            terminal.end()
    result = result_of(asked.plan, record)
    outcome = MeetingOutcome(judge(result), result)
    print(outcome.verdict.sentence, *outcome.verdict.cautions, sep="\n")
    _leave(asked, outcome)
    return outcome.verdict.held


@contextmanager
def _venue(asked: MeetingOptions) -> Iterator[MeetingVenue]:
    if asked.url:
        yield RunningMeetingHub(asked.url, asked.code)
    else:
        print(sentences.PREPARING(), file=sys.stderr)
        with temporary_meeting_hub() as venue:
            yield venue


def _leave(asked: MeetingOptions, outcome: MeetingOutcome) -> None:
    if asked.json:
        asked.json.write_bytes(msgspec.json.format(msgspec.json.encode(outcome), indent=2) + b"\n")
        print(sentences.WRITTEN(path=asked.json))
    if asked.report:
        asked.report.write_text(report.page(outcome.figures, outcome.verdict, datetime.now()))
        print(sentences.WRITTEN(path=asked.report))


class MeetingStatus(StatusLine):
    """Shows the progress of all workers of a rencontre."""

    def show(self, told: Sequence[GuestsProgress]) -> None:
        """Show the latest progress of each worker."""
        self.write(lambda: self.line(told))

    def line(self, told: Sequence[GuestsProgress]) -> str:
        """Format one line of figures."""
        return say.PROGRESS(
            **self.clock(max(0, *(each.second for each in told))),
            inside=sum(each.inside for each in told),
            received=whole(sum(each.received for each in told)),
            shown=whole(sum(each.shown for each in told)),
            frozen=sum(each.frozen for each in told),
            gaps=sum(each.gaps for each in told),
        )
