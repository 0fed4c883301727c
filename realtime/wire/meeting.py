"""Signalling of a rencontre: how a browser enters, is heard and seen, and is led. Signals, never logged.

Everybody is named by their person's id, which the service writes itself: nobody can sign for somebody else.
``peer`` is the other end of a media connection: a person in the mode ``mesh``, 0 for the house itself.
"""

from typing import Annotated, Literal

from msgspec import Meta

from realtime.wire.answers import Message
from realtime.wire.commands import LARGEST_NUMBER, Command, Id
from rooms.events import Shown, ShownPerson

# A description of thirty people's pictures takes 30 KiB; a frame holds 64.
Description = Annotated[str, Meta(max_length=48 * 1024)]
Peer = Annotated[int, Meta(ge=0, le=LARGEST_NUMBER)]
Pictures = Annotated[int, Meta(ge=0, le=29)]
Pixels = Annotated[int, Meta(ge=0, le=4320)]
Token = Annotated[str, Meta(max_length=64)]
Sign = Annotated[str, Meta(max_length=12)]

Track = Literal["microphone", "camera", "screen"]
Mode = Literal["mesh", "forwarder", "janus"]
Way = Literal["both", "up", "down"]
Quality = Literal["good", "poor", "lost"]
RecordingState = Literal["off", "asked", "on"]
Reason = Literal[
    "left",
    "ended",
    "removed",
    "denied",
    "elsewhere",
    "locked",
    "not_allowed",
    "full",
    "recorded",
    "interrupted",
]


class MeetingCommand(Command, frozen=True, kw_only=True):
    """A browser's part in ``meeting``. What comes before ``meeting.join`` is answered is dropped."""

    meeting: Id


# Entering and leaving.


class JoinMeeting(MeetingCommand, frozen=True, kw_only=True, tag="meeting.join"):
    """Enter, or come back. Answered by ``meeting.joined``, ``meeting.waiting`` or ``meeting.left``.

    ``pictures``: how many this screen shows at most. ``resume``: the word from ``meeting.joined``; with it a
    media connection that still runs goes on. ``consents``: one agrees to be recorded, asked at the door.
    """

    pictures: Pictures = 9
    microphone: bool = False
    camera: bool = False
    resume: Token = ""
    consents: bool = False


class LeaveMeeting(MeetingCommand, frozen=True, kw_only=True, tag="meeting.leave"):
    """Go out, or away from the door. Answered by ``meeting.left``."""


# The media connection.


class OfferMedia(MeetingCommand, frozen=True, kw_only=True, tag="meeting.offer"):
    """A session description for ``peer`` (RFC 8829). To the house only in the mode ``janus``, ``up``."""

    peer: Peer
    sdp: Description
    way: Way = "both"


class AnswerMedia(MeetingCommand, frozen=True, kw_only=True, tag="meeting.answer"):
    """The answer to an offer of ``peer``."""

    peer: Peer
    sdp: Description
    way: Way = "both"


class TrickleMedia(MeetingCommand, frozen=True, kw_only=True, tag="meeting.trickle"):
    """A way to reach this browser (RFC 8838); an empty ``candidate`` says that there are no more."""

    peer: Peer
    candidate: Annotated[str, Meta(max_length=512)]
    mid: Annotated[str, Meta(max_length=16)] = ""
    way: Way = "both"


class RestartMedia(MeetingCommand, frozen=True, kw_only=True, tag="meeting.restart"):
    """The media connection to the house is lost: offer another one."""


class ViewMeeting(MeetingCommand, frozen=True, kw_only=True, tag="meeting.view"):
    """What this screen shows: how many pictures (0: sound only), how high in pixels the first and the
    others are, and whom the person wants to see first."""

    pictures: Pictures
    first: Pixels = 720
    others: Pixels = 180
    pinned: Id | None = None


class ReportQuality(MeetingCommand, frozen=True, kw_only=True, tag="meeting.report"):
    """What this browser measures of its own connection: the share of packets lost, and milliseconds."""

    loss: Annotated[float, Meta(ge=0, le=1)]
    rtt: Annotated[int, Meta(ge=0, le=60_000)]


# Taking part.


class MuteTrack(MeetingCommand, frozen=True, kw_only=True, tag="meeting.mute"):
    """One's own microphone, camera or screen is on or off. Nobody can say this for somebody else."""

    track: Track
    on: bool


class RaiseHand(MeetingCommand, frozen=True, kw_only=True, tag="meeting.hand"):
    """Ask to speak, or no longer."""

    up: bool


class MakeSign(MeetingCommand, frozen=True, kw_only=True, tag="meeting.sign"):
    """A passing sign over one's own picture; one of the room's reactions."""

    sign: Sign


class WriteCaption(MeetingCommand, frozen=True, kw_only=True, tag="meeting.caption"):
    """What is being said, written down by this person; kept in the transcript when ``final``."""

    text: Annotated[str, Meta(max_length=300)]
    final: bool = False


class Consent(MeetingCommand, frozen=True, kw_only=True, tag="meeting.consent"):
    """Whether one agrees to be recorded. A no stops the recording."""

    yes: bool


# Leading: hosts only, else ``meeting.refused`` with ``not_host``.


class Admit(MeetingCommand, frozen=True, kw_only=True, tag="meeting.admit"):
    """Let in who knocked, or all of them. ``yes`` false sends them away."""

    person: Id | None = None
    yes: bool = True


class Silence(MeetingCommand, frozen=True, kw_only=True, tag="meeting.silence"):
    """Drop the voice of one or of all but the hosts (``person`` null); or let it pass again (``on`` false):
    then it is still for them to turn their microphone on."""

    person: Id | None = None
    on: bool = True


class AskToUnmute(MeetingCommand, frozen=True, kw_only=True, tag="meeting.ask_unmute"):
    """Ask somebody to turn their microphone on: nobody is ever unmuted from afar."""

    person: Id


class OpenFloor(MeetingCommand, frozen=True, kw_only=True, tag="meeting.floor"):
    """Everybody may speak, or only hosts and those who are let."""

    open: bool


class LetSpeak(MeetingCommand, frozen=True, kw_only=True, tag="meeting.let_speak"):
    """Let somebody speak while the floor is closed; their hand goes down."""

    person: Id
    on: bool = True


class Spotlight(MeetingCommand, frozen=True, kw_only=True, tag="meeting.spotlight"):
    """Everybody sees this person first; null: nobody."""

    person: Id | None = None


class Lock(MeetingCommand, frozen=True, kw_only=True, tag="meeting.lock"):
    """Nobody new comes in."""

    on: bool


class KeepLobby(MeetingCommand, frozen=True, kw_only=True, tag="meeting.lobby"):
    """Whether people knock before they enter."""

    on: bool


class RemoveFromMeeting(MeetingCommand, frozen=True, kw_only=True, tag="meeting.remove"):
    """Put somebody out; they cannot come back."""

    person: Id


class SplitIntoGroups(MeetingCommand, frozen=True, kw_only=True, tag="meeting.split"):
    """Share the people out into groups that hear and see only themselves, for so many minutes."""

    groups: Annotated[int, Meta(ge=2, le=10)]
    minutes: Annotated[int, Meta(ge=1, le=120)] = 10


class JoinGroup(MeetingCommand, frozen=True, kw_only=True, tag="meeting.group"):
    """A host moves somebody (or oneself) into a group; 0 is the whole room."""

    group: Annotated[int, Meta(ge=0, le=10)]
    person: Id | None = None


class CallBack(MeetingCommand, frozen=True, kw_only=True, tag="meeting.call_back"):
    """End the groups: everybody is together again."""


class HandOver(MeetingCommand, frozen=True, kw_only=True, tag="meeting.hand_over"):
    """Make somebody else a host too."""

    person: Id


class Lead(MeetingCommand, frozen=True, kw_only=True, tag="meeting.lead"):
    """Stop leading, while another host is there (else ``last_host``); or, of those who may, lead again."""

    on: bool


class RecordMeeting(MeetingCommand, frozen=True, kw_only=True, tag="meeting.record"):
    """Ask everybody whether they agree to be recorded, and record when all have; or stop."""

    on: bool


class EndMeeting(MeetingCommand, frozen=True, kw_only=True, tag="meeting.end"):
    """End for all."""


MEETING_COMMANDS: tuple[type[MeetingCommand], ...] = (
    JoinMeeting,
    LeaveMeeting,
    OfferMedia,
    AnswerMedia,
    TrickleMedia,
    RestartMedia,
    ViewMeeting,
    ReportQuality,
    MuteTrack,
    RaiseHand,
    MakeSign,
    WriteCaption,
    Consent,
    Admit,
    Silence,
    AskToUnmute,
    OpenFloor,
    LetSpeak,
    Spotlight,
    Lock,
    KeepLobby,
    RemoveFromMeeting,
    SplitIntoGroups,
    JoinGroup,
    CallBack,
    HandOver,
    Lead,
    RecordMeeting,
    EndMeeting,
)


# What the service tells.


class ShownMember(Shown, frozen=True):
    """Somebody in the meeting. ``stood_down``: they do not lead now, and may again. ``hand``: when it was
    raised, in milliseconds since 1970; null: it is down. ``silenced``: a host drops their voice;
    ``may_speak``: they may turn their microphone on now. ``away``: their line is cut, and they are expected
    back. ``group``: 0 is the whole room."""

    person: ShownPerson
    host: bool = False
    stood_down: bool = False
    microphone: bool = False
    camera: bool = False
    screen: bool = False
    hand: int | None = None
    silenced: bool = False
    may_speak: bool = True
    away: bool = False
    quality: Quality = "good"
    group: int = 0


class MeetingState(Shown, frozen=True):
    """What holds for everybody in it. ``groups``: how many there are, 0 for all together."""

    mode: Mode
    locked: bool = False
    lobby: bool = False
    floor: bool = True
    spotlight: int | None = None
    groups: int = 0
    groups_end_at: int | None = None
    recording: RecordingState = "off"


class IceServer(Shown, frozen=True):
    """Where a browser finds a relay, as ``RTCIceServer`` wants it."""

    urls: list[str]
    username: str = ""
    credential: str = ""


class MediaSlot(Shown, frozen=True):
    """Whose sound or picture the media section ``mid`` carries now; ``person`` null: nobody's."""

    mid: str
    person: int | None
    source: Track


class MeetingMessage(Message, frozen=True, kw_only=True):
    """Something of ``meeting``, told to one browser."""

    meeting: int


class MeetingJoined(MeetingMessage, frozen=True, kw_only=True, tag="meeting.joined"):
    """You are in. ``resume`` lets you come back without knocking; ``resumed``: your media connection goes on,
    keep it. ``members`` has you too. ``ice`` holds for ten minutes."""

    me: int
    resume: str
    resumed: bool
    state: MeetingState
    members: list[ShownMember]
    ice: list[IceServer]


class MeetingWaiting(MeetingMessage, frozen=True, kw_only=True, tag="meeting.waiting"):
    """You have knocked; a host will open. ``hosted``: whether a host is there."""

    hosted: bool


class MeetingLeft(MeetingMessage, frozen=True, kw_only=True, tag="meeting.left"):
    """You are out, and why; ``sentence`` is for the person. ``again``: whether they may join again.

    ``interrupted``: what leads the meeting was away for a moment; join again at once, with ``resume``.
    """

    reason: Reason
    sentence: str = ""
    again: bool = False


class MeetingMembers(MeetingMessage, frozen=True, kw_only=True, tag="meeting.members"):
    """Who came or changed, whole, and who is ``gone``."""

    members: list[ShownMember] = []
    gone: list[int] = []


class MeetingStateChanged(MeetingMessage, frozen=True, kw_only=True, tag="meeting.state"):
    """What holds for everybody is now this. Another ``mode``: keep the old media until the new one runs."""

    state: MeetingState


class MeetingLobby(MeetingMessage, frozen=True, kw_only=True, tag="meeting.knocking"):
    """To hosts: everybody who waits at the door, in order of knocking."""

    people: list[ShownPerson]


class MediaOffered(MeetingMessage, frozen=True, kw_only=True, tag="meeting.offered"):
    """``peer`` offers a session description: answer it."""

    peer: int
    sdp: str
    way: Way = "both"


class MediaAnswered(MeetingMessage, frozen=True, kw_only=True, tag="meeting.answered"):
    """``peer`` answers your offer."""

    peer: int
    sdp: str
    way: Way = "both"


class MediaTrickled(MeetingMessage, frozen=True, kw_only=True, tag="meeting.trickled"):
    """A way to reach ``peer``."""

    peer: int
    candidate: str
    mid: str = ""
    way: Way = "both"


class MediaSlots(MeetingMessage, frozen=True, kw_only=True, tag="meeting.slots"):
    """Whose sound and pictures come through the media connection with the house: all slots, in order of
    importance."""

    slots: list[MediaSlot]


class IceRenewed(MeetingMessage, frozen=True, kw_only=True, tag="meeting.ice"):
    """Fresh credentials for the relay."""

    ice: list[IceServer]


class MeetingSpeakers(MeetingMessage, frozen=True, kw_only=True, tag="meeting.speakers"):
    """Who speaks now, loudest first."""

    people: list[int]


class UnmuteAsked(MeetingMessage, frozen=True, kw_only=True, tag="meeting.asked"):
    """``by`` asks you to turn your microphone on. It is for you to decide."""

    by: int


class SignMade(MeetingMessage, frozen=True, kw_only=True, tag="meeting.signed"):
    """``person`` makes a passing sign."""

    person: int
    sign: str


class CaptionWritten(MeetingMessage, frozen=True, kw_only=True, tag="meeting.captioned"):
    """What is being said, as ``person`` writes it: the whole line so far, ended when ``final``."""

    person: int
    text: str
    final: bool


class MeetingRefused(MeetingMessage, frozen=True, kw_only=True, tag="meeting.refused"):
    """A rule said no to what you asked; you are still where you were. ``retry`` seconds are to be waited
    when it was too much at once."""

    code: str
    sentence: str
    retry: float | None = None


MEETING_MESSAGES: tuple[type[MeetingMessage], ...] = (
    MeetingJoined,
    MeetingWaiting,
    MeetingLeft,
    MeetingMembers,
    MeetingStateChanged,
    MeetingLobby,
    MediaOffered,
    MediaAnswered,
    MediaTrickled,
    MediaSlots,
    IceRenewed,
    MeetingSpeakers,
    UnmuteAsked,
    SignMade,
    CaptionWritten,
    MeetingRefused,
)
