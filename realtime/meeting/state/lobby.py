"""The lobby: who waits, who is admitted, and the lock."""

from realtime.meeting.state import entering, leaving
from realtime.meeting.state.attendees import Knock, MeetingMember
from realtime.meeting.state.machine import MeetingMachine
from realtime.wire.meeting import Admit, KeepLobby, Lock


def admit(g: MeetingMachine, by: MeetingMember, command: Admit) -> None:
    """Admit, or turn away, one or all who knock. Refuses ``not_here``."""
    who = list(g.knocks) if command.person is None else [command.person]
    knocks = [g.knocks[each] for each in who if each in g.knocks]
    if command.person is not None and not knocks:
        g.refuse(by, "not_here")
    for knock in knocks:
        if command.yes:
            _let_in(g, knock)
        else:
            leaving.turn_away(g, knock, "denied", again=True)


def _let_in(g: MeetingMachine, knock: Knock) -> None:
    who = knock.rights.person.id
    g.save_attendance(who, admitted_at=g.now)
    known = knock.rights.known()
    entering.enter(g, knock.client, known, knock.join)


def keep_lobby(g: MeetingMachine, _by: MeetingMember, command: KeepLobby) -> None:
    """Turn the lobby on or off. When it goes off, who waits enters, unless the meeting is locked."""
    g.set(lobby=command.on)
    g.save_meeting(lobby=command.on)
    if not command.on and not g.state.locked:
        for knock in list(g.knocks.values()):
            entering.enter(g, knock.client, knock.rights, knock.join)


def announced(g: MeetingMachine, lobby: bool) -> None:
    """Apply the announced lobby setting until the meeting begins; then its hosts decide."""
    if not g.begun and g.state.lobby != lobby:
        g.set(lobby=lobby)


def lock(g: MeetingMachine, _by: MeetingMember, command: Lock) -> None:
    """Lock the meeting: nobody new enters. Who was inside before still may, and who is admitted."""
    g.set(locked=command.on)
    g.save_meeting(locked=command.on)
