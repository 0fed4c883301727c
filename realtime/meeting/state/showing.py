"""What is seen and read: signs, captions, the first picture, how good a connection is."""

from people.naming import without_tricks
from realtime.meeting.state import effects as e
from realtime.meeting.state.gathering import Gathering
from realtime.meeting.state.people import Member
from realtime.wire.meeting import (
    CaptionWritten,
    MakeSign,
    Quality,
    ReportQuality,
    SignMade,
    Spotlight,
    WriteCaption,
)

POOR_LOSS = 0.08
POOR_RTT = 600
LOST_LOSS = 0.5
LINES_AT_ONCE, LINE_EVERY = 10, 1_000  # milliseconds


def sign(g: Gathering, member: Member, command: MakeSign) -> None:
    """A passing sign, for one's own group. Refuses ``sign_unknown``."""
    if command.sign not in g.signs:
        g.refuse(member, "sign_unknown")
        return
    said = SignMade(meeting=g.meeting, person=member.person.id, sign=command.sign)
    g.tell(g.together(member.group), said)


def caption(g: Gathering, member: Member, command: WriteCaption) -> None:
    """One line of what is being said, for one's own group; kept when it is final and says something.

    Refuses ``quieted``; and ``too_fast``, since people read what is kept.
    """
    if member.quieted:
        g.refuse(member, "quieted")
        return
    if command.final and not _may_write(g, member):
        g.refuse(member, "too_fast")
        return
    who, text = member.person.id, " ".join(without_tricks(command.text).split())
    said = CaptionWritten(meeting=g.meeting, person=who, text=text, final=command.final)
    g.tell(g.together(member.group), said)
    if command.final and text:
        g.keep(e.KeepCaption(who, text, g.now))


def _may_write(g: Gathering, member: Member) -> bool:
    """A line a second, and a few at once."""
    begins = max(member.writes_until, g.now)
    if begins - g.now >= LINES_AT_ONCE * LINE_EVERY:
        return False
    member.writes_until = begins + LINE_EVERY
    return True


def spotlight(g: Gathering, by: Member, command: Spotlight) -> None:
    """Everybody sees this person first. Refuses ``not_here``."""
    if command.person is not None and command.person not in g.members:
        g.refuse(by, "not_here")
        return
    g.set(spotlight=command.person)
    g.keep_meeting(spotlight=command.person)


def report(_g: Gathering, member: Member, command: ReportQuality) -> None:
    """What the browser measures of its own connection."""
    member.reported = _quality(command)


def _quality(report: ReportQuality) -> Quality:
    if report.loss >= LOST_LOSS:
        return "lost"
    return "poor" if report.loss >= POOR_LOSS or report.rtt >= POOR_RTT else "good"


def measured(g: Gathering, who: int, quality: Quality) -> None:
    """What the media measure of somebody's connection."""
    if who in g.members:
        g.members[who].measured = quality
