"""What happened in one process, counted second by second."""

import asyncio
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from realtime.simulate.latency import TWICE, Histogram, Ledger, bucket_of
from realtime.simulate.telling import Done


@dataclass
class Tally:
    """``counts`` are acts by name; ``errors`` what should not have happened; ``closes`` the codes with which
    the service ended a socket by itself. ``unanswered`` and ``stranded`` are people: see ``Played``."""

    ledger: Ledger
    counts: Counter[str] = field(default_factory=Counter)
    written: Counter[int] = field(default_factory=Counter)
    errors: dict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    closes: Counter[int] = field(default_factory=Counter)
    answers: Histogram = field(default_factory=Counter)
    pages: Histogram = field(default_factory=Counter)
    done: list[Done] = field(default_factory=list)
    connected: int = 0
    unanswered: int = 0
    stranded: int = 0
    connected_at: dict[int, int] = field(default_factory=dict)

    @property
    def second(self) -> int:
        """The second of the rehearsal that is running."""
        return int(asyncio.get_running_loop().time() - self.ledger.begins)

    def act(self, name: str) -> None:
        """Somebody did ``name``."""
        self.counts[name] += 1

    def error(self, name: str) -> None:
        """Something happened that should not."""
        self.errors[self.second][name] += 1

    def opened_page(self, seconds: float) -> None:
        """Somebody has a page, after so long."""
        self.act("page")
        self.pages[bucket_of(seconds * 1000)] += 1

    def answered(self, done: Done, sent_at: float, now: float) -> None:
        """A command was acknowledged; ``sent_at`` is ``TWICE`` when it was sent again."""
        self.done.append(done)
        self.written[self.second] += 1
        self.ledger.was_sent((done.room, done.seq), sent_at)
        if sent_at != TWICE:
            self.answers[bucket_of((now - sent_at) * 1000)] += 1
