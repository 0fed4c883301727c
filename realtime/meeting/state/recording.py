"""Consent to recording: nobody is recorded who has not agreed, and one refusal ends it."""

from realtime.meeting.state import effects as e
from realtime.meeting.state import media_control
from realtime.meeting.state.attendees import MeetingMember
from realtime.meeting.state.machine import MeetingMachine
from realtime.wire.meeting import Consent, ForgetRecording, RecordMeeting


def record(g: MeetingMachine, by: MeetingMember, command: RecordMeeting) -> None:
    """Ask everybody, or stop. Who asks has agreed."""
    if not command.on:
        stop(g)
    elif g.state.recording == "off":
        _ask(g, by)


def _ask(g: MeetingMachine, by: MeetingMember) -> None:
    for member in g.members.values():
        member.agrees = member is by
    g.recorded_by = by.person.id
    g.set(recording="asked")
    look(g)


def consent(g: MeetingMachine, member: MeetingMember, command: Consent) -> None:
    """Agree or refuse. After a refusal, hosts are told that somebody refused, not who."""
    if g.state.recording == "off":
        return
    member.agrees = command.yes
    if command.yes:
        look(g)
        return
    was_on = g.state.recording == "on"
    if was_on:
        g.withdrawn[member.person.id] = g.now
    stop(g)
    for host in g.hosts():
        g.refuse(host, "agrees_no_more" if was_on else "not_agreed")


def forget(g: MeetingMachine, member: MeetingMember, _command: ForgetRecording) -> None:
    """Erase what was recorded when they took their yes back; hosts are told that it is, not for whom."""
    at = g.withdrawn.pop(member.person.id, None)
    if at is None:
        return
    g.save(e.EraseRecording(at))
    for host in g.hosts():
        g.refuse(host, "recording_erased")


def look(g: MeetingMachine) -> None:
    """Record as soon as all who are inside have agreed; stop when nobody is inside."""
    if not g.members:
        stop(g)
    elif g.state.recording == "asked" and all(member.agrees for member in g.members.values()):
        g.set(recording="on")
        media_control.choose(g)
        g.control_media(e.StartRecording(g.recorded_by or 0))


def stop(g: MeetingMachine) -> None:
    """Stop recording, or asking."""
    if g.state.recording == "on":
        g.control_media(e.StopRecording())
    if g.state.recording != "off":
        g.set(recording="off")
        g.recorded_by = None


def failed(g: MeetingMachine) -> None:
    """Note that the recorder could not go on, and tell the hosts."""
    if g.state.recording == "on":
        g.set(recording="off")
        g.recorded_by = None
        for host in g.hosts():
            g.refuse(host, "recording_failed")
