"""Breakout groups: each hears and sees itself only, until all are called back."""

from dataclasses import dataclass

from realtime.meeting.state import effects as e
from realtime.meeting.state.attendees import MeetingMember
from realtime.meeting.state.machine import MeetingMachine
from realtime.wire.meeting import CallBack, JoinGroup, SplitIntoGroups

MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class CurrentPhase:
    """The phase that a session is in. ``ends_at``: in milliseconds; None: paused, or without an end."""

    id: int
    ends_at: int | None


def split(g: MeetingMachine, _by: MeetingMember, command: SplitIntoGroups) -> None:
    """Assign all but the hosts to groups at random; hosts stay in the whole room and may visit any group."""
    _clear(g)
    g.groups_phase = command.phase
    end_at = g.now + command.minutes * MINUTE
    g.set(groups=command.groups, groups_end_at=end_at)
    g.save_meeting(groups=command.groups, groups_end_at=end_at)
    people = [member for member in g.members.values() if not member.host]
    g.policy.chance.shuffle(people)
    for number, member in enumerate(people):
        move(g, member, 1 + number % command.groups)


def _clear(g: MeetingMachine) -> None:
    """Bring back all, those too who have left: nobody returns to a group of an earlier round."""
    for columns in g.facts.values():
        if "group" in columns:
            columns["group"] = 0
    for member in g.members.values():
        member.group = 0
    g.save(e.ClearGroups())


def move(g: MeetingMachine, member: MeetingMember, group: int) -> None:
    """Move somebody to a group."""
    if member.group != group:
        member.group = group
        g.save_attendance(member.person.id, group=group)


def join(g: MeetingMachine, by: MeetingMember, command: JoinGroup) -> None:
    """Let a host move somebody, or go themselves. Refuses ``not_here``, ``no_such_group``."""
    member = by if command.person is None else g.members.get(command.person)
    if member is None:
        g.refuse(by, "not_here")
    elif command.group > g.state.groups:
        g.refuse(by, "no_such_group")
    else:
        move(g, member, command.group)


def call_back(g: MeetingMachine, _by: MeetingMember, _command: CallBack) -> None:
    """Bring everybody together again."""
    gather(g)


def gather(g: MeetingMachine) -> None:
    """End the groups."""
    g.groups_phase = None
    if g.state.groups:
        g.set(groups=0, groups_end_at=None)
        g.save_meeting(groups=0, groups_end_at=None)
        _clear(g)


def end_in_time(g: MeetingMachine) -> None:
    """End the groups when their time is over."""
    if g.state.groups_end_at is not None and g.now >= g.state.groups_end_at:
        gather(g)


def follow(g: MeetingMachine, phase: int, current: CurrentPhase | None) -> None:
    """Let groups that last as long as ``phase`` end with it, now that the session is in ``current``."""
    if g.groups_phase != phase:
        return
    if current is None or current.id != phase:
        gather(g)
    elif g.state.groups_end_at != current.ends_at:
        g.set(groups_end_at=current.ends_at)
        g.save_meeting(groups_end_at=current.ends_at)
