"""Nothing is recorded of who has not said yes, and one no ends it."""

from realtime.meeting.state import effects as e
from realtime.meeting.state import recording
from realtime.wire import meeting as m
from tests.realtime.meeting.state.scene import JUDITH, LEA, MARCEL, NADIA, Scene, Screen, of


def state(screen: Screen) -> str:
    assert screen.state is not None
    return screen.state.recording


def recorded() -> tuple[Scene, Screen, Screen]:
    """Judith asked, Nadia said yes."""
    scene = Scene()
    judith, nadia = scene.all_come(JUDITH, NADIA)
    scene.says(judith, m.RecordMeeting, on=True)
    scene.says(nadia, m.Consent, yes=True)
    return scene, judith, nadia


def test_it_begins_when_each_person_present_has_said_yes() -> None:
    scene = Scene()
    judith, nadia, marcel = scene.all_come(JUDITH, NADIA, MARCEL)
    scene.says(judith, m.RecordMeeting, on=True)
    scene.says(nadia, m.Consent, yes=True)
    assert state(marcel) == "asked"
    assert not of(scene.done, e.StartRecording)
    scene.says(marcel, m.Consent, yes=True)
    assert state(judith) == "on"
    assert of(scene.done, e.StartRecording) == [e.StartRecording(JUDITH.id)]


def test_the_house_carries_what_is_recorded() -> None:
    scene, judith, _nadia = recorded()
    assert judith.state is not None
    assert judith.state.mode == "forwarder"
    carried = of(scene.done, e.Carry)[-1]
    assert scene.done.index(carried) < scene.done.index(of(scene.done, e.StartRecording)[0])


def test_it_begins_when_the_one_who_had_not_answered_leaves() -> None:
    scene = Scene()
    judith, nadia = scene.all_come(JUDITH, NADIA)
    scene.says(judith, m.RecordMeeting, on=True)
    scene.says(nadia, m.LeaveMeeting)
    assert state(judith) == "on"


def test_a_no_stops_it_and_hosts_are_told_that_not_who() -> None:
    scene, judith, nadia = recorded()
    done = scene.says(nadia, m.Consent, yes=False)
    assert state(judith) == "off"
    assert of(done, e.StopRecording)
    assert judith.refused == ["not_agreed"]
    assert nadia.refused == []


def test_a_no_to_the_question_is_enough() -> None:
    scene = Scene()
    judith, nadia = scene.all_come(JUDITH, NADIA)
    scene.says(judith, m.RecordMeeting, on=True)
    scene.says(nadia, m.Consent, yes=False)
    assert state(nadia) == "off"
    assert not of(scene.done, e.StartRecording)
    scene.says(nadia, m.Consent, yes=True)
    assert state(nadia) == "off"


def test_each_time_everybody_is_asked_anew() -> None:
    scene, judith, nadia = recorded()
    scene.says(judith, m.RecordMeeting, on=False)
    assert of(scene.done, e.StopRecording)
    scene.says(judith, m.RecordMeeting, on=True)
    assert state(nadia) == "asked"


def test_who_comes_while_it_runs_agrees_at_the_door() -> None:
    scene, judith, _nadia = recorded()
    marcel = scene.come(MARCEL)
    assert (marcel.left, marcel.again) == ("recorded", True)
    scene.rejoin(marcel, consents=True)
    assert marcel.inside
    assert state(marcel) == "on"
    assert state(judith) == "on"


def test_who_comes_while_it_is_asked_agrees_too() -> None:
    scene = Scene()
    judith, nadia = scene.all_come(JUDITH, NADIA)
    scene.says(judith, m.RecordMeeting, on=True)
    assert scene.come(MARCEL).left == "recorded"
    assert scene.come(LEA, consents=True).inside
    scene.says(nadia, m.Consent, yes=True)
    assert state(judith) == "on"


def test_it_stops_when_everybody_has_left_and_at_the_end() -> None:
    scene, judith, nadia = recorded()
    scene.says(nadia, m.LeaveMeeting)
    scene.says(judith, m.LeaveMeeting)
    assert len(of(scene.done, e.StopRecording)) == 1
    scene, judith, _nadia = recorded()
    done = scene.says(judith, m.EndMeeting)
    assert len(of(done, e.StopRecording)) == 1


def test_a_recorder_that_fails_is_told_to_hosts() -> None:
    scene, judith, nadia = recorded()
    scene.act(recording.failed)
    assert state(nadia) == "off"
    assert judith.refused == ["recording_failed"]
    scene.act(recording.failed)
    assert judith.refused == ["recording_failed"]


def test_who_does_not_lead_asks_in_vain() -> None:
    scene = Scene()
    _judith, nadia = scene.all_come(JUDITH, NADIA)
    scene.says(nadia, m.RecordMeeting, on=True)
    assert nadia.refused == ["not_host"]
    assert state(nadia) == "off"
