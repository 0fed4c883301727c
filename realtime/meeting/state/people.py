"""Who is in a meeting or at its door, and what was known of them when they came."""

from dataclasses import dataclass, field

from realtime.wire.meeting import JoinMeeting, Quality, Reason, Track, ViewMeeting
from rooms.events import ShownPerson
from rooms.meetings.standing import Standing

WORST_FIRST: tuple[Quality, ...] = ("lost", "poor", "good")


@dataclass(frozen=True, slots=True)
class Barred:
    """Somebody who may not attend, or no longer: why, in their language, and whether they may ``again``."""

    reason: Reason
    sentence: str
    again: bool = False


@dataclass(slots=True)
class Knock:
    """Somebody at the door. ``hosted``: what they were told of who is inside; None: nothing yet."""

    standing: Standing
    seat: int
    join: JoinMeeting
    hosted: bool | None = None


@dataclass(slots=True)
class Carriage:
    """What the media were told of one person: None, nothing since their connection began."""

    held: bool | None = None
    tracks: dict[Track, bool] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class Member:
    """Somebody inside; ``seat`` None: their line is cut; after ``away_until`` they are gone.

    ``may_lead``: they lead, unless they ``stood_down``.
    ``held``: their voice is dropped, until they turn their microphone on and may. ``agrees``: to be recorded.
    ``pictures``: how many their screen may ever show; ``view`` may show fewer just now.
    ``to_open``: a media connection is to be begun. ``lobby``: whom this host was told to be at the door.
    ``writes_until``: when their lines are within the pace again.
    """

    person: ShownPerson
    may_lead: bool
    seat: int | None
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
    measured: Quality = "good"
    reported: Quality = "good"
    to_open: bool = True
    carriage: Carriage = field(default_factory=Carriage)
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
        """The worse of what the media measure and what the browser reports."""
        return min(self.measured, self.reported, key=WORST_FIRST.index)

    def switch(self, track: Track, on: bool) -> None:
        """Set one of the three tracks."""
        setattr(self, track, on)

    def quieten(self) -> None:
        """Their voice is dropped from now on."""
        self.microphone, self.held = False, True
