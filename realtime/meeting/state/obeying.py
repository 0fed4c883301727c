"""Each command of a member and the verb that does it; and who may ask for it."""

from collections.abc import Callable
from typing import Any

from realtime.meeting.state import carrying, groups, leading, leaving, lobby, recording, showing, speaking
from realtime.meeting.state.gathering import Gathering
from realtime.meeting.state.people import Member
from realtime.wire import meeting as m

Verb = Callable[[Gathering, Member, Any], None]

TAKING_PART: dict[type[m.MeetingCommand], Verb] = {
    m.LeaveMeeting: leaving.leave,
    m.OfferMedia: carrying.signal,
    m.AnswerMedia: carrying.signal,
    m.TrickleMedia: carrying.signal,
    m.RestartMedia: carrying.restart,
    m.ViewMeeting: carrying.view,
    m.ReportQuality: showing.report,
    m.MuteTrack: speaking.mute,
    m.RaiseHand: speaking.raise_hand,
    m.MakeSign: showing.sign,
    m.WriteCaption: showing.caption,
    m.Consent: recording.consent,
    m.Lead: leading.lead,
}
LEADING: dict[type[m.MeetingCommand], Verb] = {
    m.Admit: lobby.admit,
    m.Silence: speaking.silence,
    m.AskToUnmute: speaking.ask_to_unmute,
    m.OpenFloor: speaking.open_floor,
    m.LetSpeak: speaking.let_speak,
    m.Spotlight: showing.spotlight,
    m.Lock: lobby.lock,
    m.KeepLobby: lobby.keep_lobby,
    m.RemoveFromMeeting: leaving.remove,
    m.SplitIntoGroups: groups.split,
    m.JoinGroup: groups.join,
    m.CallBack: groups.call_back,
    m.HandOver: leading.hand_over,
    m.RecordMeeting: recording.record,
    m.EndMeeting: leaving.end,
}


def obey(g: Gathering, seat: int, command: m.MeetingCommand) -> None:
    """Do what somebody inside asks; who waits may only go away. Everybody else is not heard."""
    member = g.seated(seat)
    if member is None:
        _at_the_door(g, seat, command)
    elif type(command) in TAKING_PART:
        TAKING_PART[type(command)](g, member, command)
    elif not member.host:
        g.refuse(member, "not_host")
    elif type(command) in LEADING:
        LEADING[type(command)](g, member, command)


def _at_the_door(g: Gathering, seat: int, command: m.MeetingCommand) -> None:
    if not isinstance(command, m.LeaveMeeting):
        return
    for knock in [knock for knock in g.knocks.values() if knock.seat == seat]:
        leaving.turn_away(g, knock, "left", again=True)
