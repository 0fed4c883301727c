"""What a storm cost the others, beside the same evening without it."""

from collections.abc import Mapping

import msgspec

# How a process counts what was done in a storm.
HOSTILE_ACT, QUIETED, CLEARED, LEFT, BACK = "hostile act", "quieted", "cleared", "left", "back"
MOST = 1.5  # times as long as in a calm evening


class StormResult(msgspec.Struct, frozen=True):
    """``calm`` and ``stormy``: the 99th percentile of what ordinary people send, in milliseconds.

    What the team did: people ``quieted``, and ``cleared``, how often it hid in one act all that they wrote;
    ``left`` are the messages that it had not come to at the end; ``back``: how often it brought back, in one
    act, what it had hidden of somebody innocent.
    """

    calm: float | None
    stormy: float | None
    hostile_acts: int
    quieted: int
    cleared: int
    left: int
    back: int = 0

    @classmethod
    def of(cls, calm: float | None, stormy: float | None, counts: Mapping[str, int]) -> "StormResult":
        """Return it as the processes counted."""
        acts = [counts.get(name, 0) for name in (HOSTILE_ACT, QUIETED, CLEARED, LEFT, BACK)]
        return cls(calm, stormy, *acts)

    @property
    def team_acts(self) -> int:
        """How many acts it took the team."""
        return self.quieted + self.cleared

    @property
    def ratio(self) -> float | None:
        """How many times as long the others waited."""
        return self.stormy / self.calm if self.calm and self.stormy else None

    @property
    def is_bearable(self) -> bool:
        """Whether the others hardly noticed."""
        return self.ratio is not None and self.ratio <= MOST
