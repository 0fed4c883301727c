"""Media of a meeting: the choice of its mode, and the signalling of its members."""

from realtime.meeting.media.interface import MediaSignal
from realtime.meeting.state import effects as e
from realtime.meeting.state.attendees import MeetingMember
from realtime.meeting.state.machine import MeetingMachine
from realtime.wire.meeting import (
    AnswerMedia,
    OfferMedia,
    ReportUnmet,
    RestartMedia,
    TrickleMedia,
    ViewMeeting,
)

MOST_STRIKES = 3


def choose(g: MeetingMachine) -> None:
    """Leave the mesh when there are too many people, when they are recorded, and when somebody may not
    speak: what a page sends all the same, only a server can drop."""
    many = len(g.members) > g.policy.mesh_up_to
    if many or g.state.recording == "on" or not all(map(g.may_speak, g.members.values())):
        leave_mesh(g)


def leave_mesh(g: MeetingMachine) -> None:
    """Carry the media by the server from now on; it does not go back while somebody is inside."""
    if g.state.mode == "mesh" and g.policy.can_forward():
        g.set(mode="forwarder")


def reset_mode(g: MeetingMachine) -> None:
    """Go back to the mesh: nobody is inside, and those who come next are few."""
    if g.state.mode == "forwarder":
        g.set(mode="mesh")


def signal(g: MeetingMachine, member: MeetingMember, command: MediaSignal) -> None:
    """Pass a signal to the backend; one that comes late for another mode is dropped."""
    to_the_house = isinstance(command, OfferMedia | AnswerMedia | TrickleMedia) and command.peer == 0
    if to_the_house != (g.state.mode == "mesh"):
        g.control_media(e.ApplySignal(member.person.id, command))


def misdescribed(g: MeetingMachine, who: int) -> None:
    """Refuse a malformed signal, and close the client after a few."""
    member = g.members.get(who)
    if member is None:
        return
    member.strikes += 1
    if member.strikes < MOST_STRIKES:
        g.refuse(member, "bad_description")
    else:
        g.close(member.client)


def view(g: MeetingMachine, member: MeetingMember, command: ViewMeeting) -> None:
    """Note what somebody's screen shows."""
    member.view = command
    if not member.to_open:
        g.control_media(e.ChangeView(member.person.id, command))


def restart(g: MeetingMachine, member: MeetingMember, _command: RestartMedia) -> None:
    """Reopen somebody's media connection, because their browser asks."""
    reopen(g, member.person.id)


def unmet(g: MeetingMachine, member: MeetingMember, command: ReportUnmet) -> None:
    """Carry by the server what two people's networks do not let pass between them. Refuses ``no_way``.

    Whoever is disconnected is expected back: that nothing comes from them says nothing of the networks.
    """
    peer = g.members.get(command.peer)
    if peer is None or peer.client is None or g.state.mode != "mesh":
        return
    leave_mesh(g)
    if g.state.mode == "mesh":
        g.refuse(member, "no_way")


def reopen(g: MeetingMachine, who: int) -> None:
    """Reopen a lost media connection. In a mesh, browsers do that themselves."""
    if who in g.members and g.state.mode != "mesh":
        g.members[who].to_open = True
