"""Counts what happened in one process, second by second."""

import asyncio
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from realtime.simulate.latency import SENT_AGAIN, Histogram, LatencyRecorder, LogPosition, bucket_of
from realtime.simulate.process_messages import Acknowledged


@dataclass
class RunTally:
    """``counts``: actions by name; ``errors``: what should not have happened; ``closes``: sockets that the
    service closed, by code. ``unanswered`` and ``stranded`` are people: see ``PeopleReport``. What slow
    phones hear and load is apart, in ``slow_recorder`` and ``slow_pages``."""

    recorder: LatencyRecorder
    slow_recorder: LatencyRecorder = field(init=False)
    counts: Counter[str] = field(default_factory=Counter)
    written: Counter[int] = field(default_factory=Counter)
    errors: dict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    closes: Counter[int] = field(default_factory=Counter)
    answers: Histogram = field(default_factory=Counter)
    pages: Histogram = field(default_factory=Counter)
    slow_pages: Histogram = field(default_factory=Counter)
    done: list[Acknowledged] = field(default_factory=list)
    connected: int = 0
    unanswered: int = 0
    stranded: int = 0
    connected_at: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.slow_recorder = LatencyRecorder(self.recorder.begins)

    @property
    def second(self) -> int:
        """The current second of the rehearsal."""
        return int(asyncio.get_running_loop().time() - self.recorder.begins)

    def act(self, name: str) -> None:
        """Count an action."""
        self.counts[name] += 1

    def error(self, name: str) -> None:
        """Count something that should not happen."""
        self.errors[self.second][name] += 1

    @property
    def deliveries(self) -> Counter[int]:
        """Deliveries by second, to everybody."""
        return self.recorder.deliveries + self.slow_recorder.deliveries

    def heard(self, position: LogPosition, at: float, live_since: float, *, slow: bool) -> None:
        """Note that a phone received a line of somebody else's: see ``LatencyRecorder``."""
        (self.slow_recorder if slow else self.recorder).heard(position, at, live_since)

    def opened_page(self, seconds: float, *, slow: bool) -> None:
        """Count a page, loaded in ``seconds``."""
        self.act("page")
        (self.slow_pages if slow else self.pages)[bucket_of(seconds * 1000)] += 1

    def answered(self, done: Acknowledged, sent_at: float, now: float) -> None:
        """Count an acknowledged command; ``sent_at`` is ``SENT_AGAIN`` when it was sent more than once."""
        self.done.append(done)
        self.written[self.second] += 1
        for recorder in (self.recorder, self.slow_recorder):
            recorder.was_sent((done.room, done.seq), sent_at)
        if sent_at != SENT_AGAIN:
            self.answers[bucket_of((now - sent_at) * 1000)] += 1
