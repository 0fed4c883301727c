"""Notice when the machine's clock is set, by hand or by the network: its time of day jumps, time does not."""

import time
from datetime import timedelta

LEAST_SECONDS = 1.0  # less is the clock being kept right

# On Linux it goes on while the machine sleeps: the hour after a sleep is no jump. Elsewhere a sleep is one.
_STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


class ClockJumps:
    """The jumps since it was made, each told once."""

    def __init__(self) -> None:
        self._ahead = _ahead()

    def last(self) -> timedelta | None:
        """Return by how much the clock was set since this was last asked; None where it was not."""
        before, self._ahead = self._ahead, _ahead()
        jump = self._ahead - before
        return timedelta(seconds=jump) if abs(jump) >= LEAST_SECONDS else None


def _ahead() -> float:
    return time.time() - time.clock_gettime(_STEADY)
