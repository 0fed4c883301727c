"""Nothing is recorded of who has not said yes, and one no ends it."""

from realtime.meeting.state import carrying
from realtime.meeting.state import effects as e
from realtime.meeting.state.gathering import Gathering
from realtime.meeting.state.people import Member
from realtime.wire.meeting import Consent, RecordMeeting


def record(g: Gathering, by: Member, command: RecordMeeting) -> None:
    """Ask everybody, or stop. Who asks has agreed."""
    if not command.on:
        stop(g)
    elif g.state.recording == "off":
        _ask(g, by)


def _ask(g: Gathering, by: Member) -> None:
    for member in g.members.values():
        member.agrees = member is by
    g.recorded_by = by.person.id
    g.set(recording="asked")
    look(g)


def consent(g: Gathering, member: Member, command: Consent) -> None:
    """Say yes or no. After a no, hosts are told that somebody said it, not who."""
    if g.state.recording == "off":
        return
    member.agrees = command.yes
    if command.yes:
        look(g)
        return
    stop(g)
    for host in g.hosts():
        g.refuse(host, "not_agreed")


def look(g: Gathering) -> None:
    """Record as soon as all who are inside have said yes; stop when nobody is inside."""
    if not g.members:
        stop(g)
    elif g.state.recording == "asked" and all(member.agrees for member in g.members.values()):
        g.set(recording="on")
        carrying.choose(g)
        g.carry(e.StartRecording(g.recorded_by or 0))


def stop(g: Gathering) -> None:
    """Nothing is recorded any more, nor asked."""
    if g.state.recording == "on":
        g.carry(e.StopRecording())
    if g.state.recording != "off":
        g.set(recording="off")
        g.recorded_by = None


def failed(g: Gathering) -> None:
    """The recorder could not go on; hosts are told."""
    if g.state.recording == "on":
        g.set(recording="off")
        g.recorded_by = None
        for host in g.hosts():
            g.refuse(host, "recording_failed")
