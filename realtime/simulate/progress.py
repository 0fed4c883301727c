"""How it goes, while it goes: one line that is written over, or plain lines where nobody can write over."""

import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from realtime.simulate import sentences as say
from realtime.simulate.latency import Histogram, quantile
from realtime.simulate.telling import Progress

PLAIN_EVERY = 10.0  # seconds
RECENT = 10  # seconds of deliveries that the p99 is of


@dataclass
class Line:
    """The line itself. ``seconds``: how long the rehearsal is."""

    seconds: float
    is_tty: bool = field(default_factory=lambda: sys.stderr.isatty(), kw_only=True)
    _last: float = field(default=0.0, init=False)

    def write(self, words: Callable[[], str]) -> None:
        """``words()`` in the place of what stood there; only now and then where nothing is written over."""
        now = time.monotonic()
        if self.is_tty:
            # A line that is longer than the terminal could not be written over.
            line = words()[: shutil.get_terminal_size().columns - 1]
            print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)
        elif now - self._last >= PLAIN_EVERY:
            self._last = now
            print(words(), file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the line."""
        if self.is_tty:
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def clock(self, second: int) -> dict[str, str]:
        """How far it is: ``clock`` of the ``whole``, in minutes and seconds."""
        return {
            "clock": f"{second // 60}:{second % 60:02}",
            "whole": f"{int(self.seconds) // 60}:{int(self.seconds) % 60:02}",
        }


@dataclass
class Terminal(Line):
    """What the players of a rehearsal tell, second by second; ``label`` comes first."""

    label: str = ""
    _recent: dict[int, Histogram] = field(default_factory=dict, init=False)

    def show(self, told: Sequence[Progress]) -> None:
        """Tell the last word of each player."""
        if told[0].second >= 0:
            self._recent[told[0].second] = _sum(told)
            self.write(lambda: self.line(told))

    def line(self, told: Sequence[Progress]) -> str:
        """One line of figures."""
        second = max(each.second for each in told)
        histogram: Histogram = sum(
            (self._recent[each] for each in self._recent if each > second - RECENT), Counter()
        )
        p99 = quantile(histogram, 0.99)
        return self.label + say.PROGRESS(
            **self.clock(second),
            connected=sum(each.connected for each in told),
            written=sum(each.written for each in told),
            deliveries=sum(each.deliveries for each in told),
            p99="–" if p99 is None else f"{say.number(p99)} ms",
            errors=sum(each.errors for each in told),
        )


def _sum(told: Sequence[Progress]) -> Histogram:
    return sum((Counter(each.recent) for each in told), Counter())
