"""The interface of a media backend: what carries sound and pictures for one meeting."""

from collections.abc import Mapping
from typing import Protocol

from realtime.wire.meeting import (
    AnswerMedia,
    MeetingMessage,
    Mode,
    OfferMedia,
    Quality,
    Track,
    TrickleMedia,
    ViewMeeting,
)

MediaSignal = OfferMedia | AnswerMedia | TrickleMedia


class MediaListener(Protocol):
    """What a backend reports to its meeting. Called on the event loop, never from a thread."""

    def tell(self, person: int, message: MeetingMessage) -> None:
        """Send ``message`` (an offer, an answer, a candidate, the slots) to one member."""

    def spoke(self, people: list[int]) -> None:
        """Report who speaks now, loudest first."""

    def measured(self, person: int, quality: Quality) -> None:
        """Report the quality of a person's media connection; ``lost`` when nothing has come for a while."""

    def lost(self, person: int) -> None:
        """Report that the media connection of ``person`` has ended; it must be opened again."""


class MediaBackend(Protocol):
    """The media of one meeting. No method blocks; what takes time runs in the backend's own tasks.

    A browser may send anything: a malformed signal raises ``BadDescription``, and nothing else breaks.
    """

    mode: Mode

    def open(self, person: int, view: ViewMeeting) -> None:
        """Open, or reopen, the media connection of ``person``, with ``view.pictures`` video slots."""

    def has_connection(self, person: int) -> bool:
        """Whether a connection is up or coming up, so that it can outlive a lost WebSocket."""

    def apply_signal(self, person: int, signal: MediaSignal) -> None:
        """Apply a description or candidate from ``person``. Raises ``BadDescription``."""

    def shut(self, person: int) -> None:
        """Close the media connection of ``person``."""

    def hold(self, person: int, track: Track, on: bool) -> None:
        """Drop (``on``) or forward what ``person`` sends on ``track``, whatever their browser does."""

    def announce(self, person: int, track: Track, on: bool) -> None:
        """Note that ``person`` turned their own ``track`` on or off."""

    def view(self, person: int, view: ViewMeeting) -> None:
        """Note what the screen of ``person`` shows now."""

    def spotlight(self, person: int | None) -> None:
        """Show this person first to everybody; None: nobody."""

    def group(self, groups: Mapping[int, int]) -> None:
        """Set the groups (person to group): people hear and see their own group only."""

    def close(self) -> None:
        """Close all connections."""


class BadDescription(ValueError):
    """A description or candidate is malformed or not allowed; the text is for the log."""
