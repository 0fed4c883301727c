"""The choice of the media mode, and members' signalling."""

from typing import Any

import pytest

from realtime.meeting.state import effects as e
from realtime.meeting.state import leaving, media_control
from realtime.wire import meeting as m
from rooms.meetings.rights import AttendeeRights
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

FOUR = (JUDITH, NADIA, MARCEL, LEA)


def mode(screen: FakePage) -> str:
    assert screen.state is not None
    return screen.state.mode


def test_the_fifth_person_makes_the_house_carry_for_all() -> None:
    harness = MachineHarness()
    four = harness.all_come(*FOUR)
    assert {mode(screen) for screen in four} == {"mesh"}
    before = len(harness.done)
    fifth = harness.come(OUSMANE)
    since = harness.done[before:]
    assert {mode(screen) for screen in (*four, fifth)} == {"forwarder"}
    assert of(since, e.SwitchBackend) == [e.SwitchBackend("forwarder")]
    assert sorted(each.person for each in of(since, e.OpenMedia)) == [1, 2, 3, 5, 6]
    assert since.index(of(since, e.SwitchBackend)[0]) < since.index(of(since, e.ChangeGroups)[0])
    assert since.index(of(since, e.ChangeGroups)[0]) < since.index(of(since, e.OpenMedia)[0])


def test_it_does_not_go_back_while_somebody_is_inside() -> None:
    harness = MachineHarness()
    screens = harness.all_come(*FOUR, OUSMANE)
    for screen in screens[1:]:
        harness.says(screen, m.LeaveMeeting)
    assert mode(screens[0]) == "forwarder"


def test_where_the_house_cannot_carry_people_go_on_among_themselves() -> None:
    harness = MachineHarness(can_forward=lambda: False)
    screens = harness.all_come(*FOUR, OUSMANE)
    assert {mode(screen) for screen in screens} == {"mesh"}


def test_who_is_silenced_is_dropped_by_the_house_whatever_their_page_says_of_its_microphone() -> None:
    harness = MachineHarness()
    judith, nadia = harness.all_come(JUDITH, NADIA)
    assert mode(nadia) == "mesh"
    done = harness.says(judith, m.Silence, person=NADIA.id)
    assert mode(nadia) == "forwarder"
    assert e.HoldTrack(NADIA.id, "microphone", True) in done


def test_on_a_closed_floor_the_house_drops_who_is_not_let_speak() -> None:
    harness = MachineHarness()
    judith, nadia = harness.all_come(JUDITH, NADIA)
    done = harness.says(judith, m.OpenFloor, open=False)
    assert mode(nadia) == "forwarder"
    assert e.HoldTrack(NADIA.id, "microphone", True) in done


def test_among_those_who_all_may_speak_nobody_needs_the_house() -> None:
    harness = MachineHarness(state={"floor": False})
    judith = harness.come(JUDITH)
    harness.come(MARCEL, {"let": True})
    assert mode(judith) == "mesh"


def test_whose_word_is_taken_back_is_dropped_by_the_house() -> None:
    harness = MachineHarness(state={"floor": False})
    judith = harness.come(JUDITH)
    nadia = harness.come(NADIA, {"let": True})
    done = harness.says(judith, m.LetSpeak, person=NADIA.id, on=False)
    assert mode(nadia) == "forwarder"
    assert e.HoldTrack(NADIA.id, "microphone", True) in done


@pytest.mark.parametrize(
    ("state", "rights"), [({"floor": False}, {}), ({}, {"silenced": True})], ids=["floor", "silenced"]
)
def test_who_comes_in_and_may_not_speak_is_dropped_by_the_house(
    state: dict[str, Any], rights: dict[str, Any]
) -> None:
    harness = MachineHarness(state=state)
    judith = harness.come(JUDITH)
    before = len(harness.done)
    harness.come(NADIA, rights)
    assert mode(judith) == "forwarder"
    assert e.HoldTrack(NADIA.id, "microphone", True) in harness.done[before:]


def test_who_leads_no_longer_and_may_not_speak_is_dropped_by_the_house() -> None:
    harness = MachineHarness(state={"floor": False})
    judith, awa = harness.all_come(JUDITH, AWA)
    assert mode(judith) == "mesh"
    done = harness.act(lambda g: leaving.apply_rights(g, AWA.id, AttendeeRights(AWA)))
    assert mode(awa) == "forwarder"
    assert e.HoldTrack(AWA.id, "microphone", True) in done


def test_whose_line_is_cut_at_the_switch_is_offered_media_when_back() -> None:
    harness = MachineHarness()
    screens = harness.all_come(*FOUR)
    word = screens[1].last(m.MeetingJoined).resume
    harness.is_cut(screens[1])
    done = harness.act(media_control.leave_mesh)
    assert NADIA.id not in [each.person for each in of(done, e.OpenMedia)]
    back = harness.come(NADIA, resume=word)
    assert back.last(m.MeetingJoined).resumed is False
    assert e.OpenMedia(NADIA.id, harness.machine.members[NADIA.id].view) in harness.done[-15:]


def test_in_a_mesh_one_signals_to_people_and_otherwise_to_the_house() -> None:
    harness = MachineHarness()
    judith, _nadia = harness.all_come(JUDITH, NADIA)
    to_nadia = m.OfferMedia(meeting=4, peer=NADIA.id, sdp="v=0")
    to_house = m.OfferMedia(meeting=4, peer=0, sdp="v=0")
    assert of(harness.says(judith, m.OfferMedia, peer=NADIA.id, sdp="v=0"), e.ApplySignal) == [
        e.ApplySignal(JUDITH.id, to_nadia)
    ]
    assert not of(harness.says(judith, m.OfferMedia, peer=0, sdp="v=0"), e.ApplySignal)
    harness.act(media_control.leave_mesh)
    assert not of(harness.says(judith, m.OfferMedia, peer=NADIA.id, sdp="v=0"), e.ApplySignal)
    assert of(harness.says(judith, m.OfferMedia, peer=0, sdp="v=0"), e.ApplySignal) == [
        e.ApplySignal(JUDITH.id, to_house)
    ]


def test_malformed_descriptions_are_told_twice_and_then_closed() -> None:
    harness = MachineHarness()
    nadia = harness.come(NADIA)
    for _time in range(2):
        harness.act(lambda g: media_control.misdescribed(g, NADIA.id))
    assert nadia.refused == ["bad_description"] * 2
    assert not nadia.closed
    harness.act(lambda g: media_control.misdescribed(g, NADIA.id))
    assert nadia.closed
    harness.act(lambda g: media_control.misdescribed(g, 99))


def test_a_lost_connection_with_the_house_is_offered_anew() -> None:
    harness = MachineHarness(state={}, mesh_up_to=1)
    _judith, nadia = harness.all_come(JUDITH, NADIA)
    assert of(harness.says(nadia, m.RestartMedia), e.OpenMedia)
    assert of(harness.act(lambda g: media_control.reopen(g, NADIA.id)), e.OpenMedia)
    assert not harness.act(lambda g: media_control.reopen(g, 99))
    harness.is_cut(nadia)
    assert not of(harness.act(lambda g: media_control.reopen(g, NADIA.id)), e.OpenMedia)


def test_in_a_mesh_browsers_mend_their_own_connections() -> None:
    harness = MachineHarness()
    nadia = harness.come(NADIA)
    assert not of(harness.says(nadia, m.RestartMedia), e.OpenMedia)


def test_two_people_whose_networks_do_not_meet_are_carried_by_the_house() -> None:
    harness = MachineHarness()
    judith, nadia, marcel = harness.all_come(JUDITH, NADIA, MARCEL)
    done = harness.says(nadia, m.ReportUnmet, peer=JUDITH.id)
    assert {mode(screen) for screen in (judith, nadia, marcel)} == {"forwarder"}
    assert sorted(each.person for each in of(done, e.OpenMedia)) == [1, 2, 3]
    assert not harness.says(judith, m.ReportUnmet, peer=NADIA.id), "both say so, and once is enough"


def test_where_the_house_cannot_carry_either_they_are_told() -> None:
    harness = MachineHarness(can_forward=lambda: False)
    _judith, nadia = harness.all_come(JUDITH, NADIA)
    harness.says(nadia, m.ReportUnmet, peer=JUDITH.id)
    assert nadia.refused == ["no_way"]


def test_the_house_does_not_step_in_for_who_is_away() -> None:
    harness = MachineHarness()
    judith, nadia = harness.all_come(JUDITH, NADIA)
    harness.is_cut(nadia)
    harness.says(judith, m.ReportUnmet, peer=NADIA.id)
    harness.says(judith, m.ReportUnmet, peer=MARCEL.id)
    assert mode(judith) == "mesh"


def test_a_view_is_handed_to_the_media_and_kept_for_the_next_connection() -> None:
    harness = MachineHarness(mesh_up_to=1)
    _awa, nadia = harness.all_come(AWA, NADIA)
    done = harness.says(nadia, m.ViewMeeting, pictures=0)
    assert of(done, e.ChangeView)[0].view.pictures == 0
    anew = harness.says(nadia, m.RestartMedia)
    assert of(anew, e.OpenMedia)[0].view.pictures == 9, "the slots are for all that the screen may ever show"
    assert of(anew, e.ChangeView)[0].view.pictures == 0


def test_an_empty_meeting_begins_anew_among_few() -> None:
    harness = MachineHarness()
    screens = harness.all_come(*FOUR, OUSMANE)
    for screen in screens:
        harness.says(screen, m.LeaveMeeting)
    assert mode(harness.come(JUDITH)) == "mesh"
