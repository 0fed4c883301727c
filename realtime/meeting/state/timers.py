"""What happens by time alone."""

from realtime.meeting.state import groups, leading, leaving
from realtime.meeting.state.machine import MeetingMachine
from realtime.wire.meeting import IceRenewed

RENEWED = 8 * 60_000


def tick(g: MeetingMachine) -> None:
    """Run all timers; called about once a second."""
    leaving.expire_disconnected(g)
    leading.resume_leading(g)
    groups.end_in_time(g)
    leaving.end_empty(g)
    renew(g)


def renew(g: MeetingMachine) -> None:
    """Renew TURN credentials after eight minutes: they are valid for ten."""
    for member in g.members.values():
        if member.client is not None and g.now - member.ice_at >= RENEWED:
            member.ice_at = g.now
            ice = g.policy.ice(member.person.id, g.now)
            if ice:
                g.tell([member.client], IceRenewed(meeting=g.meeting, ice=ice))
