"""Who carries sound and pictures, and what browsers signal about them."""

from typing import Any

import pytest

from realtime.meeting.state import carrying, leaving
from realtime.meeting.state import effects as e
from realtime.wire import meeting as m
from rooms.meetings.standing import Standing
from tests.realtime.meeting.state.scene import AWA, JUDITH, LEA, MARCEL, NADIA, OUSMANE, Scene, Screen, of

FOUR = (JUDITH, NADIA, MARCEL, LEA)


def mode(screen: Screen) -> str:
    assert screen.state is not None
    return screen.state.mode


def test_the_fifth_person_makes_the_house_carry_for_all() -> None:
    scene = Scene()
    four = scene.all_come(*FOUR)
    assert {mode(screen) for screen in four} == {"mesh"}
    before = len(scene.done)
    fifth = scene.come(OUSMANE)
    since = scene.done[before:]
    assert {mode(screen) for screen in (*four, fifth)} == {"forwarder"}
    assert of(since, e.Carry) == [e.Carry("forwarder")]
    assert sorted(each.person for each in of(since, e.Open)) == [1, 2, 3, 5, 6]
    assert since.index(of(since, e.Carry)[0]) < since.index(of(since, e.Group)[0])
    assert since.index(of(since, e.Group)[0]) < since.index(of(since, e.Open)[0])


def test_it_does_not_go_back_while_somebody_is_inside() -> None:
    scene = Scene()
    screens = scene.all_come(*FOUR, OUSMANE)
    for screen in screens[1:]:
        scene.says(screen, m.LeaveMeeting)
    assert mode(screens[0]) == "forwarder"


def test_where_the_house_cannot_carry_people_go_on_among_themselves() -> None:
    scene = Scene(forwards=lambda: False)
    screens = scene.all_come(*FOUR, OUSMANE)
    assert {mode(screen) for screen in screens} == {"mesh"}


def test_who_is_silenced_is_dropped_by_the_house_whatever_their_page_says_of_its_microphone() -> None:
    scene = Scene()
    judith, nadia = scene.all_come(JUDITH, NADIA)
    assert mode(nadia) == "mesh"
    done = scene.says(judith, m.Silence, person=NADIA.id)
    assert mode(nadia) == "forwarder"
    assert e.Hold(NADIA.id, "microphone", True) in done


def test_on_a_closed_floor_the_house_drops_who_is_not_let_speak() -> None:
    scene = Scene()
    judith, nadia = scene.all_come(JUDITH, NADIA)
    done = scene.says(judith, m.OpenFloor, open=False)
    assert mode(nadia) == "forwarder"
    assert e.Hold(NADIA.id, "microphone", True) in done


def test_among_those_who_all_may_speak_nobody_needs_the_house() -> None:
    scene = Scene(state={"floor": False})
    judith = scene.come(JUDITH)
    scene.come(MARCEL, {"let": True})
    assert mode(judith) == "mesh"


def test_whose_word_is_taken_back_is_dropped_by_the_house() -> None:
    scene = Scene(state={"floor": False})
    judith = scene.come(JUDITH)
    nadia = scene.come(NADIA, {"let": True})
    done = scene.says(judith, m.LetSpeak, person=NADIA.id, on=False)
    assert mode(nadia) == "forwarder"
    assert e.Hold(NADIA.id, "microphone", True) in done


@pytest.mark.parametrize(
    ("state", "standing"), [({"floor": False}, {}), ({}, {"silenced": True})], ids=["floor", "silenced"]
)
def test_who_comes_in_and_may_not_speak_is_dropped_by_the_house(
    state: dict[str, Any], standing: dict[str, Any]
) -> None:
    scene = Scene(state=state)
    judith = scene.come(JUDITH)
    before = len(scene.done)
    scene.come(NADIA, standing)
    assert mode(judith) == "forwarder"
    assert e.Hold(NADIA.id, "microphone", True) in scene.done[before:]


def test_who_leads_no_longer_and_may_not_speak_is_dropped_by_the_house() -> None:
    scene = Scene(state={"floor": False})
    judith, awa = scene.all_come(JUDITH, AWA)
    assert mode(judith) == "mesh"
    done = scene.act(lambda g: leaving.restand(g, AWA.id, Standing(AWA)))
    assert mode(awa) == "forwarder"
    assert e.Hold(AWA.id, "microphone", True) in done


def test_whose_line_is_cut_at_the_switch_is_offered_media_when_back() -> None:
    scene = Scene()
    screens = scene.all_come(*FOUR)
    word = screens[1].last(m.MeetingJoined).resume
    scene.is_cut(screens[1])
    done = scene.act(carrying.enforce)
    assert NADIA.id not in [each.person for each in of(done, e.Open)]
    back = scene.come(NADIA, resume=word)
    assert back.last(m.MeetingJoined).resumed is False
    assert e.Open(NADIA.id, scene.gathering.members[NADIA.id].view) in scene.done[-15:]


def test_in_a_mesh_one_signals_to_people_and_otherwise_to_the_house() -> None:
    scene = Scene()
    judith, _nadia = scene.all_come(JUDITH, NADIA)
    to_nadia = m.OfferMedia(meeting=4, peer=NADIA.id, sdp="v=0")
    to_house = m.OfferMedia(meeting=4, peer=0, sdp="v=0")
    assert of(scene.says(judith, m.OfferMedia, peer=NADIA.id, sdp="v=0"), e.Hear) == [
        e.Hear(JUDITH.id, to_nadia)
    ]
    assert not of(scene.says(judith, m.OfferMedia, peer=0, sdp="v=0"), e.Hear)
    scene.act(carrying.enforce)
    assert not of(scene.says(judith, m.OfferMedia, peer=NADIA.id, sdp="v=0"), e.Hear)
    assert of(scene.says(judith, m.OfferMedia, peer=0, sdp="v=0"), e.Hear) == [e.Hear(JUDITH.id, to_house)]


def test_malformed_descriptions_are_told_twice_and_then_closed() -> None:
    scene = Scene()
    nadia = scene.come(NADIA)
    for _time in range(2):
        scene.act(lambda g: carrying.misdescribed(g, NADIA.id))
    assert nadia.refused == ["bad_description"] * 2
    assert not nadia.closed
    scene.act(lambda g: carrying.misdescribed(g, NADIA.id))
    assert nadia.closed
    scene.act(lambda g: carrying.misdescribed(g, 99))


def test_a_lost_connection_with_the_house_is_offered_anew() -> None:
    scene = Scene(state={}, mesh_up_to=1)
    _judith, nadia = scene.all_come(JUDITH, NADIA)
    assert of(scene.says(nadia, m.RestartMedia), e.Open)
    assert of(scene.act(lambda g: carrying.reopen(g, NADIA.id)), e.Open)
    assert not scene.act(lambda g: carrying.reopen(g, 99))
    scene.is_cut(nadia)
    assert not of(scene.act(lambda g: carrying.reopen(g, NADIA.id)), e.Open)


def test_in_a_mesh_browsers_mend_their_own_connections() -> None:
    scene = Scene()
    nadia = scene.come(NADIA)
    assert not of(scene.says(nadia, m.RestartMedia), e.Open)


def test_a_view_is_handed_to_the_media_and_kept_for_the_next_connection() -> None:
    scene = Scene(mesh_up_to=1)
    _awa, nadia = scene.all_come(AWA, NADIA)
    done = scene.says(nadia, m.ViewMeeting, pictures=0)
    assert of(done, e.View)[0].view.pictures == 0
    anew = scene.says(nadia, m.RestartMedia)
    assert of(anew, e.Open)[0].view.pictures == 9, "the slots are for all that the screen may ever show"
    assert of(anew, e.View)[0].view.pictures == 0


def test_an_empty_meeting_begins_anew_among_few() -> None:
    scene = Scene()
    screens = scene.all_come(*FOUR, OUSMANE)
    for screen in screens:
        scene.says(screen, m.LeaveMeeting)
    assert mode(scene.come(JUDITH)) == "mesh"
