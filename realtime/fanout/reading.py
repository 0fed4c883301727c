"""Whether we read from one peer, or leave what it sends in its own hands."""

import time
from collections.abc import Callable
from typing import Any

INBOX_FULL, PAUSED, STOPPED = 1, 2, 4
"""Who holds it: messages that nobody took yet, whoever called ``pause_reading``, the end. Any is enough."""


class Reading:
    """Holds and releases a Twisted transport; ``go_on`` is called soon after the last release."""

    __slots__ = ("_ended", "_go_on", "_holders", "_since", "_transport")

    def __init__(self, transport: Any, go_on: Callable[[], None]) -> None:
        self._transport = transport
        self._go_on = go_on
        self._holders = 0
        self._since = 0.0
        self._ended = False

    @property
    def is_held(self) -> bool:
        return self._holders != 0

    def held_for(self, now: float) -> float:
        """Seconds without reading; ``now`` is ``time.monotonic()``."""
        return now - self._since if self._holders else 0.0

    def hold(self, holder: int) -> None:
        if not self._ended:
            self._hold(holder)

    def _hold(self, holder: int) -> None:
        if not self._holders:
            self._since = time.monotonic()
            self._transport.pauseProducing()
        self._holders |= holder

    def release(self, holder: int) -> None:
        was_held = self.is_held
        self._holders &= ~holder
        if was_held and not self._holders:
            self._transport.resumeProducing()
            self._go_on()

    def end(self) -> None:
        """From now on nothing is held: what is left to hear is the peer's Close."""
        self._ended = True
        self.release(INBOX_FULL | PAUSED)

    def stop(self) -> None:
        """Nothing more is to be heard at all."""
        self._ended = True
        self._hold(STOPPED)
