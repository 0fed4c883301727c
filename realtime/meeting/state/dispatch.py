"""Dispatch of a member's commands, and who may send which."""

from collections.abc import Callable
from typing import Any

from realtime.meeting.state import (
    groups,
    leading,
    leaving,
    lobby,
    media_control,
    recording,
    showing,
    speaking,
    texts,
)
from realtime.meeting.state.attendees import MeetingMember
from realtime.meeting.state.machine import MeetingMachine
from realtime.wire import meeting as m

CommandHandler = Callable[[MeetingMachine, MeetingMember, Any], None]

MEMBER_COMMANDS: dict[type[m.MeetingCommand], CommandHandler] = {
    m.LeaveMeeting: leaving.leave,
    m.OfferMedia: media_control.signal,
    m.AnswerMedia: media_control.signal,
    m.TrickleMedia: media_control.signal,
    m.RestartMedia: media_control.restart,
    m.ReportUnmet: media_control.unmet,
    m.ViewMeeting: media_control.view,
    m.ReportQuality: showing.report,
    m.MuteTrack: speaking.mute,
    m.RaiseHand: speaking.raise_hand,
    m.MakeSign: showing.sign,
    m.WriteCaption: showing.caption,
    m.TurnStep: texts.turn,
    m.PutTextAway: texts.put_away,
    m.Consent: recording.consent,
    m.ForgetRecording: recording.forget,
    m.Lead: leading.lead,
}
HOST_COMMANDS: dict[type[m.MeetingCommand], CommandHandler] = {
    m.Admit: lobby.admit,
    m.Silence: speaking.silence,
    m.AskToUnmute: speaking.ask_to_unmute,
    m.OpenFloor: speaking.open_floor,
    m.LetSpeak: speaking.let_speak,
    m.Spotlight: showing.spotlight,
    m.ReadText: texts.read,
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


def dispatch(g: MeetingMachine, client: int, command: m.MeetingCommand) -> None:
    """Carry out a command of somebody inside; who waits in the lobby may only leave. Others are ignored."""
    member = g.member_at(client)
    if member is None:
        _lobby_updates(g, client, command)
    elif type(command) in MEMBER_COMMANDS:
        MEMBER_COMMANDS[type(command)](g, member, command)
    elif not (member.host or _opens(g, member, command)):
        g.refuse(member, "not_host")
    elif type(command) in HOST_COMMANDS:
        HOST_COMMANDS[type(command)](g, member, command)


def _opens(g: MeetingMachine, member: MeetingMember, command: m.MeetingCommand) -> bool:
    """Whether it lets somebody in while no host is inside, by who is."""
    return isinstance(command, m.Admit) and command.yes and member in g.openers()


def _lobby_updates(g: MeetingMachine, client: int, command: m.MeetingCommand) -> None:
    if not isinstance(command, m.LeaveMeeting):
        return
    for knock in [knock for knock in g.knocks.values() if knock.client == client]:
        leaving.turn_away(g, knock, "left", again=True)
