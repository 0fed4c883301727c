"""What a media mode does for one meeting, whatever carries the sound and the pictures."""

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
    """Who hears of the media: the meeting. Called on the event loop, never from a thread."""

    def tell(self, person: int, message: MeetingMessage) -> None:
        """Send ``message`` (an offer, an answer, a candidate, the slots) to one member."""

    def spoke(self, people: list[int]) -> None:
        """These speak now, loudest first."""

    def measured(self, person: int, quality: Quality) -> None:
        """How well the media of ``person`` comes and goes; ``lost`` when nothing has come for a while."""

    def lost(self, person: int) -> None:
        """The media connection of ``person`` has ended and must be made anew (``open`` again)."""


class Media(Protocol):
    """The media of one meeting. Nothing here blocks; what takes time happens in tasks of its own.

    Whatever a browser sends may be malformed: it is refused by a ``BadDescription``, and nothing else breaks.
    """

    mode: Mode

    def open(self, person: int, view: ViewMeeting) -> None:
        """Begin, or begin anew, the media connection of ``person``; ``view.pictures`` fixes its slots."""

    def runs(self, person: int) -> bool:
        """Whether a connection of ``person`` is up, or coming up: it can go on after a cut of the line."""

    def hear(self, person: int, signal: MediaSignal) -> None:
        """A description or candidate from ``person``. Raises ``BadDescription``."""

    def shut(self, person: int) -> None:
        """End the media connection of ``person``."""

    def hold(self, person: int, track: Track, on: bool) -> None:
        """Drop (``on``) or let pass what ``person`` sends on ``track``, whatever their browser does."""

    def announce(self, person: int, track: Track, on: bool) -> None:
        """``person`` says that their own ``track`` is on or off."""

    def view(self, person: int, view: ViewMeeting) -> None:
        """What the screen of ``person`` shows now."""

    def spotlight(self, person: int | None) -> None:
        """Everybody sees this person first."""

    def group(self, groups: Mapping[int, int]) -> None:
        """Person to group: people hear and see their own group only."""

    def close(self) -> None:
        """End all."""


class BadDescription(ValueError):
    """A description or candidate that is malformed or not allowed; its text is for the log."""
