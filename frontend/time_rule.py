"""The steel rule on which time is a length, drawn as SVG: no style sheet has to know what time it is."""

import math
from dataclasses import dataclass
from typing import NamedTuple

WIDTH = 1760
STEPS = ((30, 1, 5), (90, 5, 15), (240, 10, 60), (math.inf, 30, 60))  # up to minutes: a tick, a long one
CROWDED = 200  # a figure nearer to the end than that gives way to the figure of the end

NARROW = 12  # a mark nearer to the end than that is the end's
HEAD = 14  # of a rivet, from the edge of its piece


class WallTick(NamedTuple):
    """A mark at ``x``; a ``long`` one bears the figure of its ``minute``."""

    x: float
    minute: int
    long: bool
    figure: bool


@dataclass(frozen=True, slots=True)
class TimeRule:
    """``seconds`` in all, of which ``left`` are left and ``added`` are grace, riveted on at the zero end."""

    seconds: float
    left: float
    added: int = 0

    @property
    def bar(self) -> float:
        """Return the length of what is left."""
        return self._at(min(self.left, self.seconds))

    @property
    def rivet(self) -> float:
        """Return the length of the piece of grace."""
        return self._at(min(self.added, self.seconds))

    @property
    def rivets(self) -> tuple[float, float]:
        """Return where its two rivets are."""
        return min(HEAD, self.rivet / 2), max(self.rivet - HEAD, self.rivet / 2)

    @property
    def minutes(self) -> int:
        """Return the whole length in minutes."""
        return round(self.seconds / 60)

    @property
    def ticks(self) -> list[WallTick]:
        """Return the marks, zero first, without the end."""
        minutes = self.seconds / 60
        step, long = next((step, long) for most, step, long in STEPS if minutes <= most)
        ticks = (self._tick(minute, minute % long == 0) for minute in range(0, math.ceil(minutes), step))
        return [tick for tick in ticks if not tick.minute or tick.x < WIDTH - NARROW]

    def _tick(self, minute: int, is_long: bool) -> WallTick:
        x = self._at(60 * minute)
        return WallTick(x, minute, is_long, is_long and x < WIDTH - CROWDED)

    def _at(self, seconds: float) -> float:
        return round(WIDTH * seconds / self.seconds, 1) if self.seconds else 0.0
