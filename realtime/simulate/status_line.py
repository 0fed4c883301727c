"""Progress in the terminal: one line that is rewritten, or plain lines where the output is not a terminal."""

import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from realtime.simulate import sentences as say
from realtime.simulate.latency import Histogram, quantile
from realtime.simulate.process_messages import Progress

PLAIN_EVERY = 10.0  # seconds
RECENT = 10  # seconds of deliveries in the displayed p99


@dataclass
class StatusLine:
    """A line of progress. ``seconds``: the duration of the rehearsal."""

    seconds: float
    is_tty: bool = field(default_factory=lambda: sys.stderr.isatty(), kw_only=True)
    _last: float = field(default=0.0, init=False)

    def write(self, words: Callable[[], str]) -> None:
        """Replace the line by ``words()``; outside a terminal, print it only now and then."""
        now = time.monotonic()
        if self.is_tty:
            # A line longer than the terminal could not be rewritten.
            line = words()[: shutil.get_terminal_size().columns - 1]
            print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)
        elif now - self._last >= PLAIN_EVERY:
            self._last = now
            print(words(), file=sys.stderr, flush=True)

    def end(self) -> None:
        """Clear the line."""
        if self.is_tty:
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def clock(self, second: int) -> dict[str, str]:
        """Return the elapsed time (``clock``) and the duration (``whole``) in minutes and seconds."""
        return {
            "clock": f"{second // 60}:{second % 60:02}",
            "whole": f"{int(self.seconds) // 60}:{int(self.seconds) % 60:02}",
        }


@dataclass
class RehearsalStatus(StatusLine):
    """Shows the progress of all workers, after ``label``."""

    label: str = ""
    _recent: dict[int, Histogram] = field(default_factory=dict, init=False)

    def show(self, told: Sequence[Progress]) -> None:
        """Show the latest progress of each worker."""
        if told[0].second >= 0:
            self._recent[told[0].second] = _sum(told)
            self.write(lambda: self.line(told))

    def line(self, told: Sequence[Progress]) -> str:
        """Format one line of figures."""
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
