"""What a storm cost the others, beside the same evening without it."""

from collections.abc import Mapping

import msgspec

# How a process counts what was done in a storm.
HOSTILE_ACT, QUIETED, HIDDEN, LEFT = "hostile act", "quieted", "hidden", "left"
MOST = 1.5  # times as long as in a calm evening


class StormResult(msgspec.Struct, frozen=True):
    """``calm`` and ``stormy``: the 99th percentile of what ordinary people send, in milliseconds.

    What the team did: people ``quieted``, messages ``hidden``, of which each is an act; ``left`` are those
    that it had not come to at the end.
    """

    calm: float | None
    stormy: float | None
    hostile_acts: int
    quieted: int
    hidden: int
    left: int

    @classmethod
    def of(cls, calm: float | None, stormy: float | None, counts: Mapping[str, int]) -> "StormResult":
        """Return it as the processes counted."""
        acts = [counts.get(name, 0) for name in (HOSTILE_ACT, QUIETED, HIDDEN, LEFT)]
        return cls(calm, stormy, *acts)

    @property
    def team_acts(self) -> int:
        """How many acts it took the team."""
        return self.quieted + self.hidden

    @property
    def ratio(self) -> float | None:
        """How many times as long the others waited."""
        return self.stormy / self.calm if self.calm and self.stormy else None

    @property
    def is_bearable(self) -> bool:
        """Whether the others hardly noticed."""
        return self.ratio is not None and self.ratio <= MOST
