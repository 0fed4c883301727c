"""To hear and see a meeting without a browser, as a recorder does, whatever carries it."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from realtime.wire.meeting import MediaSlot

PICTURE = "v0"  # the section of the one picture; those of voices begin with an "a"


class Sink(Protocol):
    """Takes RTP packets as a browser would receive them, before they are sealed."""

    def send(self, packet: bytes) -> None:
        """One packet."""


class Watch(Protocol):
    """A viewer whom nobody sees: it is sent the voices, and one picture, of those who are in no group."""

    @property
    def ssrcs(self) -> dict[str, int]:
        """Under which number each media section is handed over, from the first packet to the last."""

    @property
    def hears(self) -> bool:
        """Whether what is sent comes."""

    def told(self) -> Sequence[MediaSlot]:
        """Who is in which section."""

    def detach(self) -> None:
        """No more. Harmless when it has ended."""


def seen(slots: Sequence[MediaSlot]) -> int | None:
    """Who is in the one picture."""
    return next((slot.person for slot in slots if slot.mid == PICTURE), None)


@runtime_checkable
class Watchable(Protocol):
    """Media that can be watched."""

    def attach(self, sink: Sink) -> Watch:
        """Hand what comes to ``sink`` from now on."""
