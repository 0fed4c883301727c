"""One literal example of every message of a rencontre, and its exchanges: Judith leads, Nadia and Marcel
take part."""

from dataclasses import dataclass

from msgspec.structs import replace

from realtime.wire import meeting as m
from realtime.wire.answers import Message
from rooms.command import Command
from rooms.events import ShownPerson

AT = 1_777_024_800_000
MEETING = 4
JUDITH = ShownPerson(3, "Judith", "artist")
NADIA = ShownPerson(7, "Nadia", "participant")
MARCEL = ShownPerson(8, "Marcel", "participant")

OFFER = "v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n…"
ANSWER = "v=0\r\no=- 5011731400430051337 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n…"
CANDIDATE = "candidate:1 1 udp 2113937151 192.0.2.7 51472 typ host"
RESUME = "oXw1Zp7cTq4"
RELAY = m.IceServer(["turn:turn.example.org:3478?transport=udp"], "1777025400:7", "c2lnbmF0dXJlIQ==")
LEADS = m.ShownMember(JUDITH, host=True, microphone=True, camera=True)
LISTENS = m.ShownMember(NADIA)
RAISED = replace(LISTENS, hand=AT)
TOGETHER = m.MeetingState("mesh")

ABOUT_MEETING_COMMANDS: tuple[Command, ...] = (
    m.JoinMeeting(meeting=MEETING, pictures=4, microphone=True, camera=True),
    m.LeaveMeeting(meeting=MEETING),
    m.OfferMedia(meeting=MEETING, peer=JUDITH.id, sdp=OFFER),
    m.AnswerMedia(meeting=MEETING, peer=0, sdp=ANSWER),
    m.TrickleMedia(meeting=MEETING, peer=JUDITH.id, candidate=CANDIDATE, mid="0"),
    m.RestartMedia(meeting=MEETING),
    m.ReportUnmet(meeting=MEETING, peer=JUDITH.id),
    m.ViewMeeting(meeting=MEETING, pictures=4, first=360, pinned=JUDITH.id),
    m.ReportQuality(meeting=MEETING, loss=0.02, rtt=48),
    m.MuteTrack(meeting=MEETING, track="microphone", on=False),
    m.RaiseHand(meeting=MEETING, up=True),
    m.MakeSign(meeting=MEETING, sign="merci"),
    m.WriteCaption(meeting=MEETING, text="On commence par marcher.", final=True),
    m.TurnStep(meeting=MEETING, step=1),
    m.PutTextAway(meeting=MEETING),
    m.Consent(meeting=MEETING, yes=True),
    m.ForgetRecording(meeting=MEETING),
    m.Admit(meeting=MEETING, person=NADIA.id),
    m.Silence(meeting=MEETING, person=MARCEL.id),
    m.AskToUnmute(meeting=MEETING, person=NADIA.id),
    m.OpenFloor(meeting=MEETING, open=False),
    m.LetSpeak(meeting=MEETING, person=NADIA.id),
    m.Spotlight(meeting=MEETING, person=NADIA.id),
    m.ReadText(meeting=MEETING, what="protocole", id=12, reader=NADIA.id),
    m.Lock(meeting=MEETING, on=True),
    m.KeepLobby(meeting=MEETING, on=True),
    m.RemoveFromMeeting(meeting=MEETING, person=MARCEL.id),
    m.SplitIntoGroups(meeting=MEETING, groups=2, minutes=10),
    m.JoinGroup(meeting=MEETING, group=2),
    m.CallBack(meeting=MEETING),
    m.HandOver(meeting=MEETING, person=NADIA.id),
    m.Lead(meeting=MEETING, on=False),
    m.RecordMeeting(meeting=MEETING, on=True),
    m.EndMeeting(meeting=MEETING),
)
(_JOIN, _LEAVE, _OFFER, _ANSWER, _TRICKLE, _RESTART, _UNMET) = ABOUT_MEETING_COMMANDS[:7]
(_VIEW, _REPORT, _MUTE, _HAND, _SIGN, _CAPTION, _TURN, _PUT_AWAY) = ABOUT_MEETING_COMMANDS[7:15]
(_CONSENT, _FORGET, _ADMIT, _SILENCE, _ASK, _FLOOR, _LET, _SPOTLIGHT, _READ, _LOCK, _LOBBY, _REMOVE) = (
    ABOUT_MEETING_COMMANDS[15:27]
)
(_SPLIT, _GROUP, _CALL_BACK, _HAND_OVER, _LEAD, _RECORD, _END) = ABOUT_MEETING_COMMANDS[27:]

ABOUT_MEETING_MESSAGES: tuple[Message, ...] = (
    m.MeetingJoined(
        meeting=MEETING,
        me=NADIA.id,
        resume=RESUME,
        resumed=False,
        state=TOGETHER,
        members=[LEADS, LISTENS],
        ice=[RELAY],
    ),
    m.MeetingWaiting(meeting=MEETING, hosted=True, heard=True),
    m.MeetingLeft(meeting=MEETING, reason="removed", sentence="On vous a fait sortir de cette rencontre."),
    m.MeetingMembers(meeting=MEETING, members=[RAISED], gone=[MARCEL.id]),
    m.MeetingStateChanged(meeting=MEETING, state=replace(TOGETHER, mode="forwarder", floor=False)),
    m.MeetingLobby(meeting=MEETING, people=[NADIA, MARCEL]),
    m.MediaOffered(meeting=MEETING, peer=0, sdp=OFFER),
    m.MediaAnswered(meeting=MEETING, peer=JUDITH.id, sdp=ANSWER),
    m.MediaTrickled(meeting=MEETING, peer=NADIA.id, candidate=CANDIDATE, mid="0"),
    m.MediaSlots(
        meeting=MEETING,
        slots=[m.MediaSlot("a0", JUDITH.id, "microphone"), m.MediaSlot("v0", JUDITH.id, "camera")],
    ),
    m.IceRenewed(meeting=MEETING, ice=[replace(RELAY, username="1777026000:7")]),
    m.MeetingSpeakers(meeting=MEETING, people=[JUDITH.id]),
    m.UnmuteAsked(meeting=MEETING, by=JUDITH.id),
    m.SignMade(meeting=MEETING, person=NADIA.id, sign="merci"),
    m.CaptionWritten(meeting=MEETING, person=MARCEL.id, text="On commence par marcher.", final=True),
    m.MeetingRefused(
        meeting=MEETING, code="not_host", sentence="Seules les personnes qui mènent la rencontre le peuvent."
    ),
)
(_JOINED, _WAITING, _LEFT, _MEMBERS, _STATE, _KNOCKING, _OFFERED, _ANSWERED, _TRICKLED) = (
    ABOUT_MEETING_MESSAGES[:9]
)
(_SLOTS, _ICE, _SPEAKERS, _ASKED, _SIGNED, _CAPTIONED, _REFUSED) = ABOUT_MEETING_MESSAGES[9:]


@dataclass(frozen=True)
class Exchange:
    """One exchange of the reference. ``steps``: who sends what, in order."""

    title: str
    about: str
    steps: tuple[tuple[str, Command | Message], ...]


MEETING_EXCHANGES = (
    Exchange(
        "Coming in",
        "`meeting.join` is answered by `meeting.joined`, `meeting.waiting` or `meeting.left`; until then,"
        " everything else of that meeting is dropped. The others hear of who came.",
        (
            ("Nadia", _JOIN),
            ("service to Nadia", _JOINED),
            (
                "service to Judith",
                m.MeetingMembers(meeting=MEETING, members=[replace(LISTENS, microphone=True, camera=True)]),
            ),
        ),
    ),
    Exchange(
        "Knocking",
        "Where people knock, they wait in the lobby. `hosted` is sent again when a host comes or goes. "
        "Hosts get everybody who waits each time that it changes, and admit one person, or all "
        "(`person` null). While no host is inside, everybody there is told, and may admit. Who "
        "was admitted does not knock again.",
        (
            ("Nadia", _JOIN),
            ("service to Nadia", _WAITING),
            ("service to Judith", _KNOCKING),
            ("Judith", _ADMIT),
            ("service to Nadia", _JOINED),
        ),
    ),
    Exchange(
        "Media among few: `mesh`",
        "Each pair of the same group makes one connection, by perfect negotiation: the higher person's id"
        " is the polite one. The service puts the sender in the place of `peer`, and refuses with "
        "`bad_description` what is not a description or a candidate. When somebody is one too many, may not "
        "speak, or is recorded, `meeting.state` says that the service carries the media from now on.",
        (
            ("Nadia", _OFFER),
            ("service to Judith", m.MediaOffered(meeting=MEETING, peer=NADIA.id, sdp=OFFER)),
            ("Judith", m.AnswerMedia(meeting=MEETING, peer=NADIA.id, sdp=ANSWER)),
            ("service to Nadia", _ANSWERED),
            ("Nadia", _TRICKLE),
            ("service to Judith", _TRICKLED),
        ),
    ),
    Exchange(
        "Media through the embedded SFU: `forwarder`",
        "The service offers, the browser answers; nothing is negotiated again. `meeting.slots` says whose "
        "sound and pictures come in which media section, and `meeting.view` what the screen has room for."
        " Peer 0 is the service. When the connection is lost, `meeting.restart` asks for another offer.",
        (
            ("service to Nadia", _OFFERED),
            ("Nadia", _ANSWER),
            ("service to Nadia", _SLOTS),
            ("Nadia", _VIEW),
            ("service to Nadia", _SPEAKERS),
            ("Nadia", _RESTART),
        ),
    ),
    Exchange(
        "Media through Janus: `janus`",
        "Two connections: on the way `up` the browser offers, on the way `down` the service does.",
        (
            ("Nadia", m.OfferMedia(meeting=MEETING, peer=0, sdp=OFFER, way="up")),
            ("service to Nadia", m.MediaAnswered(meeting=MEETING, peer=0, sdp=ANSWER, way="up")),
            ("service to Nadia", m.MediaOffered(meeting=MEETING, peer=0, sdp=OFFER, way="down")),
            ("Nadia", m.AnswerMedia(meeting=MEETING, peer=0, sdp=ANSWER, way="down")),
        ),
    ),
    Exchange(
        "From few to many",
        "The fifth person, a recording, a host who silences an open microphone, or two people whose networks "
        "do not meet make the service carry the media. Keep the old connections until the new one shows "
        "something, then drop them. It does not go back.",
        (
            ("Nadia", _UNMET),
            ("service to all", m.MeetingStateChanged(meeting=MEETING, state=m.MeetingState("forwarder"))),
        ),
    ),
    Exchange(
        "Taking part",
        "One switches one's own tracks, and raises one's hand: `hand` tells in which order. A screen is "
        "shared by one person at a time, else `screen_taken`. A caption is sent as it grows, and kept "
        "when `final`.",
        (
            ("Nadia", _MUTE),
            ("Nadia", _HAND),
            ("service to all", m.MeetingMembers(meeting=MEETING, members=[RAISED])),
            ("Nadia", _SIGN),
            ("service to all", _SIGNED),
            ("Marcel", _CAPTION),
            ("service to all", _CAPTIONED),
            ("Nadia", _REPORT),
        ),
    ),
    Exchange(
        "Leading",
        "Only hosts, else `not_host`. Whose voice is dropped stays so until they turn their microphone on"
        " themselves: nobody is unmuted from afar, one may only ask.",
        (
            ("Judith", _SILENCE),
            (
                "service to all",
                m.MeetingMembers(
                    meeting=MEETING, members=[m.ShownMember(MARCEL, silenced=True, may_speak=False)]
                ),
            ),
            ("Judith", _ASK),
            ("service to Nadia", _ASKED),
            ("Judith", _FLOOR),
            ("service to all", m.MeetingStateChanged(meeting=MEETING, state=replace(TOGETHER, floor=False))),
            ("Judith", _LET),
            ("Judith", _SPOTLIGHT),
            ("Judith", _LOCK),
            ("Judith", _LOBBY),
            ("Nadia", replace(_SILENCE, person=None)),
            ("service to Nadia", _REFUSED),
        ),
    ),
    Exchange(
        "Reading together",
        "A text fills everybody's screen, one step at a time; who comes later has it with `meeting.joined`."
        " Each page asks the house for its words, which are in no message. Hosts and the reader turn steps.",
        (
            ("Judith", _READ),
            (
                "service to all",
                m.MeetingStateChanged(
                    meeting=MEETING, state=replace(TOGETHER, text=m.ShownText("protocole", 12, 0, NADIA.id))
                ),
            ),
            ("Nadia", _TURN),
            ("Nadia", _PUT_AWAY),
        ),
    ),
    Exchange(
        "Handing over",
        "A host makes another one, and may then stop leading; while nobody else leads, that is refused with "
        "`last_host`. Whoever stood down is as everybody else, and leads again by the same command. When "
        "nobody who leads has been there for fifteen seconds, those who stood down lead again by themselves.",
        (
            ("Judith", _HAND_OVER),
            ("service to all", m.MeetingMembers(meeting=MEETING, members=[replace(LISTENS, host=True)])),
            ("Judith", _LEAD),
            (
                "service to all",
                m.MeetingMembers(meeting=MEETING, members=[replace(LEADS, host=False, stood_down=True)]),
            ),
            ("Judith", replace(_LEAD, on=True)),
        ),
    ),
    Exchange(
        "In groups",
        "People are shared out, and hear and see their own group only. Hosts stay in the whole room "
        "(group 0), and go from group to group. At `groups_end_at`, or when a host calls back, all are "
        "together again.",
        (
            ("Judith", _SPLIT),
            (
                "service to all",
                m.MeetingStateChanged(
                    meeting=MEETING, state=replace(TOGETHER, groups=2, groups_end_at=AT + 600_000)
                ),
            ),
            ("service to all", m.MeetingMembers(meeting=MEETING, members=[replace(LISTENS, group=1)])),
            ("Judith", _GROUP),
            ("Judith", _CALL_BACK),
        ),
    ),
    Exchange(
        "Recording",
        "It begins when each person who is there has said yes, is seen by all, and stops when one says no"
        " or a host stops it. Whoever took their yes back may have what was recorded "
        "erased. Who joins meanwhile agrees beforehand (`consents`), or is out with the reason `recorded`.",
        (
            ("Judith", _RECORD),
            (
                "service to all",
                m.MeetingStateChanged(meeting=MEETING, state=replace(TOGETHER, recording="asked")),
            ),
            ("Nadia", _CONSENT),
            (
                "service to all",
                m.MeetingStateChanged(
                    meeting=MEETING, state=replace(TOGETHER, mode="forwarder", recording="on")
                ),
            ),
            ("Nadia", m.Consent(meeting=MEETING, yes=False)),
            (
                "service to all",
                m.MeetingStateChanged(meeting=MEETING, state=replace(TOGETHER, mode="forwarder")),
            ),
            ("Nadia", _FORGET),
        ),
    ),
    Exchange(
        "Coming back",
        "When the line is cut one is `away` for fifteen seconds (a minute when the server restarts), then "
        "gone. Whoever joins again with `resume` is back without knocking; `resumed` says that the media "
        "connection goes on: keep it. A second page of the same person takes the place of the first. "
        "Credentials for the relay hold ten minutes, and come anew before.",
        (
            ("service to Judith", m.MeetingMembers(meeting=MEETING, members=[replace(LISTENS, away=True)])),
            ("Nadia", m.JoinMeeting(meeting=MEETING, pictures=4, resume=RESUME)),
            ("service to Nadia", replace(_JOINED, resumed=True)),
            ("service to Nadia’s first page", m.MeetingLeft(meeting=MEETING, reason="elsewhere", again=True)),
            ("service to Nadia", _ICE),
        ),
    ),
    Exchange(
        "Going out",
        "Each end has its reason, and says whether one may join `again`. Whoever was removed may not. "
        "When what leads the meeting has been away, everybody hears `interrupted`: join again at once. "
        "`meeting.refused` with `no_answer` says that it does not answer, at once when that begins: ask "
        "again after `retry` seconds.",
        (
            ("Nadia", _LEAVE),
            ("service to Nadia", m.MeetingLeft(meeting=MEETING, reason="left", again=True)),
            ("Judith", _REMOVE),
            ("service to Marcel", _LEFT),
            ("service to all", _MEMBERS),
            ("Judith", _END),
            ("service to all", m.MeetingLeft(meeting=MEETING, reason="ended")),
        ),
    ),
)
