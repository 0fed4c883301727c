"""Sound and pictures: who carries them, and what browsers signal about them."""

from realtime.meeting.media import MediaSignal
from realtime.meeting.state import effects as e
from realtime.meeting.state.gathering import Gathering
from realtime.meeting.state.people import Member
from realtime.wire.meeting import AnswerMedia, OfferMedia, RestartMedia, TrickleMedia, ViewMeeting

STRIKES = 3


def choose(g: Gathering) -> None:
    """Few people carry their media themselves; the house does for more, when they are recorded, and when
    somebody may not speak: what a page sends all the same, only the house can drop."""
    many = len(g.members) > g.terms.mesh_up_to
    if many or g.state.recording == "on" or not all(map(g.may_speak, g.members.values())):
        enforce(g)


def enforce(g: Gathering) -> None:
    """The house carries the media from now on; it does not go back while somebody is inside."""
    if g.state.mode == "mesh" and g.terms.forwards():
        g.set(mode="forwarder")


def begin_anew(g: Gathering) -> None:
    """Nobody is inside: those who come next are few again."""
    if g.state.mode == "forwarder":
        g.set(mode="mesh")


def signal(g: Gathering, member: Member, command: MediaSignal) -> None:
    """For a person in a mesh, for the house otherwise; what comes late for another mode is dropped."""
    to_the_house = isinstance(command, OfferMedia | AnswerMedia | TrickleMedia) and command.peer == 0
    if to_the_house != (g.state.mode == "mesh"):
        g.carry(e.Hear(member.person.id, command))


def misdescribed(g: Gathering, who: int) -> None:
    """What somebody signalled is no description: told, and closed when it goes on."""
    member = g.members.get(who)
    if member is None:
        return
    member.strikes += 1
    if member.strikes < STRIKES:
        g.refuse(member, "bad_description")
    else:
        g.close(member.seat)


def view(g: Gathering, member: Member, command: ViewMeeting) -> None:
    """What somebody's screen shows."""
    member.view = command
    if not member.to_open:
        g.carry(e.View(member.person.id, command))


def restart(g: Gathering, member: Member, _command: RestartMedia) -> None:
    """Begin the connection with the house anew."""
    reopen(g, member.person.id)


def reopen(g: Gathering, who: int) -> None:
    """A connection with the house is lost. Among few, browsers mend theirs themselves."""
    if who in g.members and g.state.mode != "mesh":
        g.members[who].to_open = True
