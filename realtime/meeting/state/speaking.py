"""Who is heard: microphones, hands, the floor. Nobody is ever unmuted from afar: whose voice was dropped is
heard again when they turn their microphone on themselves, and may."""

from realtime.meeting.state import carrying
from realtime.meeting.state.gathering import Gathering
from realtime.meeting.state.people import Member
from realtime.wire.meeting import (
    AskToUnmute,
    LetSpeak,
    MeetingSpeakers,
    MuteTrack,
    OpenFloor,
    RaiseHand,
    Silence,
    UnmuteAsked,
)


def mute(g: Gathering, member: Member, command: MuteTrack) -> None:
    """One's own track. Refuses ``silenced``, ``floor_closed``, ``screen_taken``."""
    code = _why_not(g, member, command) if command.on else ""
    if code:
        g.refuse(member, code)
        return
    member.switch(command.track, command.on)
    if command.track == "microphone" and command.on:
        member.held = False


def _why_not(g: Gathering, member: Member, command: MuteTrack) -> str:
    if command.track == "microphone" and not g.may_speak(member):
        return "silenced" if member.silenced else "floor_closed"
    others = (other for other in g.members.values() if other is not member)
    return "screen_taken" if command.track == "screen" and any(other.screen for other in others) else ""


def raise_hand(g: Gathering, member: Member, command: RaiseHand) -> None:
    """Hands are in order: no two are raised at the same moment."""
    if not command.up:
        member.hand = None
    elif member.hand is None:
        member.hand = g.last_hand = max(g.now, g.last_hand + 1)


def silence(g: Gathering, by: Member, command: Silence) -> None:
    """Drop the voice of one, or of all but the hosts; or let it pass again. Refuses ``not_here``."""
    if command.person is not None and command.person not in g.members:
        g.refuse(by, "not_here")
        return
    for member in list(g.members.values()):
        if member.person.id == command.person or (command.person is None and not member.host):
            _silence(g, member, command.on)


def _silence(g: Gathering, member: Member, on: bool) -> None:
    if member.silenced != on:
        member.silenced = on
        g.keep_of(member.person.id, silenced=on)
    if on:
        hold_back(g, member)


def hold_back(g: Gathering, member: Member) -> None:
    """The voice of who may not speak passes no longer, whatever their page says of its microphone."""
    if not g.may_speak(member):
        member.quieten()
        carrying.choose(g)


def ask_to_unmute(g: Gathering, by: Member, command: AskToUnmute) -> None:
    """Ask somebody to turn their microphone on, which they then may. Refuses ``not_here``."""
    if member := g.inside(command.person, by):
        _silence(g, member, False)
        if not g.may_speak(member):
            _let(g, member, True)
        g.tell([member.seat], UnmuteAsked(meeting=g.meeting, by=by.person.id))


def open_floor(g: Gathering, _by: Member, command: OpenFloor) -> None:
    """Everybody may speak; or only hosts, and those who are let."""
    g.set(floor=command.open)
    g.keep_meeting(floor=command.open)
    for member in list(g.members.values()):
        hold_back(g, member)


def let_speak(g: Gathering, by: Member, command: LetSpeak) -> None:
    """Let somebody speak, or no longer; their hand goes down. Refuses ``not_here``."""
    if member := g.inside(command.person, by):
        member.hand = None
        _let(g, member, command.on)
        hold_back(g, member)


def _let(g: Gathering, member: Member, on: bool) -> None:
    if member.let != on:
        member.let = on
        g.keep_of(member.person.id, may_speak=on)


def spoke(g: Gathering, people: list[int]) -> None:
    """The media hear these, loudest first: each group is told of its own."""
    speakers = [g.members[who] for who in people if who in g.members]
    for group in {member.group for member in g.members.values()}:
        heard = [member.person.id for member in speakers if member.group == group]
        g.tell(g.together(group), MeetingSpeakers(meeting=g.meeting, people=heard))
