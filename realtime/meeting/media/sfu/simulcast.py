"""Simulcast layer selection for one viewer: by the height on their screen, and by their bandwidth.

REMB says when a line is too narrow, hardly ever how wide it is, since the estimate follows what is sent. So
high layers are probed one at a time, and taken back for longer and longer when the line does not hold them.
"""

from collections.abc import Sequence
from typing import NamedTuple

LOW_IS_ENOUGH = 270
NARROW = 1.05
LOSSY = 0.12
TRIED_FOR = 6.0
FIRST_REST, LONGEST_REST = 8.0, 120.0
BETWEEN = 1.0


class LayerChoice(NamedTuple):
    """A camera as a viewer shows it: its height in pixels, and the bit rates of its two layers now."""

    height: int
    low: int
    high: int


class DownlinkBudget:
    """The bandwidth towards one viewer, as a number of high layers. Times are seconds of any steady clock,
    rates bits per second."""

    def __init__(self) -> None:
        self.allowed = 0
        """How many cameras may come in their high layer."""
        self._estimate: int | None = None
        self._loss = 0.0
        self._changed_at = 0.0
        self._rests_until = 0.0
        self._rest = FIRST_REST

    def estimate(self, rate: int) -> None:
        """Take the REMB of the viewer's browser."""
        self._estimate = rate

    def lose(self, share: float) -> None:
        """Take the share lost from a receiver report of the viewer's browser."""
        self._loss += (share - self._loss) * 0.3

    @property
    def loss(self) -> float:
        """The share of packets to the viewer that is lost, smoothed."""
        return self._loss

    def settle(self, sent: int, wanted: int, now: float) -> None:
        """Adapt, about once a second. ``sent``: bits per second sent to the viewer; ``wanted``: how many
        cameras should come in their high layer."""
        if self._is_narrow(sent):
            self._take_back(now)
        elif self.allowed < wanted and now >= self._rests_until and now - self._changed_at >= BETWEEN:
            self.allowed, self._changed_at = self.allowed + 1, now
        elif self.allowed and now - self._changed_at > TRIED_FOR:
            self._rest = FIRST_REST
        self.allowed = min(self.allowed, wanted)

    def _is_narrow(self, sent: int) -> bool:
        too_much = self._estimate is not None and sent > self._estimate * NARROW
        return too_much or self._loss > LOSSY

    def _take_back(self, now: float) -> None:
        if not self.allowed or now - self._changed_at < BETWEEN:
            return
        failed = now - self._changed_at < TRIED_FOR
        self._rests_until = now + self._rest
        self._rest = min(self._rest * 2, LONGEST_REST) if failed else FIRST_REST
        self.allowed, self._changed_at = self.allowed - 1, now


def wants_high(choice: LayerChoice) -> bool:
    """Whether the low layer looks poor at this height."""
    return choice.height > LOW_IS_ENOUGH and choice.high > 0


def choose_layers(choices: Sequence[LayerChoice], allowed: int) -> list[str]:
    """Return the layer (``l`` or ``h``) of each camera, the most important first; ``allowed`` of them high.

    Whoever sends one layer only is seen in that one.
    """
    chosen = []
    for choice in choices:
        large = (wants_high(choice) and allowed > 0) or (not choice.low and choice.high > 0)
        allowed -= large
        chosen.append("h" if large else "l")
    return chosen
