"""Who leads: made a host by another, standing down, and leading again."""

import pytest

from realtime.meeting.state import leaving
from realtime.meeting.state.leading import LED_BY_NOBODY
from realtime.wire import meeting as m
from rooms.meetings.rights import AttendeeRights
from tests.realtime.meeting.state.machine_harness import (
    AWA,
    JUDITH,
    LEA,
    MARCEL,
    NADIA,
    FakePage,
    MachineHarness,
)

LOBBY = {"lobby": True}


def handed_over(**state: object) -> tuple[MachineHarness, FakePage, FakePage]:
    """Judith has made Nadia a host, and leads no longer."""
    harness = MachineHarness(state=state)
    judith, nadia = harness.come(JUDITH, microphone=True), harness.come(NADIA, {"admitted": True})
    harness.says(judith, m.HandOver, person=NADIA.id)
    harness.says(judith, m.Lead, on=False)
    return harness, judith, nadia


def waiting(screen: FakePage) -> list[str]:
    return [person.name for person in screen.last(m.MeetingLobby).people]


def test_a_host_makes_another_one_who_then_leads() -> None:
    harness = MachineHarness(state=LOBBY)
    judith = harness.come(JUDITH)
    nadia, marcel = harness.come(NADIA, {"admitted": True}), harness.come(MARCEL)
    harness.says(judith, m.HandOver, person=NADIA.id)
    assert judith.sees(NADIA).host
    assert waiting(nadia) == ["Marcel"]
    harness.says(nadia, m.Admit)
    assert marcel.inside
    assert harness.kept(NADIA)["host"] is True
    harness.says(judith, m.HandOver, person=99)
    assert judith.refused == ["not_here"]


def test_who_handed_over_may_stop_leading_and_lead_again() -> None:
    harness, judith, nadia = handed_over()
    for screen in (judith, nadia):
        assert (screen.sees(JUDITH).host, screen.sees(JUDITH).stood_down) == (False, True)
    assert harness.kept(JUDITH)["stood_down"] is True
    harness.says(judith, m.Lock, on=True)
    assert judith.refused == ["not_host"]
    harness.says(judith, m.Lead, on=True)
    assert (nadia.sees(JUDITH).host, nadia.sees(JUDITH).stood_down) == (True, False)
    assert harness.kept(JUDITH)["stood_down"] is False
    harness.says(judith, m.Lock, on=True)
    assert nadia.state is not None
    assert nadia.state.locked


@pytest.mark.parametrize("others", ["nobody", "who does not lead", "who is away", "who stood down"])
def test_the_last_who_leads_and_is_there_goes_on(others: str) -> None:
    harness = MachineHarness()
    judith, awa, _nadia = harness.all_come(JUDITH, AWA, NADIA)
    if others == "who is away":
        harness.is_cut(awa)
    elif others == "who stood down":
        harness.says(awa, m.Lead, on=False)
    else:
        harness.says(awa, m.LeaveMeeting)
    harness.says(judith, m.Lead, on=False)
    assert judith.refused == ["last_host"]
    assert judith.sees(JUDITH).host


def test_who_may_not_lead_does_not_by_asking() -> None:
    harness = MachineHarness()
    _judith, nadia = harness.all_come(JUDITH, NADIA)
    for on in (True, False):
        harness.says(nadia, m.Lead, on=on)
    assert nadia.refused == ["not_host"] * 2
    assert not nadia.sees(NADIA).host
    assert not nadia.sees(NADIA).stood_down


def test_whom_a_host_made_one_may_stop_too_and_lead_again() -> None:
    harness = MachineHarness()
    judith, nadia = harness.all_come(JUDITH, NADIA)
    harness.says(judith, m.HandOver, person=NADIA.id)
    harness.says(nadia, m.Lead, on=False)
    assert not judith.sees(NADIA).host
    harness.says(nadia, m.Lead, on=True)
    assert judith.sees(NADIA).host


def test_who_stood_down_is_made_a_host_again_by_one() -> None:
    harness, judith, nadia = handed_over()
    harness.says(nadia, m.HandOver, person=JUDITH.id)
    assert judith.sees(JUDITH).host
    assert harness.kept(JUDITH)["stood_down"] is False


def test_who_stood_down_is_silenced_with_all_the_others() -> None:
    harness, judith, nadia = handed_over()
    harness.says(nadia, m.Silence)
    assert judith.sees(JUDITH).silenced
    assert not judith.sees(JUDITH).microphone
    assert not judith.sees(NADIA).silenced


def test_who_stands_down_where_one_speaks_one_by_one_is_heard_no_longer() -> None:
    harness = MachineHarness()
    judith, awa = harness.all_come(JUDITH, AWA, microphone=True)
    harness.says(judith, m.OpenFloor, open=False)
    harness.says(awa, m.Lead, on=False)
    assert not judith.sees(AWA).microphone
    assert not judith.sees(AWA).may_speak
    harness.says(awa, m.Lead, on=True)
    assert judith.sees(AWA).may_speak
    assert not judith.sees(AWA).microphone, "nobody's microphone is opened but by themselves"


def test_who_stood_down_is_shared_out_into_groups() -> None:
    harness, judith, nadia = handed_over()
    harness.come(MARCEL)
    harness.says(nadia, m.SplitIntoGroups, groups=2)
    assert sorted([judith.sees(JUDITH).group, judith.sees(MARCEL).group]) == [1, 2]
    assert judith.sees(NADIA).group == 0


def test_who_stood_down_is_not_told_who_knocks_until_they_lead_again() -> None:
    harness, judith, nadia = handed_over(**LOBBY)
    harness.come(MARCEL)
    assert waiting(nadia) == ["Marcel"]
    assert judith.all(m.MeetingLobby) == []
    harness.says(judith, m.Lead, on=True)
    assert waiting(judith) == ["Marcel"]


def test_who_stood_down_still_comes_in_by_every_door_and_is_not_put_out() -> None:
    harness, judith, nadia = handed_over(**LOBBY)
    harness.says(nadia, m.Lock, on=True)
    harness.says(nadia, m.RemoveFromMeeting, person=JUDITH.id)
    assert nadia.refused == ["is_host"]
    harness.says(judith, m.LeaveMeeting)
    harness.rejoin(judith)
    assert judith.inside
    assert nadia.sees(JUDITH).stood_down, "they left as one who does not lead"


def test_whose_standing_is_taken_away_may_not_lead_again() -> None:
    harness = MachineHarness()
    judith, awa = harness.all_come(JUDITH, AWA)
    harness.says(awa, m.Lead, on=False)
    harness.act(lambda g: leaving.apply_rights(g, AWA.id, AttendeeRights(AWA)))
    assert not judith.sees(AWA).stood_down
    harness.says(awa, m.Lead, on=True)
    assert awa.refused == ["not_host"]


def test_what_the_database_says_of_somebody_does_not_make_them_lead_again() -> None:
    harness, judith, _nadia = handed_over()
    harness.act(lambda g: leaving.apply_rights(g, JUDITH.id, AttendeeRights(JUDITH, host=True)))
    assert judith.sees(JUDITH).stood_down


@pytest.mark.parametrize("how", ["leaves", "is cut"])
def test_when_the_last_who_leads_is_gone_who_stood_down_leads_again(how: str) -> None:
    harness, judith, nadia = handed_over(**LOBBY)
    if how == "leaves":
        harness.says(nadia, m.LeaveMeeting)
    else:
        harness.is_cut(nadia)
    marcel = harness.come(MARCEL)
    assert not marcel.last(m.MeetingWaiting).hosted
    harness.waits(LED_BY_NOBODY + 1000)
    assert judith.sees(JUDITH).host
    assert waiting(judith) == ["Marcel"]
    assert marcel.last(m.MeetingWaiting).hosted


def test_who_stood_down_need_not_wait_to_lead_where_nobody_does() -> None:
    harness, judith, nadia = handed_over()
    harness.says(nadia, m.LeaveMeeting)
    harness.says(judith, m.Lead, on=True)
    assert judith.sees(JUDITH).host


def test_a_short_cut_of_the_last_who_leads_changes_nothing() -> None:
    harness, judith, nadia = handed_over()
    word = nadia.last(m.MeetingJoined).resume
    harness.is_cut(nadia)
    harness.waits(LED_BY_NOBODY - 2000)
    harness.come(NADIA, resume=word)
    harness.waits(LED_BY_NOBODY + 1000)
    assert judith.sees(JUDITH).stood_down


def test_after_a_restart_who_stood_down_is_back_first_and_leads_no_sooner() -> None:
    harness = MachineHarness(begun=True)
    harness.waits(60_000)
    judith = harness.come(JUDITH, {"stood_down": True})
    harness.waits(LED_BY_NOBODY - 2000)
    harness.come(NADIA, {"host": True})
    harness.waits(LED_BY_NOBODY + 1000)
    assert judith.sees(JUDITH).stood_down
    assert judith.sees(NADIA).host


def test_while_all_wait_for_a_server_that_restarts_nobody_is_given_the_role_back() -> None:
    harness, judith, nadia = handed_over()
    words = [screen.last(m.MeetingJoined).resume for screen in (judith, nadia)]
    for screen in (judith, nadia):
        harness.is_cut(screen, restarts=True)
    harness.waits(2 * LED_BY_NOBODY)
    judith = harness.come(JUDITH, resume=words[0])
    assert judith.sees(JUDITH).stood_down
    harness.come(NADIA, resume=words[1])
    harness.waits(LED_BY_NOBODY + 1000)
    assert judith.sees(JUDITH).stood_down


def test_who_is_in_a_meeting_that_nobody_may_lead_leads_no_more_than_before() -> None:
    harness = MachineHarness(begun=True)
    nadia, _lea = harness.all_come(NADIA, LEA)
    harness.waits(LED_BY_NOBODY + 2000)
    assert not any(member.host for member in nadia.members.values())
