"""Effects of the state machine: messages, media control, database writes. ``MeetingRunner`` carries them out
in order.

A *client* is one socket of one browser, by its number. A moment is milliseconds since 1970, UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from realtime.meeting.media.interface import MediaSignal
from realtime.wire.meeting import MeetingMessage, Mode, Reason, Track, ViewMeeting

# Messages


@dataclass(frozen=True, slots=True)
class SendMessage:
    """Send the same message to each of these clients."""

    clients: tuple[int, ...]
    message: MeetingMessage


@dataclass(frozen=True, slots=True)
class PutOut:
    """Tell a client that it is out. ``sentence`` empty: the usual one of the reason."""

    client: int
    reason: Reason
    again: bool
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class SendRefusal:
    """Tell a client why its command is refused."""

    client: int
    code: str


@dataclass(frozen=True, slots=True)
class CloseClient:
    """Close the socket of a client that keeps sending malformed signals."""

    client: int


# Media control


@dataclass(frozen=True, slots=True)
class SwitchBackend:
    """Change the media mode; the backend of the earlier mode is closed."""

    mode: Mode


@dataclass(frozen=True, slots=True)
class OpenMedia:
    """``MediaBackend.open``."""

    person: int
    view: ViewMeeting


@dataclass(frozen=True, slots=True)
class ShutMedia:
    """``MediaBackend.shut``."""

    person: int


@dataclass(frozen=True, slots=True)
class ApplySignal:
    """``MediaBackend.apply_signal``; a ``BadDescription`` comes back as ``media_control.misdescribed``."""

    person: int
    signal: MediaSignal


@dataclass(frozen=True, slots=True)
class HoldTrack:
    """``MediaBackend.hold``."""

    person: int
    track: Track
    on: bool


@dataclass(frozen=True, slots=True)
class AnnounceTrack:
    """``MediaBackend.announce``."""

    person: int
    track: Track
    on: bool


@dataclass(frozen=True, slots=True)
class ChangeView:
    """``MediaBackend.view``."""

    person: int
    view: ViewMeeting


@dataclass(frozen=True, slots=True)
class ChangeSpotlight:
    """``MediaBackend.spotlight``."""

    person: int | None


@dataclass(frozen=True, slots=True)
class ChangeGroups:
    """``MediaBackend.group``."""

    groups: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class CloseBackend:
    """``MediaBackend.close``."""


@dataclass(frozen=True, slots=True)
class StartRecording:
    """Start recording: everybody has agreed; ``by`` asked."""

    by: int


@dataclass(frozen=True, slots=True)
class StopRecording:
    """Stop recording."""


# Database writes


@dataclass(frozen=True, slots=True)
class SaveAttendance:
    """Write columns of one person's ``Attendance``; a moment is in milliseconds."""

    person: int
    columns: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ClearGroups:
    """Forget which group everybody was in, those too who have left."""


@dataclass(frozen=True, slots=True)
class SaveMeeting:
    """Write columns of the ``Meeting``; a moment is in milliseconds."""

    columns: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SaveCaption:
    """Write one line of the transcript."""

    person: int
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class EraseRecording:
    """Erase what was being recorded at a moment."""

    at: int


@dataclass(frozen=True, slots=True)
class SaveBeginning:
    """Open the meeting: its first host has come in."""

    by: int


@dataclass(frozen=True, slots=True)
class SaveEnd:
    """End the meeting; ``by`` None: it ended by itself, empty."""

    by: int | None


ClientEffect = SendMessage | PutOut | SendRefusal | CloseClient
MediaEffect = (
    SwitchBackend
    | OpenMedia
    | ShutMedia
    | ApplySignal
    | HoldTrack
    | AnnounceTrack
    | ChangeView
    | ChangeSpotlight
    | ChangeGroups
    | CloseBackend
    | StartRecording
    | StopRecording
)
DatabaseEffect = (
    SaveAttendance | ClearGroups | SaveMeeting | SaveCaption | EraseRecording | SaveBeginning | SaveEnd
)
Effect = ClientEffect | MediaEffect | DatabaseEffect
