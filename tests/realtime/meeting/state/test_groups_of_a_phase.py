"""A phase that is lived in pairs or groups makes them itself, takes in who comes late, and calls all back."""

from collections import Counter
from itertools import count

from realtime.meeting.state import effects as e
from realtime.meeting.state import groups
from realtime.wire import meeting as m
from rooms.events import ShownPerson
from tests.realtime.meeting.state.machine_harness import (
    AWA,
    JUDITH,
    LEA,
    MARCEL,
    NADIA,
    OUSMANE,
    FakePage,
    MachineHarness,
    of,
)

IN_PAIRS = groups.CurrentPhase(7, None, passage=1, group_size=2)
NEXT = groups.CurrentPhase(8, None, passage=2)


def looks(harness: MachineHarness, current: groups.CurrentPhase | None) -> list[e.Effect]:
    """Let the meeting read that the session is in ``current``."""
    bound = harness.machine.groups_phase
    return harness.act(lambda g: groups.follow(g, bound, current))


def sizes(harness: MachineHarness) -> list[int]:
    """How many are in each group, the greatest first; those in the whole room are left out."""
    counted = Counter(member.group for member in harness.machine.members.values() if member.group)
    return sorted(counted.values(), reverse=True)


def crowd(harness: MachineHarness, number: int, first: int = 20) -> list[FakePage]:
    people = (ShownPerson(who, f"Personne {who}", "participant") for who in count(first))
    return harness.all_come(*(next(people) for _ in range(number)))


def test_who_is_there_is_put_in_pairs_and_hosts_stay_in_the_whole_room() -> None:
    harness = MachineHarness()
    judith, *others = harness.all_come(JUDITH, NADIA, MARCEL, LEA, OUSMANE)
    looks(harness, IN_PAIRS)
    assert sizes(harness) == [2, 2]
    assert judith.sees(JUDITH).group == 0
    assert {other.state and other.state.groups for other in others} == {2}
    kept = harness.kept_of_meeting()
    assert (kept["groups_phase"], kept["group_size"], kept["parted_in"]) == (7, 2, 1)


def test_pairs_are_made_once_whoever_calls_them_back() -> None:
    harness = MachineHarness()
    judith, *_others = harness.all_come(JUDITH, NADIA, MARCEL, LEA, OUSMANE)
    looks(harness, IN_PAIRS)
    placed = {who: member.group for who, member in harness.machine.members.items()}
    assert not of(looks(harness, IN_PAIRS), e.SaveMeeting)
    assert {who: member.group for who, member in harness.machine.members.items()} == placed
    harness.says(judith, m.CallBack)
    looks(harness, IN_PAIRS)
    harness.come(AWA)
    crowd(harness, 2)
    assert (sizes(harness), harness.machine.state.groups) == ([], 0)


def test_a_phase_that_begins_again_makes_its_pairs_again() -> None:
    harness = MachineHarness()
    harness.all_come(JUDITH, NADIA, MARCEL, LEA, OUSMANE)
    looks(harness, IN_PAIRS)
    looks(harness, NEXT)
    assert sizes(harness) == []
    looks(harness, groups.CurrentPhase(7, None, passage=3, group_size=2))
    assert sizes(harness) == [2, 2]


def test_all_are_called_back_by_the_end_of_the_phase_and_by_nothing_before() -> None:
    harness = MachineHarness()
    _judith, nadia, *_others = harness.all_come(JUDITH, NADIA, MARCEL, LEA, OUSMANE)
    end = harness.machine.now + 60_000
    looks(harness, groups.CurrentPhase(7, end, 1, 2))
    assert nadia.state is not None
    assert nadia.state.groups_end_at == end
    harness.waits(62_000)
    assert nadia.state.groups == 2, "the phase may have been prolonged at its last second"
    looks(harness, groups.CurrentPhase(7, end + 120_000, 1, 2))
    assert nadia.state.groups_end_at == end + 120_000
    looks(harness, None)
    assert harness.kept_of_meeting()["groups_end_at"] is None
    assert sizes(harness) == []
    assert harness.machine.groups_phase is None
    assert not harness.kept_of_meeting()["group_size"]


def test_who_comes_late_joins_the_smallest_group() -> None:
    harness = MachineHarness()
    harness.all_come(JUDITH, NADIA, MARCEL, LEA, OUSMANE)
    looks(harness, groups.CurrentPhase(7, None, 1, 4))
    assert sizes(harness) == [4]
    nadia = next(screen for screen in harness.open_screens if screen.person == NADIA)
    harness.says(nadia, m.LeaveMeeting)
    (late,) = crowd(harness, 1)
    assert harness.machine.members[late.person.id].group == 1


def test_who_comes_late_two_by_two_is_in_a_pair() -> None:
    harness = MachineHarness()
    harness.all_come(JUDITH, NADIA, MARCEL, LEA, OUSMANE)
    looks(harness, IN_PAIRS)
    first, second = crowd(harness, 2)
    assert sizes(harness) == [2, 2, 2]
    members = harness.machine.members
    assert members[first.person.id].group == members[second.person.id].group
    crowd(harness, 1, first=40)
    assert sizes(harness) == [3, 2, 2], "nobody is alone"


def test_who_comes_one_by_one_to_a_phase_of_pairs_is_in_pairs() -> None:
    """Its rencontre opens when the phase begins: nobody can be there."""
    harness = MachineHarness()
    harness.come(JUDITH)
    looks(harness, IN_PAIRS)
    screens = crowd(harness, 1)
    assert screens[0].state is not None
    assert screens[0].state.groups == 0, "nobody is apart and alone"
    crowd(harness, 29, first=30)
    assert sizes(harness) == [2] * 15
    assert harness.machine.state.groups == 15


def leaves(harness: MachineHarness, group: int) -> FakePage:
    """Let one of a group leave."""
    screen = next(
        each for each in harness.open_screens if harness.machine.members[each.person.id].group == group
    )
    harness.says(screen, m.LeaveMeeting)
    return screen


def test_who_is_left_alone_joins_another_group_and_who_left_does_not_come_back_to_nobody() -> None:
    harness = MachineHarness()
    harness.all_come(JUDITH, NADIA, MARCEL, LEA, OUSMANE)
    looks(harness, IN_PAIRS)
    gone = leaves(harness, 1)
    assert sizes(harness) == [3]
    harness.come(gone.person, {"group": 1})
    assert sizes(harness) == [2, 2]


def test_nobody_who_comes_late_is_put_into_a_group_that_all_have_left() -> None:
    harness = MachineHarness()
    harness.all_come(JUDITH, NADIA, MARCEL, LEA, OUSMANE)
    looks(harness, IN_PAIRS)
    for group in (1, 2, 2):
        leaves(harness, group)
    assert len(harness.machine.members) == 2
    crowd(harness, 1)
    assert sizes(harness) == [2]


def test_who_comes_back_is_where_they_were() -> None:
    harness = MachineHarness()
    harness.come(JUDITH)
    crowd(harness, 6)
    looks(harness, groups.CurrentPhase(7, None, 1, 3))
    gone = leaves(harness, 2)
    assert sizes(harness) == [3, 2]
    harness.come(gone.person, {"group": 2})
    assert harness.machine.members[gone.person.id].group == 2


def test_groups_of_five_are_about_five() -> None:
    harness = MachineHarness()
    harness.come(JUDITH)
    crowd(harness, 23)
    looks(harness, groups.CurrentPhase(7, None, 1, 5))
    assert sizes(harness) == [5, 5, 5, 4, 4]


def test_groups_that_a_host_made_give_way_to_those_of_the_phase() -> None:
    harness = MachineHarness()
    judith, *_others = harness.all_come(JUDITH, NADIA, MARCEL, LEA, OUSMANE)
    harness.says(judith, m.SplitIntoGroups, groups=2, minutes=1)
    looks(harness, groups.CurrentPhase(7, None, 1, 4))
    assert sizes(harness) == [4]
    harness.waits(61_000)
    assert sizes(harness) == [4]


def test_what_was_read_before_a_host_made_groups_changes_nothing() -> None:
    harness = MachineHarness()
    judith, *_others = harness.all_come(JUDITH, NADIA, MARCEL, LEA, OUSMANE)
    harness.says(judith, m.SplitIntoGroups, groups=2, phase=7)
    harness.act(lambda g: groups.follow(g, None, IN_PAIRS))
    assert harness.machine.group_size == 0
