"""Groups, signs, captions, spotlight, and how good a connection is."""

import pytest

from realtime.meeting.state import effects as e
from realtime.meeting.state import groups, showing
from realtime.meeting.state.showing import LINES_AT_ONCE
from realtime.wire import meeting as m
from tests.realtime.meeting.state.machine_harness import (
    AWA,
    JUDITH,
    LEA,
    MARCEL,
    NADIA,
    OUSMANE,
    MachineHarness,
    of,
)


def apart() -> tuple[MachineHarness, list]:  # type: ignore[type-arg]
    harness = MachineHarness()
    screens = harness.all_come(JUDITH, NADIA, MARCEL, LEA, OUSMANE)
    harness.says(screens[0], m.SplitIntoGroups, groups=2, minutes=5)
    return harness, screens


def test_people_are_shared_out_evenly_and_hosts_stay_in_the_whole_room() -> None:
    harness, (judith, *others) = apart()
    shared = [judith.sees(screen.person).group for screen in others]
    assert sorted(shared) == [1, 1, 2, 2]
    assert judith.sees(JUDITH).group == 0
    assert judith.state.groups == 2
    assert judith.state.groups_end_at == harness.machine.now + 300_000
    assert harness.kept(NADIA)["group"] == judith.sees(NADIA).group


def test_the_media_are_told_who_hears_whom() -> None:
    harness, (judith, *_others) = apart()
    told = of(harness.done, e.ChangeGroups)[-1].groups
    assert told == {who: member.group for who, member in judith.members.items()}


def test_what_is_written_in_a_group_is_not_read_in_another() -> None:
    harness, (judith, *others) = apart()
    writer = others[0]
    harness.says(writer, m.WriteCaption, text="Entre nous", final=True)
    harness.says(writer, m.MakeSign, sign="merci")
    for screen in (judith, *others):
        is_theirs = judith.sees(screen.person).group == judith.sees(writer.person).group
        assert bool(screen.all(m.CaptionWritten)) == bool(screen.all(m.SignMade)) == is_theirs


def test_a_host_goes_from_group_to_group_and_moves_others() -> None:
    harness, (judith, nadia, *_others) = apart()
    harness.says(judith, m.JoinGroup, group=2)
    assert nadia.sees(JUDITH).group == 2
    harness.says(judith, m.JoinGroup, group=0, person=NADIA.id)
    assert judith.sees(NADIA).group == 0
    harness.says(judith, m.JoinGroup, group=3)
    harness.says(judith, m.JoinGroup, group=1, person=99)
    assert judith.refused == ["no_such_group", "not_here"]
    harness.says(nadia, m.JoinGroup, group=1)
    assert nadia.refused == ["not_host"]


def test_groups_end_when_a_host_calls_back() -> None:
    harness, (judith, *_others) = apart()
    harness.says(judith, m.CallBack)
    assert all(member.group == 0 for member in judith.members.values())
    assert judith.state.groups == 0
    assert harness.kept_of_meeting()["groups_end_at"] is None


def test_who_left_during_a_round_comes_back_to_the_whole_room_in_the_next() -> None:
    harness, (judith, nadia, *_others) = apart()
    group = harness.machine.members[NADIA.id].group
    harness.says(nadia, m.LeaveMeeting)
    assert harness.come(NADIA).sees(NADIA).group == group, "in the same round they are where they were"
    harness.says(harness.open_screens[-1], m.LeaveMeeting)
    done = harness.says(judith, m.SplitIntoGroups, groups=2, minutes=5)
    assert of(done, e.ClearGroups)
    assert harness.come(NADIA).sees(NADIA).group == 0


def test_whoever_stays_in_the_same_group_of_the_next_round_is_written_down_there() -> None:
    harness, (judith, *others) = apart()
    done = harness.says(judith, m.SplitIntoGroups, groups=2, minutes=5)
    kept = {each.person: each.columns["group"] for each in of(done, e.SaveAttendance)}
    assert kept == {screen.person.id: judith.sees(screen.person).group for screen in others}


def test_groups_end_when_their_time_is_over() -> None:
    harness, (judith, *_others) = apart()
    harness.waits(299_000)
    assert judith.state.groups == 2
    harness.waits(1_000)
    assert judith.state.groups == 0
    assert all(member.group == 0 for member in judith.members.values())


def test_groups_of_a_phase_end_with_it_whenever_that_is() -> None:
    harness, (judith, *_others) = apart()
    harness.says(judith, m.SplitIntoGroups, groups=2, phase=7)
    later = harness.machine.now + 900_000
    harness.act(lambda g: groups.follow(g, 7, groups.CurrentPhase(7, later)))
    assert judith.state.groups_end_at == later
    assert harness.kept_of_meeting()["groups_end_at"] == later
    harness.act(lambda g: groups.follow(g, 7, groups.CurrentPhase(7, None)))
    harness.waits(900_000)
    assert judith.state.groups == 2, "the session is paused"
    harness.act(lambda g: groups.follow(g, 6, groups.CurrentPhase(8, None)))
    assert judith.state.groups == 2, "this was read before these groups were made"
    harness.act(lambda g: groups.follow(g, 7, groups.CurrentPhase(8, later)))
    assert judith.state.groups == 0
    harness.says(judith, m.SplitIntoGroups, groups=2, phase=8)
    harness.act(lambda g: groups.follow(g, 8, None))
    assert judith.state.groups == 0, "the session is over"


def test_who_comes_during_groups_is_in_the_whole_room_or_where_they_were() -> None:
    harness, (judith, *_others) = apart()
    harness.come(AWA)
    assert judith.sees(AWA).group == 0
    late = MachineHarness(state={"groups": 2})
    assert late.come(NADIA, {"group": 2}).sees(NADIA).group == 2
    assert MachineHarness().come(NADIA, {"group": 2}).sees(NADIA).group == 0


def test_a_sign_is_one_of_the_rooms() -> None:
    harness = MachineHarness()
    judith, nadia = harness.all_come(JUDITH, NADIA)
    harness.says(nadia, m.MakeSign, sign="merci")
    assert judith.last(m.SignMade).person == NADIA.id
    harness.says(nadia, m.MakeSign, sign="<b>")
    assert nadia.refused == ["sign_unknown"]


def test_a_caption_is_seen_as_it_grows_and_kept_when_it_is_final() -> None:
    harness = MachineHarness()
    judith, nadia = harness.all_come(JUDITH, NADIA)
    harness.says(nadia, m.WriteCaption, text="On com")
    assert judith.last(m.CaptionWritten).text == "On com"
    assert not of(harness.done, e.SaveCaption)
    harness.says(nadia, m.WriteCaption, text=" On commence. ", final=True)
    harness.says(nadia, m.WriteCaption, text="  ", final=True)
    assert of(harness.done, e.SaveCaption) == [e.SaveCaption(NADIA.id, "On commence.", harness.machine.now)]


def test_who_floods_the_transcript_is_told_and_what_is_too_much_is_neither_told_nor_kept() -> None:
    harness = MachineHarness()
    judith, nadia = harness.all_come(JUDITH, NADIA)
    for number in range(LINES_AT_ONCE + 5):
        harness.says(nadia, m.WriteCaption, text=f"ligne {number}", final=True)
    assert len(of(harness.done, e.SaveCaption)) == len(judith.all(m.CaptionWritten)) == LINES_AT_ONCE
    assert nadia.refused == ["too_fast"] * 5
    harness.says(judith, m.WriteCaption, text="Doucement.", final=True)
    assert judith.refused == []


def test_the_spotlight_is_seen_by_all_and_goes_out_with_its_person() -> None:
    harness = MachineHarness()
    judith, nadia = harness.all_come(JUDITH, NADIA)
    done = harness.says(judith, m.Spotlight, person=NADIA.id)
    assert nadia.state is not None
    assert nadia.state.spotlight == NADIA.id
    assert of(done, e.ChangeSpotlight) == [e.ChangeSpotlight(NADIA.id)]
    harness.says(nadia, m.LeaveMeeting)
    assert judith.state is not None
    assert judith.state.spotlight is None
    assert harness.kept_of_meeting()["spotlight"] is None


@pytest.mark.parametrize(
    ("loss", "rtt", "quality"), [(0.0, 40, "good"), (0.1, 40, "poor"), (0.0, 900, "poor"), (0.6, 40, "lost")]
)
def test_the_worse_of_what_is_measured_and_reported_is_shown(loss: float, rtt: int, quality: str) -> None:
    harness = MachineHarness()
    judith, nadia = harness.all_come(JUDITH, NADIA)
    harness.says(nadia, m.ReportQuality, loss=loss, rtt=rtt)
    assert judith.sees(NADIA).quality == quality
    harness.act(lambda g: showing.measured(g, NADIA.id, "lost"))
    harness.act(lambda g: showing.measured(g, 99, "lost"))
    assert judith.sees(NADIA).quality == "lost"


def test_whom_the_team_quieted_for_a_while_writes_captions_again_when_it_is_over() -> None:
    harness = MachineHarness()
    judith = harness.come(JUDITH)
    nadia = harness.come(NADIA, {"quieted": True, "quiet_until": harness.machine.now + 1_000})
    harness.says(nadia, m.WriteCaption, text="Je voudrais", final=False)
    assert nadia.refused == ["quieted"]
    harness.waits(1_000)
    harness.says(nadia, m.WriteCaption, text="Je voudrais", final=False)
    assert [told.text for told in judith.all(m.CaptionWritten)] == ["Je voudrais"]


def test_whom_the_team_quieted_in_the_room_writes_no_captions() -> None:
    harness = MachineHarness()
    judith, nadia = harness.come(JUDITH), harness.come(NADIA, {"quieted": True})
    harness.says(nadia, m.WriteCaption, text="Mais…", final=True)
    assert nadia.refused == ["quieted"]
    assert not judith.all(m.CaptionWritten)
    assert not of(harness.done, e.SaveCaption)
