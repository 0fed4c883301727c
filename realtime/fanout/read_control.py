"""Pauses and resumes reading from one peer."""

import time
from collections.abc import Callable
from typing import Any

INBOX_FULL, BY_APPLICATION, STOPPED = 1, 2, 4
"""Reasons to pause: messages not taken yet, a call of ``pause_reading``, the end. Any one is enough."""


class ReadControl:
    """Pauses a Twisted transport while there is a reason; calls ``on_resume`` when the last one goes."""

    __slots__ = ("_is_final", "_on_resume", "_reasons", "_since", "_transport")

    def __init__(self, transport: Any, on_resume: Callable[[], None]) -> None:
        self._transport = transport
        self._on_resume = on_resume
        self._reasons = 0
        self._since = 0.0
        self._is_final = False

    @property
    def is_paused(self) -> bool:
        return self._reasons != 0

    def paused_for(self, now: float) -> float:
        """Seconds without reading; ``now`` is ``time.monotonic()``."""
        return now - self._since if self._reasons else 0.0

    def pause(self, reason: int) -> None:
        if not self._is_final:
            self._pause(reason)

    def _pause(self, reason: int) -> None:
        if not self._reasons:
            self._since = time.monotonic()
            self._transport.pauseProducing()
        self._reasons |= reason

    def resume(self, reason: int) -> None:
        was_paused = self.is_paused
        self._reasons &= ~reason
        if was_paused and not self._reasons:
            self._transport.resumeProducing()
            self._on_resume()

    def resume_for_good(self) -> None:
        """Resume, and never pause again except to stop: only the peer's Close is still to come."""
        self._is_final = True
        self.resume(INBOX_FULL | BY_APPLICATION)

    def stop(self) -> None:
        """Stop reading for good."""
        self._is_final = True
        self._pause(STOPPED)
