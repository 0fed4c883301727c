"""People in a meeting or in its lobby, and what was known of them when they came."""

from dataclasses import dataclass, field

from realtime.wire.meeting import JoinMeeting, MeetingWaiting, Quality, Reason, Track, ViewMeeting
from rooms.events import ShownPerson
from rooms.meetings.rights import AttendeeRights

WORST_FIRST: tuple[Quality, ...] = ("lost", "poor", "good")


@dataclass(frozen=True, slots=True)
class Barred:
    """Somebody who may not attend: why, in their language, and whether they may try ``again``."""

    reason: Reason
    sentence: str
    again: bool = False


@dataclass(slots=True)
class Knock:
    """Somebody in the lobby. ``told``: the last that they heard; None: nothing yet."""

    rights: AttendeeRights
    client: int
    join: JoinMeeting
    told: MeetingWaiting | None = None


@dataclass(slots=True)
class AppliedMedia:
    """What the media backend was told of one person since their connection was opened."""

    held: bool | None = None
    tracks: dict[Track, bool] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class MeetingMember:
    """Somebody inside; ``client`` None: disconnected, and gone after ``away_until``.

    ``may_lead``: they lead, unless they ``stood_down``. ``held``: their voice is dropped until they turn
    their microphone on and may. ``agrees``: to be recorded. ``pictures``: how many their screen may ever
    show; ``view`` may show fewer just now. ``to_open``: a media connection is to be opened. ``lobby``: whom
    they were told to be waiting. ``writes_until``: when their captions are within the rate limit again.
    """

    person: ShownPerson
    may_lead: bool
    client: int | None
    resume: str
    view: ViewMeeting
    pictures: int
    microphone: bool = False
    camera: bool = False
    screen: bool = False
    hand: int | None = None
    silenced: bool = False
    let: bool = False
    held: bool = False
    group: int = 0
    stood_down: bool = False
    away_until: int = 0
    agrees: bool = False
    quieted: bool = False
    quiet_until: int | None = None
    measured: Quality = "good"
    reported: Quality = "good"
    to_open: bool = True
    applied: AppliedMedia = field(default_factory=AppliedMedia)
    lobby: tuple[ShownPerson, ...] = ()
    ice_at: int = 0
    strikes: int = 0
    writes_until: int = 0

    @property
    def host(self) -> bool:
        """Whether they lead now."""
        return self.may_lead and not self.stood_down

    @property
    def quality(self) -> Quality:
        """The worse of what the backend measures and what the browser reports."""
        return min(self.measured, self.reported, key=WORST_FIRST.index)

    def switch(self, track: Track, on: bool) -> None:
        """Set one of the three tracks."""
        setattr(self, track, on)

    def quieten(self) -> None:
        """Drop their voice from now on."""
        self.microphone, self.held = False, True
