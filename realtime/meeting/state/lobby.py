"""The door: who waits, who is let in, and whether it is locked."""

from realtime.meeting.state import entering, leaving
from realtime.meeting.state.gathering import Gathering
from realtime.meeting.state.people import Knock, Member
from realtime.wire.meeting import Admit, KeepLobby, Lock


def admit(g: Gathering, by: Member, command: Admit) -> None:
    """Let in, or send away, one or all who knock. Refuses ``not_here``."""
    who = list(g.knocks) if command.person is None else [command.person]
    knocks = [g.knocks[each] for each in who if each in g.knocks]
    if command.person is not None and not knocks:
        g.refuse(by, "not_here")
    for knock in knocks:
        if command.yes:
            _let_in(g, knock)
        else:
            leaving.turn_away(g, knock, "denied", again=True)


def _let_in(g: Gathering, knock: Knock) -> None:
    who = knock.standing.person.id
    g.keep_of(who, admitted_at=g.now)
    known = knock.standing.known()
    entering.enter(g, knock.seat, known, knock.join)


def keep_lobby(g: Gathering, _by: Member, command: KeepLobby) -> None:
    """Whether people knock. When they no longer do, who waits comes in, unless it is locked."""
    g.set(lobby=command.on)
    g.keep_meeting(lobby=command.on)
    if not command.on and not g.state.locked:
        for knock in list(g.knocks.values()):
            entering.enter(g, knock.seat, knock.standing, knock.join)


def announced(g: Gathering, lobby: bool) -> None:
    """It was announced so, or otherwise meanwhile. From its beginning on it is for who leads inside."""
    if not g.begun and g.state.lobby != lobby:
        g.set(lobby=lobby)


def lock(g: Gathering, _by: Member, command: Lock) -> None:
    """Nobody new comes in; who was inside before still does, and who waits when a host lets them."""
    g.set(locked=command.on)
    g.keep_meeting(locked=command.on)
