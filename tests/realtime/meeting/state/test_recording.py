"""Nothing is recorded of who has not said yes, and one no ends it."""

from realtime.meeting.state import effects as e
from realtime.meeting.state import recording
from realtime.wire import meeting as m
from tests.realtime.meeting.state.machine_harness import (
    JUDITH,
    LEA,
    MARCEL,
    NADIA,
    FakePage,
    MachineHarness,
    of,
)


def state(screen: FakePage) -> str:
    assert screen.state is not None
    return screen.state.recording


def recorded() -> tuple[MachineHarness, FakePage, FakePage]:
    """Judith asked, Nadia said yes."""
    harness = MachineHarness()
    judith, nadia = harness.all_come(JUDITH, NADIA)
    harness.says(judith, m.RecordMeeting, on=True)
    harness.says(nadia, m.Consent, yes=True)
    return harness, judith, nadia


def test_it_begins_when_each_person_present_has_said_yes() -> None:
    harness = MachineHarness()
    judith, nadia, marcel = harness.all_come(JUDITH, NADIA, MARCEL)
    harness.says(judith, m.RecordMeeting, on=True)
    harness.says(nadia, m.Consent, yes=True)
    assert state(marcel) == "asked"
    assert not of(harness.done, e.StartRecording)
    harness.says(marcel, m.Consent, yes=True)
    assert state(judith) == "on"
    assert of(harness.done, e.StartRecording) == [e.StartRecording(JUDITH.id)]


def test_the_house_carries_what_is_recorded() -> None:
    harness, judith, _nadia = recorded()
    assert judith.state is not None
    assert judith.state.mode == "forwarder"
    carried = of(harness.done, e.SwitchBackend)[-1]
    assert harness.done.index(carried) < harness.done.index(of(harness.done, e.StartRecording)[0])


def test_it_begins_when_the_one_who_had_not_answered_leaves() -> None:
    harness = MachineHarness()
    judith, nadia = harness.all_come(JUDITH, NADIA)
    harness.says(judith, m.RecordMeeting, on=True)
    harness.says(nadia, m.LeaveMeeting)
    assert state(judith) == "on"


def test_a_no_stops_it_and_hosts_are_told_that_not_who() -> None:
    harness, judith, nadia = recorded()
    done = harness.says(nadia, m.Consent, yes=False)
    assert state(judith) == "off"
    assert of(done, e.StopRecording)
    assert judith.refused == ["agrees_no_more"]
    assert nadia.refused == []


def test_a_no_to_the_question_is_enough() -> None:
    harness = MachineHarness()
    judith, nadia = harness.all_come(JUDITH, NADIA)
    harness.says(judith, m.RecordMeeting, on=True)
    harness.says(nadia, m.Consent, yes=False)
    assert state(nadia) == "off"
    assert not of(harness.done, e.StartRecording)
    harness.says(nadia, m.Consent, yes=True)
    assert state(nadia) == "off"


def test_each_time_everybody_is_asked_anew() -> None:
    harness, judith, nadia = recorded()
    harness.says(judith, m.RecordMeeting, on=False)
    assert of(harness.done, e.StopRecording)
    harness.says(judith, m.RecordMeeting, on=True)
    assert state(nadia) == "asked"


def test_who_comes_while_it_runs_agrees_at_the_door() -> None:
    harness, judith, _nadia = recorded()
    marcel = harness.come(MARCEL)
    assert (marcel.left, marcel.again) == ("recorded", True)
    harness.rejoin(marcel, consents=True)
    assert marcel.inside
    assert state(marcel) == "on"
    assert state(judith) == "on"


def test_who_comes_while_it_is_asked_agrees_too() -> None:
    harness = MachineHarness()
    judith, nadia = harness.all_come(JUDITH, NADIA)
    harness.says(judith, m.RecordMeeting, on=True)
    assert harness.come(MARCEL).left == "recorded"
    assert harness.come(LEA, consents=True).inside
    harness.says(nadia, m.Consent, yes=True)
    assert state(judith) == "on"


def test_it_stops_when_everybody_has_left_and_at_the_end() -> None:
    harness, judith, nadia = recorded()
    harness.says(nadia, m.LeaveMeeting)
    harness.says(judith, m.LeaveMeeting)
    assert len(of(harness.done, e.StopRecording)) == 1
    harness, judith, _nadia = recorded()
    done = harness.says(judith, m.EndMeeting)
    assert len(of(done, e.StopRecording)) == 1


def test_a_recorder_that_fails_is_told_to_hosts() -> None:
    harness, judith, nadia = recorded()
    harness.act(recording.failed)
    assert state(nadia) == "off"
    assert judith.refused == ["recording_failed"]
    harness.act(recording.failed)
    assert judith.refused == ["recording_failed"]


def test_who_does_not_lead_asks_in_vain() -> None:
    harness = MachineHarness()
    _judith, nadia = harness.all_come(JUDITH, NADIA)
    harness.says(nadia, m.RecordMeeting, on=True)
    assert nadia.refused == ["not_host"]
    assert state(nadia) == "off"


def test_whoever_takes_their_yes_back_may_have_what_was_recorded_erased_once() -> None:
    harness, judith, nadia = recorded()
    harness.says(nadia, m.Consent, yes=False)
    at = harness.machine.now
    harness.waits(5_000)
    assert of(harness.says(nadia, m.ForgetRecording), e.EraseRecording) == [e.EraseRecording(at)]
    assert judith.refused == ["agrees_no_more", "recording_erased"]
    assert not harness.says(nadia, m.ForgetRecording)


def test_nobody_else_erases_it_nor_who_refused_before_it_began() -> None:
    harness, judith, nadia = recorded()
    assert not harness.says(nadia, m.ForgetRecording)
    harness.says(judith, m.RecordMeeting, on=False)
    harness.says(judith, m.RecordMeeting, on=True)
    harness.says(nadia, m.Consent, yes=False)
    assert judith.refused == ["not_agreed"]
    assert not harness.says(nadia, m.ForgetRecording)
