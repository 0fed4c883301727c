"""Breakout groups: each hears and sees itself only, until all are back. A host makes them, or a phase."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from realtime.meeting.state import effects as e
from realtime.meeting.state.attendees import MeetingMember
from realtime.meeting.state.machine import MeetingMachine
from realtime.wire.meeting import CallBack, JoinGroup, SplitIntoGroups

MINUTE = 60_000
MOST_GROUPS = 50


@dataclass(frozen=True, slots=True)
class CurrentPhase:
    """The phase that a session is in. ``ends_at``: in milliseconds; None: paused, or without an end.
    ``passage``: which of its beginnings this is. ``group_size``: how many people it wants in each group of
    this meeting; 0: all together."""

    id: int
    ends_at: int | None
    passage: int = 0
    group_size: int = 0


def split(g: MeetingMachine, _by: MeetingMember, command: SplitIntoGroups) -> None:
    """Assign all but the hosts to groups at random; hosts stay in the whole room and may visit any group."""
    _clear(g)
    _bind(g, command.phase)
    _set(g, command.groups, g.now + command.minutes * MINUTE)
    _share_out(g, [member for member in g.members.values() if not member.host])


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
    _bind(g, None)
    if g.state.groups:
        _set(g, 0, None)
        _clear(g)


def end_in_time(g: MeetingMachine) -> None:
    """End the groups when their time is over; a phase, with which others end, may have been prolonged."""
    end_at = g.state.groups_end_at
    if g.groups_phase is None and end_at is not None and g.now >= end_at:
        gather(g)


def follow(g: MeetingMachine, bound: int | None, current: CurrentPhase | None) -> None:
    """Let groups end with their phase and be made by the one that begins: the session is in ``current``.

    ``bound``: the phase with which groups were to end when that was read.
    """
    if g.groups_phase != bound:
        return
    if bound is not None and (current is None or current.id != bound):
        gather(g)
    if current is None:
        return
    if current.group_size and current.passage != g.parted_in:
        _part(g, current)
    if g.groups_phase == current.id and g.state.groups and g.state.groups_end_at != current.ends_at:
        _set(g, g.state.groups, current.ends_at)


def place(g: MeetingMachine, newcomer: MeetingMember) -> None:
    """Let somebody who comes late into the smallest group, where a phase makes them.

    Once those beyond the size of their group are enough for one of their own, they are put together there:
    who comes one by one to a phase of pairs is in a pair in the end. Whoever comes back is where they were,
    unless they would be alone.
    """
    if not g.group_size or newcomer.host:
        return
    groups = _together(g)
    if len(groups.get(newcomer.group, ())) > 1:
        return
    groups.pop(newcomer.group, None)
    move(g, newcomer, 0)
    if not groups:
        _deal(g)
        return
    move(g, newcomer, _smallest(groups))
    if _number_of_groups(sum(map(len, groups.values())) + 1, g.group_size) > len(groups):
        _open_group(g)


def left(g: MeetingMachine, group: int) -> None:
    """Let whoever was left alone in the ``group`` of a phase into the smallest other one."""
    groups = _together(g)
    alone = groups.pop(group, [])
    if g.group_size and not g.over and len(alone) == 1 and groups:
        move(g, alone[0], _smallest(groups))


def _open_group(g: MeetingMachine) -> None:
    """Put those beyond the size of their group together."""
    groups = _together(g)
    number = next(each for each in range(1, MOST_GROUPS + 1) if each not in groups)
    _set(g, max(g.state.groups, number), g.state.groups_end_at)
    for people in groups.values():
        for member in people[g.group_size :]:
            move(g, member, number)


def _smallest(groups: Mapping[int, Sequence[MeetingMember]]) -> int:
    return min(groups, key=lambda number: len(groups[number]))


def _part(g: MeetingMachine, current: CurrentPhase) -> None:
    """Make the groups of a phase, once for each of its beginnings: whoever leads may call all back before its
    end."""
    _clear(g)
    _set(g, 0, None)
    _bind(g, current.id, current.group_size)
    g.parted_in = current.passage
    g.save_meeting(parted_in=current.passage)
    _deal(g)


def _deal(g: MeetingMachine) -> None:
    """Put those who are there into groups, once they are enough for one."""
    people = [member for member in g.members.values() if not member.host]
    if count := _number_of_groups(len(people), g.group_size):
        _set(g, count, None)
        _share_out(g, people)


def _share_out(g: MeetingMachine, people: list[MeetingMember]) -> None:
    g.policy.chance.shuffle(people)
    for number, member in enumerate(people):
        move(g, member, 1 + number % g.state.groups)


def _number_of_groups(people: int, size: int) -> int:
    """Return how many groups ``people`` make, about ``size`` in each, nobody alone."""
    return min((2 * people + size) // (2 * size), people // 2, MOST_GROUPS)


def _together(g: MeetingMachine) -> dict[int, list[MeetingMember]]:
    """Return who is in each group that has somebody, in the order in which they came, without hosts."""
    groups: dict[int, list[MeetingMember]] = {}
    for member in sorted(g.members.values(), key=lambda member: member.group):
        if member.group and not member.host:
            groups.setdefault(member.group, []).append(member)
    return groups


def _set(g: MeetingMachine, groups: int, end_at: int | None) -> None:
    g.set(groups=groups, groups_end_at=end_at)
    g.save_meeting(groups=groups, groups_end_at=end_at)


def _bind(g: MeetingMachine, phase: int | None, size: int = 0) -> None:
    """Let the groups end with ``phase``; ``size``: it has made them itself."""
    if (g.groups_phase, g.group_size) != (phase, size):
        g.groups_phase, g.group_size = phase, size
        g.save_meeting(groups_phase=phase, group_size=size)
