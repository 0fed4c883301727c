"""Who leads: made a host by another, standing down, and leading again."""

import pytest

from realtime.meeting.state import leaving
from realtime.meeting.state.leading import LED_BY_NOBODY
from realtime.wire import meeting as m
from rooms.meetings.standing import Standing
from tests.realtime.meeting.state.scene import AWA, JUDITH, LEA, MARCEL, NADIA, Scene, Screen

LOBBY = {"lobby": True}


def handed_over(**state: object) -> tuple[Scene, Screen, Screen]:
    """Judith has made Nadia a host, and leads no longer."""
    scene = Scene(state=state)
    judith, nadia = scene.come(JUDITH, microphone=True), scene.come(NADIA, {"admitted": True})
    scene.says(judith, m.HandOver, person=NADIA.id)
    scene.says(judith, m.Lead, on=False)
    return scene, judith, nadia


def waiting(screen: Screen) -> list[str]:
    return [person.name for person in screen.last(m.MeetingLobby).people]


def test_a_host_makes_another_one_who_then_leads() -> None:
    scene = Scene(state=LOBBY)
    judith = scene.come(JUDITH)
    nadia, marcel = scene.come(NADIA, {"admitted": True}), scene.come(MARCEL)
    scene.says(judith, m.HandOver, person=NADIA.id)
    assert judith.sees(NADIA).host
    assert waiting(nadia) == ["Marcel"]
    scene.says(nadia, m.Admit)
    assert marcel.inside
    assert scene.kept(NADIA)["host"] is True
    scene.says(judith, m.HandOver, person=99)
    assert judith.refused == ["not_here"]


def test_who_handed_over_may_stop_leading_and_lead_again() -> None:
    scene, judith, nadia = handed_over()
    for screen in (judith, nadia):
        assert (screen.sees(JUDITH).host, screen.sees(JUDITH).stood_down) == (False, True)
    assert scene.kept(JUDITH)["stood_down"] is True
    scene.says(judith, m.Lock, on=True)
    assert judith.refused == ["not_host"]
    scene.says(judith, m.Lead, on=True)
    assert (nadia.sees(JUDITH).host, nadia.sees(JUDITH).stood_down) == (True, False)
    assert scene.kept(JUDITH)["stood_down"] is False
    scene.says(judith, m.Lock, on=True)
    assert nadia.state is not None
    assert nadia.state.locked


@pytest.mark.parametrize("others", ["nobody", "who does not lead", "who is away", "who stood down"])
def test_the_last_who_leads_and_is_there_goes_on(others: str) -> None:
    scene = Scene()
    judith, awa, _nadia = scene.all_come(JUDITH, AWA, NADIA)
    if others == "who is away":
        scene.is_cut(awa)
    elif others == "who stood down":
        scene.says(awa, m.Lead, on=False)
    else:
        scene.says(awa, m.LeaveMeeting)
    scene.says(judith, m.Lead, on=False)
    assert judith.refused == ["last_host"]
    assert judith.sees(JUDITH).host


def test_who_may_not_lead_does_not_by_asking() -> None:
    scene = Scene()
    _judith, nadia = scene.all_come(JUDITH, NADIA)
    for on in (True, False):
        scene.says(nadia, m.Lead, on=on)
    assert nadia.refused == ["not_host"] * 2
    assert not nadia.sees(NADIA).host
    assert not nadia.sees(NADIA).stood_down


def test_whom_a_host_made_one_may_stop_too_and_lead_again() -> None:
    scene = Scene()
    judith, nadia = scene.all_come(JUDITH, NADIA)
    scene.says(judith, m.HandOver, person=NADIA.id)
    scene.says(nadia, m.Lead, on=False)
    assert not judith.sees(NADIA).host
    scene.says(nadia, m.Lead, on=True)
    assert judith.sees(NADIA).host


def test_who_stood_down_is_made_a_host_again_by_one() -> None:
    scene, judith, nadia = handed_over()
    scene.says(nadia, m.HandOver, person=JUDITH.id)
    assert judith.sees(JUDITH).host
    assert scene.kept(JUDITH)["stood_down"] is False


def test_who_stood_down_is_silenced_with_all_the_others() -> None:
    scene, judith, nadia = handed_over()
    scene.says(nadia, m.Silence)
    assert judith.sees(JUDITH).silenced
    assert not judith.sees(JUDITH).microphone
    assert not judith.sees(NADIA).silenced


def test_who_stands_down_where_one_speaks_one_by_one_is_heard_no_longer() -> None:
    scene = Scene()
    judith, awa = scene.all_come(JUDITH, AWA, microphone=True)
    scene.says(judith, m.OpenFloor, open=False)
    scene.says(awa, m.Lead, on=False)
    assert not judith.sees(AWA).microphone
    assert not judith.sees(AWA).may_speak
    scene.says(awa, m.Lead, on=True)
    assert judith.sees(AWA).may_speak
    assert not judith.sees(AWA).microphone, "nobody's microphone is opened but by themselves"


def test_who_stood_down_is_shared_out_into_groups() -> None:
    scene, judith, nadia = handed_over()
    scene.come(MARCEL)
    scene.says(nadia, m.SplitIntoGroups, groups=2)
    assert sorted([judith.sees(JUDITH).group, judith.sees(MARCEL).group]) == [1, 2]
    assert judith.sees(NADIA).group == 0


def test_who_stood_down_is_not_told_who_knocks_until_they_lead_again() -> None:
    scene, judith, nadia = handed_over(**LOBBY)
    scene.come(MARCEL)
    assert waiting(nadia) == ["Marcel"]
    assert judith.all(m.MeetingLobby) == []
    scene.says(judith, m.Lead, on=True)
    assert waiting(judith) == ["Marcel"]


def test_who_stood_down_still_comes_in_by_every_door_and_is_not_put_out() -> None:
    scene, judith, nadia = handed_over(**LOBBY)
    scene.says(nadia, m.Lock, on=True)
    scene.says(nadia, m.RemoveFromMeeting, person=JUDITH.id)
    assert nadia.refused == ["is_host"]
    scene.says(judith, m.LeaveMeeting)
    scene.rejoin(judith)
    assert judith.inside
    assert nadia.sees(JUDITH).stood_down, "they left as one who does not lead"


def test_whose_standing_is_taken_away_may_not_lead_again() -> None:
    scene = Scene()
    judith, awa = scene.all_come(JUDITH, AWA)
    scene.says(awa, m.Lead, on=False)
    scene.act(lambda g: leaving.restand(g, AWA.id, Standing(AWA)))
    assert not judith.sees(AWA).stood_down
    scene.says(awa, m.Lead, on=True)
    assert awa.refused == ["not_host"]


def test_what_the_database_says_of_somebody_does_not_make_them_lead_again() -> None:
    scene, judith, _nadia = handed_over()
    scene.act(lambda g: leaving.restand(g, JUDITH.id, Standing(JUDITH, host=True)))
    assert judith.sees(JUDITH).stood_down


@pytest.mark.parametrize("how", ["leaves", "is cut"])
def test_when_the_last_who_leads_is_gone_who_stood_down_leads_again(how: str) -> None:
    scene, judith, nadia = handed_over(**LOBBY)
    if how == "leaves":
        scene.says(nadia, m.LeaveMeeting)
    else:
        scene.is_cut(nadia)
    marcel = scene.come(MARCEL)
    assert not marcel.last(m.MeetingWaiting).hosted
    scene.waits(LED_BY_NOBODY + 1000)
    assert judith.sees(JUDITH).host
    assert waiting(judith) == ["Marcel"]
    assert marcel.last(m.MeetingWaiting).hosted


def test_who_stood_down_need_not_wait_to_lead_where_nobody_does() -> None:
    scene, judith, nadia = handed_over()
    scene.says(nadia, m.LeaveMeeting)
    scene.says(judith, m.Lead, on=True)
    assert judith.sees(JUDITH).host


def test_a_short_cut_of_the_last_who_leads_changes_nothing() -> None:
    scene, judith, nadia = handed_over()
    word = nadia.last(m.MeetingJoined).resume
    scene.is_cut(nadia)
    scene.waits(LED_BY_NOBODY - 2000)
    scene.come(NADIA, resume=word)
    scene.waits(LED_BY_NOBODY + 1000)
    assert judith.sees(JUDITH).stood_down


def test_after_a_restart_who_stood_down_is_back_first_and_leads_no_sooner() -> None:
    scene = Scene(begun=True)
    scene.waits(60_000)
    judith = scene.come(JUDITH, {"stood_down": True})
    scene.waits(LED_BY_NOBODY - 2000)
    scene.come(NADIA, {"host": True})
    scene.waits(LED_BY_NOBODY + 1000)
    assert judith.sees(JUDITH).stood_down
    assert judith.sees(NADIA).host


def test_while_all_wait_for_a_server_that_restarts_nobody_is_given_the_role_back() -> None:
    scene, judith, nadia = handed_over()
    words = [screen.last(m.MeetingJoined).resume for screen in (judith, nadia)]
    for screen in (judith, nadia):
        scene.is_cut(screen, restarts=True)
    scene.waits(2 * LED_BY_NOBODY)
    judith = scene.come(JUDITH, resume=words[0])
    assert judith.sees(JUDITH).stood_down
    scene.come(NADIA, resume=words[1])
    scene.waits(LED_BY_NOBODY + 1000)
    assert judith.sees(JUDITH).stood_down


def test_who_is_in_a_meeting_that_nobody_may_lead_leads_no_more_than_before() -> None:
    scene = Scene(begun=True)
    nadia, _lea = scene.all_come(NADIA, LEA)
    scene.waits(LED_BY_NOBODY + 2000)
    assert not any(member.host for member in nadia.members.values())
