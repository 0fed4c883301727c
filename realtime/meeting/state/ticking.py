"""What time alone brings."""

from realtime.meeting.state import groups, leading, leaving
from realtime.meeting.state.gathering import Gathering
from realtime.wire.meeting import IceRenewed

RENEWED = 8 * 60_000


def tick(g: Gathering) -> None:
    """Once a second or so."""
    leaving.give_up(g)
    leading.take_up(g)
    groups.end_in_time(g)
    leaving.rest(g)
    renew(g)


def renew(g: Gathering) -> None:
    """Credentials for the relay hold ten minutes; those who are inside have new ones after eight."""
    for member in g.members.values():
        if member.seat is not None and g.now - member.ice_at >= RENEWED:
            member.ice_at = g.now
            ice = g.terms.ice(member.person.id, g.now)
            if ice:
                g.tell([member.seat], IceRenewed(meeting=g.meeting, ice=ice))
