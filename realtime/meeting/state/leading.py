"""Leading: making a host, standing down, and leading again."""

from realtime.meeting.state import speaking
from realtime.meeting.state.attendees import MeetingMember
from realtime.meeting.state.machine import MeetingMachine
from realtime.wire.meeting import HandOver, Lead

LED_BY_NOBODY = 15_000


def hand_over(g: MeetingMachine, by: MeetingMember, command: HandOver) -> None:
    """Make somebody else a host too. Refuses ``not_here``."""
    if member := g.inside(command.person, by):
        member.may_lead = True
        g.save_attendance(command.person, host=True)
        _stand(g, member, down=False)


def lead(g: MeetingMachine, member: MeetingMember, command: Lead) -> None:
    """Stop leading, or lead again. Refuses ``not_host``, ``last_host``."""
    if not member.may_lead:
        g.refuse(member, "not_host")
    elif not command.on and g.hosts() == [member]:
        g.refuse(member, "last_host")
    else:
        _stand(g, member, down=not command.on)


def _stand(g: MeetingMachine, member: MeetingMember, *, down: bool) -> None:
    if member.stood_down != down:
        member.stood_down = down
        g.save_attendance(member.person.id, stood_down=down)
        speaking.hold_back(g, member)


def resume_leading(g: MeetingMachine) -> None:
    """Let those who stood down lead again once there has been no host for a while.

    Not at once: after a restart, whoever stood down may be back before the hosts.
    """
    is_there = any(member.client is not None for member in g.members.values())
    if g.hosts() or not is_there:
        g.led_by_nobody_since = None
    elif g.led_by_nobody_since is None:
        g.led_by_nobody_since = g.now
    elif g.now - g.led_by_nobody_since >= LED_BY_NOBODY:
        for member in g.members.values():
            _stand(g, member, down=False)
