"""What the state machine wants done: told, carried, kept. The shell does it, in order.

A *seat* is one socket of one browser, numbered by the shell. A moment is milliseconds since 1970, UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from realtime.meeting.media import MediaSignal
from realtime.wire.meeting import MeetingMessage, Mode, Reason, Track, ViewMeeting

# Told.


@dataclass(frozen=True, slots=True)
class Tell:
    """The same message to each of these seats."""

    seats: tuple[int, ...]
    message: MeetingMessage


@dataclass(frozen=True, slots=True)
class Out:
    """A seat is no longer of this meeting. ``sentence`` empty: the usual one of the reason."""

    seat: int
    reason: Reason
    again: bool
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Refuse:
    """A rule said no to what this seat asked."""

    seat: int
    code: str


@dataclass(frozen=True, slots=True)
class Close:
    """This seat goes on sending what is malformed: its socket is to be closed."""

    seat: int


# Carried by the media.


@dataclass(frozen=True, slots=True)
class Carry:
    """The media are carried in this mode from now on; whoever carried them before stops."""

    mode: Mode


@dataclass(frozen=True, slots=True)
class Open:
    """``Media.open``."""

    person: int
    view: ViewMeeting


@dataclass(frozen=True, slots=True)
class Shut:
    """``Media.shut``."""

    person: int


@dataclass(frozen=True, slots=True)
class Hear:
    """``Media.hear``; a ``BadDescription`` comes back as ``Gathering.misdescribed``."""

    person: int
    signal: MediaSignal


@dataclass(frozen=True, slots=True)
class Hold:
    """``Media.hold``."""

    person: int
    track: Track
    on: bool


@dataclass(frozen=True, slots=True)
class Announce:
    """``Media.announce``."""

    person: int
    track: Track
    on: bool


@dataclass(frozen=True, slots=True)
class View:
    """``Media.view``."""

    person: int
    view: ViewMeeting


@dataclass(frozen=True, slots=True)
class Spot:
    """``Media.spotlight``."""

    person: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """``Media.group``."""

    groups: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class CloseMedia:
    """``Media.close``."""


@dataclass(frozen=True, slots=True)
class StartRecording:
    """Everybody has said yes; ``by`` asked."""

    by: int


@dataclass(frozen=True, slots=True)
class StopRecording:
    """Nothing more is recorded from now on."""


# Kept, in the database.


@dataclass(frozen=True, slots=True)
class KeepAttendance:
    """Columns of one person's ``Attendance``; a moment is in milliseconds."""

    person: int
    columns: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class KeepMeeting:
    """Columns of the ``Meeting``; a moment is in milliseconds."""

    columns: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class KeepCaption:
    """One line of the transcript."""

    person: int
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Begin:
    """The first host has come in."""

    by: int


@dataclass(frozen=True, slots=True)
class Finish:
    """It is over; ``by`` None: nobody was there any more."""

    by: int | None


Told = Tell | Out | Refuse | Close
Carried = (
    Carry
    | Open
    | Shut
    | Hear
    | Hold
    | Announce
    | View
    | Spot
    | Group
    | CloseMedia
    | StartRecording
    | StopRecording
)
Kept = KeepAttendance | KeepMeeting | KeepCaption | Begin | Finish
Effect = Told | Carried | Kept
