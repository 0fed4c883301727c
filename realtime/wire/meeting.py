"""Signalling of a rencontre: joining, media, taking part and leading. Signals are never logged.

People are named by their person's id, which the service adds itself: nobody can send for somebody else.
``peer`` is the other end of a media connection: a person in the mode ``mesh``, 0 for the service itself.
"""

from typing import Annotated, Literal

from msgspec import Meta

from realtime.wire.answers import Message
from rooms.command import LARGEST_NUMBER, Command, Id
from rooms.events import Shown, ShownPerson

# A session description for thirty people's pictures takes 30 KiB; a frame holds 64.
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
TextKind = Literal["phase", "consigne", "protocole"]
Step = Annotated[int, Meta(ge=0, le=99)]
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
    """A command in ``meeting``. One that comes before ``meeting.join`` was answered is dropped."""

    meeting: Id


# Entering and leaving.


class JoinMeeting(MeetingCommand, frozen=True, kw_only=True, tag="meeting.join"):
    """Enter, or come back. Answered by ``meeting.joined``, ``meeting.waiting`` or ``meeting.left``.

    ``pictures``: how many this screen shows at most. ``resume``: the token from ``meeting.joined``; with it a
    media connection that still runs goes on. ``consents``: you agree to be recorded, asked before joining.
    """

    pictures: Pictures = 9
    microphone: bool = False
    camera: bool = False
    resume: Token = ""
    consents: bool = False


class LeaveMeeting(MeetingCommand, frozen=True, kw_only=True, tag="meeting.leave"):
    """Leave, or stop waiting to be admitted. Answered by ``meeting.left``."""


# The media connection.


class OfferMedia(MeetingCommand, frozen=True, kw_only=True, tag="meeting.offer"):
    """A session description for ``peer`` (RFC 8829). To the service only in the mode ``janus``, ``up``."""

    peer: Peer
    sdp: Description
    way: Way = "both"


class AnswerMedia(MeetingCommand, frozen=True, kw_only=True, tag="meeting.answer"):
    """The answer to an offer of ``peer``."""

    peer: Peer
    sdp: Description
    way: Way = "both"


class TrickleMedia(MeetingCommand, frozen=True, kw_only=True, tag="meeting.trickle"):
    """An ICE candidate of this browser (RFC 8838); an empty ``candidate`` says that there are no more."""

    peer: Peer
    candidate: Annotated[str, Meta(max_length=512)]
    mid: Annotated[str, Meta(max_length=16)] = ""
    way: Way = "both"


class RestartMedia(MeetingCommand, frozen=True, kw_only=True, tag="meeting.restart"):
    """Ask for a new offer: the media connection to the service is lost."""


class ReportUnmet(MeetingCommand, frozen=True, kw_only=True, tag="meeting.unmet"):
    """No way to ``peer`` was found: their networks do not meet. The service carries for all from now on, or
    refuses with ``no_way``."""

    peer: Id


class ViewMeeting(MeetingCommand, frozen=True, kw_only=True, tag="meeting.view"):
    """What this screen shows: how many pictures (0: sound only), the height in pixels of the first and of the
    others, and whom the person wants to see first."""

    pictures: Pictures
    first: Pixels = 720
    others: Pixels = 180
    pinned: Id | None = None


class ReportQuality(MeetingCommand, frozen=True, kw_only=True, tag="meeting.report"):
    """What this browser measures of its connection: the share of packets lost, and milliseconds."""

    loss: Annotated[float, Meta(ge=0, le=1)]
    rtt: Annotated[int, Meta(ge=0, le=60_000)]


# Taking part.


class MuteTrack(MeetingCommand, frozen=True, kw_only=True, tag="meeting.mute"):
    """Switch your own microphone, camera or screen on or off. Nobody can do this for somebody else."""

    track: Track
    on: bool


class RaiseHand(MeetingCommand, frozen=True, kw_only=True, tag="meeting.hand"):
    """Ask to speak, or no longer."""

    up: bool


class MakeSign(MeetingCommand, frozen=True, kw_only=True, tag="meeting.sign"):
    """Show a sign over your picture for a moment; one of the room's reactions."""

    sign: Sign


class WriteCaption(MeetingCommand, frozen=True, kw_only=True, tag="meeting.caption"):
    """A caption that this person writes of what is being said; kept in the transcript when ``final``."""

    text: Annotated[str, Meta(max_length=300)]
    final: bool = False


class Consent(MeetingCommand, frozen=True, kw_only=True, tag="meeting.consent"):
    """Agree to be recorded, or not. A no stops the recording."""

    yes: bool


class ForgetRecording(MeetingCommand, frozen=True, kw_only=True, tag="meeting.forget"):
    """Erase what was recorded until you took your agreement back: the voices in it cannot be parted."""


class TurnStep(MeetingCommand, frozen=True, kw_only=True, tag="meeting.turn"):
    """Show this step of the text that all read. For hosts and its reader, else ``not_reader``."""

    step: Step


class PutTextAway(MeetingCommand, frozen=True, kw_only=True, tag="meeting.put_away"):
    """Show the text no more. For hosts and its reader, else ``not_reader``."""


# Leading: hosts only, else ``meeting.refused`` with ``not_host``.


class Admit(MeetingCommand, frozen=True, kw_only=True, tag="meeting.admit"):
    """Admit one person who knocked, or all (``person`` null). ``yes`` false sends them away. While no host is
    inside, everybody inside may admit."""

    person: Id | None = None
    yes: bool = True


class Silence(MeetingCommand, frozen=True, kw_only=True, tag="meeting.silence"):
    """Drop the voice of one person or of all but the hosts (``person`` null); or let it pass again (``on``
    false): it is then for them to turn their microphone on."""

    person: Id | None = None
    on: bool = True


class AskToUnmute(MeetingCommand, frozen=True, kw_only=True, tag="meeting.ask_unmute"):
    """Ask somebody to turn their microphone on: nobody is ever unmuted from afar."""

    person: Id


class OpenFloor(MeetingCommand, frozen=True, kw_only=True, tag="meeting.floor"):
    """Let everybody speak, or only hosts and those allowed by ``meeting.let_speak``."""

    open: bool


class LetSpeak(MeetingCommand, frozen=True, kw_only=True, tag="meeting.let_speak"):
    """Let somebody speak while the floor is closed; their hand goes down."""

    person: Id
    on: bool = True


class Spotlight(MeetingCommand, frozen=True, kw_only=True, tag="meeting.spotlight"):
    """Show this person first to everybody; null: nobody."""

    person: Id | None = None


class ReadText(MeetingCommand, frozen=True, kw_only=True, tag="meeting.read"):
    """Show a text large on everybody's screen, one step at a time. ``id``: the phase, the consigne or the
    protocole; each page asks for its words itself. ``reader``: who turns its steps, besides the hosts. A text
    that is shown already goes on at its step."""

    what: TextKind
    id: Id
    reader: Id | None = None


class Lock(MeetingCommand, frozen=True, kw_only=True, tag="meeting.lock"):
    """Let nobody new in, or again."""

    on: bool


class KeepLobby(MeetingCommand, frozen=True, kw_only=True, tag="meeting.lobby"):
    """Make people knock before they enter, or not."""

    on: bool


class RemoveFromMeeting(MeetingCommand, frozen=True, kw_only=True, tag="meeting.remove"):
    """Remove somebody, who cannot come back."""

    person: Id


class SplitIntoGroups(MeetingCommand, frozen=True, kw_only=True, tag="meeting.split"):
    """Split the people into groups that hear and see only themselves, for so many minutes; or as long as this
    ``phase`` of the running session lasts, whatever becomes of its length."""

    groups: Annotated[int, Meta(ge=2, le=10)]
    minutes: Annotated[int, Meta(ge=1, le=120)] = 10
    phase: Id | None = None


class JoinGroup(MeetingCommand, frozen=True, kw_only=True, tag="meeting.group"):
    """Move somebody, or yourself, into a group; 0 is the whole room."""

    group: Annotated[int, Meta(ge=0, le=50)]
    person: Id | None = None


class CallBack(MeetingCommand, frozen=True, kw_only=True, tag="meeting.call_back"):
    """End the groups: everybody is together again."""


class HandOver(MeetingCommand, frozen=True, kw_only=True, tag="meeting.hand_over"):
    """Make somebody else a host too."""

    person: Id


class Lead(MeetingCommand, frozen=True, kw_only=True, tag="meeting.lead"):
    """Stop leading while another host is there (else ``last_host``), or lead again."""

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
    ReportUnmet,
    ViewMeeting,
    ReportQuality,
    MuteTrack,
    RaiseHand,
    MakeSign,
    WriteCaption,
    TurnStep,
    PutTextAway,
    Consent,
    ForgetRecording,
    Admit,
    Silence,
    AskToUnmute,
    OpenFloor,
    LetSpeak,
    Spotlight,
    ReadText,
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
    """Somebody in the meeting. ``stood_down``: they stopped leading, and may lead again. ``hand``: when it
    was raised, in milliseconds since 1970; null: it is down. ``silenced``: a host drops their voice;
    ``may_speak``: they may turn their microphone on now. ``away``: their connection is lost, and they are
    expected back. ``group``: 0 is the whole room."""

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


class ShownText(Shown, frozen=True):
    """What all read: at which ``step``, from 0, and who turns the steps besides the hosts."""

    what: TextKind
    id: int
    step: int = 0
    reader: int | None = None


class MeetingState(Shown, frozen=True):
    """The state of the meeting for everybody in it. ``groups``: how many there are, 0 for all together.
    ``text``: what everybody's screen shows large."""

    mode: Mode
    locked: bool = False
    lobby: bool = False
    floor: bool = True
    spotlight: int | None = None
    groups: int = 0
    groups_end_at: int | None = None
    recording: RecordingState = "off"
    text: ShownText | None = None


class IceServer(Shown, frozen=True):
    """A relay for browsers, with the fields of ``RTCIceServer``."""

    urls: list[str]
    username: str = ""
    credential: str = ""


class MediaSlot(Shown, frozen=True):
    """Whose sound or picture the media section ``mid`` carries now; ``person`` is null for nobody's."""

    mid: str
    person: int | None
    source: Track


class MeetingMessage(Message, frozen=True, kw_only=True):
    """A message about ``meeting`` to one browser."""

    meeting: int


class MeetingJoined(MeetingMessage, frozen=True, kw_only=True, tag="meeting.joined"):
    """You are in. ``resume`` lets you come back without knocking; ``resumed``: your media connection goes on,
    keep it. ``members`` includes you. ``ice`` is valid for ten minutes."""

    me: int
    resume: str
    resumed: bool
    state: MeetingState
    members: list[ShownMember]
    ice: list[IceServer]


class MeetingWaiting(MeetingMessage, frozen=True, kw_only=True, tag="meeting.waiting"):
    """You have knocked. ``hosted``: whether a host is there; ``heard``: whether anybody is who may open, as
    everybody inside may while no host is."""

    hosted: bool
    heard: bool = False


class MeetingLeft(MeetingMessage, frozen=True, kw_only=True, tag="meeting.left"):
    """You are out, and why; ``sentence`` is for the person. ``again``: whether they may join again.

    ``interrupted``: the meeting process was away for a moment; join again at once, with ``resume``.
    """

    reason: Reason
    sentence: str = ""
    again: bool = False


class MeetingMembers(MeetingMessage, frozen=True, kw_only=True, tag="meeting.members"):
    """Everybody who came or changed, each with all fields, and who is ``gone``."""

    members: list[ShownMember] = []
    gone: list[int] = []


class MeetingStateChanged(MeetingMessage, frozen=True, kw_only=True, tag="meeting.state"):
    """The new state of the meeting. If the ``mode`` changes, keep the old media until the new ones run."""

    state: MeetingState


class MeetingLobby(MeetingMessage, frozen=True, kw_only=True, tag="meeting.knocking"):
    """To hosts, and to all while no host is inside: who waits to be admitted, in order of knocking."""

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
    """An ICE candidate of ``peer``."""

    peer: int
    candidate: str
    mid: str = ""
    way: Way = "both"


class MediaSlots(MeetingMessage, frozen=True, kw_only=True, tag="meeting.slots"):
    """Whose sound and pictures come through the media connection with the service: all slots, in order of
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
    """``person`` shows a sign for a moment."""

    person: int
    sign: str


class CaptionWritten(MeetingMessage, frozen=True, kw_only=True, tag="meeting.captioned"):
    """A caption that ``person`` writes: the whole line so far, complete when ``final``."""

    person: int
    text: str
    final: bool


class MeetingRefused(MeetingMessage, frozen=True, kw_only=True, tag="meeting.refused"):
    """A rule refused what you asked; nothing changes. ``retry``: when it was too much at once, try again
    after so many seconds."""

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
