"""Viewers without a browser, such as a recorder, behind one interface for all media servers."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from realtime.wire.meeting import MediaSlot

VIDEO_MID = "v0"  # the mid of the one picture; those of voices begin with an "a"


class PacketSink(Protocol):
    """Takes unprotected RTP packets, as a browser would receive them."""

    def send(self, packet: bytes) -> None:
        """Take one packet."""


class HeadlessViewer(Protocol):
    """A viewer that nobody sees: it is sent the voices, and one picture, of those who are in no group."""

    @property
    def ssrcs(self) -> dict[str, int]:
        """The SSRC of each media section (mid), constant from the first packet to the last."""

    @property
    def is_connected(self) -> bool:
        """Whether its media connection is up."""

    def layout(self) -> Sequence[MediaSlot]:
        """Return who is in which section."""

    def detach(self) -> None:
        """Stop receiving. Harmless when it has ended."""


def visible_person(slots: Sequence[MediaSlot]) -> int | None:
    """Return who is in the one picture."""
    return next((slot.person for slot in slots if slot.mid == VIDEO_MID), None)


@runtime_checkable
class HeadlessViewable(Protocol):
    """A media backend that accepts headless viewers."""

    def attach(self, sink: PacketSink) -> HeadlessViewer:
        """Send to ``sink`` from now on."""
