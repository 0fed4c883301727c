"""Who is heard: microphones, hands, the floor.

Nobody is ever unmuted from afar: a voice that was dropped is heard again when its owner turns their
microphone on, and may.
"""

from realtime.meeting.state import media_control
from realtime.meeting.state.attendees import MeetingMember
from realtime.meeting.state.machine import MeetingMachine
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


def mute(g: MeetingMachine, member: MeetingMember, command: MuteTrack) -> None:
    """Turn one's own track on or off. Refuses ``silenced``, ``floor_closed``, ``screen_taken``."""
    code = _why_not(g, member, command) if command.on else ""
    if code:
        g.refuse(member, code)
        return
    member.switch(command.track, command.on)
    if command.track == "microphone" and command.on:
        member.held = False


def _why_not(g: MeetingMachine, member: MeetingMember, command: MuteTrack) -> str:
    if command.track == "microphone" and not g.may_speak(member):
        return "silenced" if member.silenced else "floor_closed"
    others = (other for other in g.members.values() if other is not member)
    return "screen_taken" if command.track == "screen" and any(other.screen for other in others) else ""


def raise_hand(g: MeetingMachine, member: MeetingMember, command: RaiseHand) -> None:
    """Raise or lower one's hand. Hands have an order: no two are raised at the same moment."""
    if not command.up:
        member.hand = None
    elif member.hand is None:
        member.hand = g.last_hand = max(g.now, g.last_hand + 1)


def silence(g: MeetingMachine, by: MeetingMember, command: Silence) -> None:
    """Silence one, or all but the hosts; or end that. Refuses ``not_here``."""
    if command.person is not None and command.person not in g.members:
        g.refuse(by, "not_here")
        return
    for member in list(g.members.values()):
        if member.person.id == command.person or (command.person is None and not member.host):
            _silence(g, member, command.on)


def _silence(g: MeetingMachine, member: MeetingMember, on: bool) -> None:
    if member.silenced != on:
        member.silenced = on
        g.save_attendance(member.person.id, silenced=on)
    if on:
        hold_back(g, member)


def hold_back(g: MeetingMachine, member: MeetingMember) -> None:
    """Drop the voice of who may not speak, whatever their page says of its microphone."""
    if not g.may_speak(member):
        member.quieten()
        media_control.choose(g)


def ask_to_unmute(g: MeetingMachine, by: MeetingMember, command: AskToUnmute) -> None:
    """Ask somebody to turn their microphone on, and let them. Refuses ``not_here``."""
    if member := g.inside(command.person, by):
        _silence(g, member, False)
        if not g.may_speak(member):
            _let(g, member, True)
        g.tell([member.client], UnmuteAsked(meeting=g.meeting, by=by.person.id))


def open_floor(g: MeetingMachine, _by: MeetingMember, command: OpenFloor) -> None:
    """Open the floor to everybody; or close it to all but hosts and those who are let speak."""
    g.set(floor=command.open)
    g.save_meeting(floor=command.open)
    for member in list(g.members.values()):
        hold_back(g, member)


def let_speak(g: MeetingMachine, by: MeetingMember, command: LetSpeak) -> None:
    """Let somebody speak, or no longer; their hand goes down. Refuses ``not_here``."""
    if member := g.inside(command.person, by):
        member.hand = None
        _let(g, member, command.on)
        hold_back(g, member)


def _let(g: MeetingMachine, member: MeetingMember, on: bool) -> None:
    if member.let != on:
        member.let = on
        g.save_attendance(member.person.id, may_speak=on)


def spoke(g: MeetingMachine, people: list[int]) -> None:
    """Tell each group which of its own speak now, loudest first."""
    speakers = [g.members[who] for who in people if who in g.members]
    for group in {member.group for member in g.members.values()}:
        heard = [member.person.id for member in speakers if member.group == group]
        g.tell(g.together(group), MeetingSpeakers(meeting=g.meeting, people=heard))
