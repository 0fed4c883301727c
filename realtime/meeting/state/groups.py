"""People apart, each group hearing and seeing itself only; and together again."""

from realtime.meeting.state.gathering import Gathering
from realtime.meeting.state.people import Member
from realtime.wire.meeting import CallBack, JoinGroup, SplitIntoGroups

MINUTE = 60_000


def split(g: Gathering, _by: Member, command: SplitIntoGroups) -> None:
    """Share out at random all but the hosts, who stay in the whole room and may go from group to group."""
    end_at = g.now + command.minutes * MINUTE
    g.set(groups=command.groups, groups_end_at=end_at)
    g.keep_meeting(groups=command.groups, groups_end_at=end_at)
    people = [member for member in g.members.values() if not member.host]
    g.terms.chance.shuffle(people)
    for number, member in enumerate(people):
        move(g, member, 1 + number % command.groups)


def move(g: Gathering, member: Member, group: int) -> None:
    """Somebody is in this group now."""
    if member.group != group:
        member.group = group
        g.keep_of(member.person.id, group=group)


def join(g: Gathering, by: Member, command: JoinGroup) -> None:
    """A host moves somebody, or goes themselves. Refuses ``not_here``, ``no_such_group``."""
    member = by if command.person is None else g.members.get(command.person)
    if member is None:
        g.refuse(by, "not_here")
    elif command.group > g.state.groups:
        g.refuse(by, "no_such_group")
    else:
        move(g, member, command.group)


def call_back(g: Gathering, _by: Member, _command: CallBack) -> None:
    """Everybody is together again."""
    gather(g)


def gather(g: Gathering) -> None:
    """End the groups."""
    if g.state.groups:
        g.set(groups=0, groups_end_at=None)
        g.keep_meeting(groups=0, groups_end_at=None)
        for member in g.members.values():
            move(g, member, 0)


def end_in_time(g: Gathering) -> None:
    """The minutes of the groups are over."""
    if g.state.groups_end_at is not None and g.now >= g.state.groups_end_at:
        gather(g)
