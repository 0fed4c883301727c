"""What members show one another: signs, captions, the spotlight, connection quality."""

from people.naming import without_tricks
from realtime.meeting.state import effects as e
from realtime.meeting.state.attendees import MeetingMember
from realtime.meeting.state.machine import MeetingMachine
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
LINES_AT_ONCE, LINE_EVERY = 10, 1_000  # a burst of lines, and milliseconds between two


def sign(g: MeetingMachine, member: MeetingMember, command: MakeSign) -> None:
    """Send a passing sign to one's own group. Refuses ``sign_unknown``."""
    if command.sign not in g.signs:
        g.refuse(member, "sign_unknown")
        return
    said = SignMade(meeting=g.meeting, person=member.person.id, sign=command.sign)
    g.tell(g.together(member.group), said)


def caption(g: MeetingMachine, member: MeetingMember, command: WriteCaption) -> None:
    """Send a caption to one's own group; it is written to the transcript when it is final and not empty.

    Refuses ``quieted``; and ``too_fast``, since people read the transcript.
    """
    if member.quieted and (member.quiet_until is None or g.now < member.quiet_until):
        g.refuse(member, "quieted")
        return
    if command.final and not _may_write(g, member):
        g.refuse(member, "too_fast")
        return
    who, text = member.person.id, " ".join(without_tricks(command.text).split())
    said = CaptionWritten(meeting=g.meeting, person=who, text=text, final=command.final)
    g.tell(g.together(member.group), said)
    if command.final and text:
        g.save(e.SaveCaption(who, text, g.now))


def _may_write(g: MeetingMachine, member: MeetingMember) -> bool:
    """Whether a line is within the rate limit: one a second, and a few at once."""
    begins = max(member.writes_until, g.now)
    if begins - g.now >= LINES_AT_ONCE * LINE_EVERY:
        return False
    member.writes_until = begins + LINE_EVERY
    return True


def spotlight(g: MeetingMachine, by: MeetingMember, command: Spotlight) -> None:
    """Show this person first to everybody. Refuses ``not_here``."""
    if command.person is not None and command.person not in g.members:
        g.refuse(by, "not_here")
        return
    g.set(spotlight=command.person)
    g.save_meeting(spotlight=command.person)


def report(_g: MeetingMachine, member: MeetingMember, command: ReportQuality) -> None:
    """Note what a browser measures of its own connection."""
    member.reported = _quality(command)


def _quality(report: ReportQuality) -> Quality:
    if report.loss >= LOST_LOSS:
        return "lost"
    return "poor" if report.loss >= POOR_LOSS or report.rtt >= POOR_RTT else "good"


def measured(g: MeetingMachine, who: int, quality: Quality) -> None:
    """Note what the backend measures of somebody's connection."""
    if who in g.members:
        g.members[who].measured = quality
