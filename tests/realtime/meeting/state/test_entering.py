"""Coming in, coming back, and going."""

from realtime.meeting.state import effects as e
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


def test_everybody_sees_the_same_people_in_the_same_order() -> None:
    harness = MachineHarness()
    judith, nadia, marcel = harness.all_come(JUDITH, NADIA, MARCEL, camera=True)
    assert list(judith.members) == list(nadia.members) == list(marcel.members) == [1, 2, 3]
    assert judith.members == nadia.members == marcel.members
    assert judith.sees(MARCEL).camera


def test_who_comes_is_told_of_relays_only_once_inside() -> None:
    harness = MachineHarness(state={"lobby": True})
    nadia = harness.come(NADIA)
    assert not nadia.all(m.MeetingJoined)
    judith = harness.come(JUDITH)
    assert judith.last(m.MeetingJoined).ice


def test_the_first_host_opens_the_meeting_and_the_second_does_not_open_it_again() -> None:
    harness = MachineHarness()
    harness.come(NADIA)
    assert not of(harness.done, e.SaveBeginning)
    harness.all_come(JUDITH, AWA)
    assert of(harness.done, e.SaveBeginning) == [e.SaveBeginning(JUDITH.id)]


def test_a_media_connection_is_begun_after_one_has_joined() -> None:
    harness = MachineHarness()
    nadia = harness.come(NADIA, pictures=4)
    told = next(place for place, each in enumerate(harness.done) if isinstance(each, e.SendMessage))
    begun = next(place for place, each in enumerate(harness.done) if isinstance(each, e.OpenMedia))
    assert told < begun
    assert of(harness.done, e.OpenMedia)[0].view.pictures == 4
    assert nadia.last(m.MeetingJoined).resumed is False


def test_who_comes_back_with_the_word_keeps_a_connection_that_runs() -> None:
    harness = MachineHarness()
    judith, nadia = harness.all_come(JUDITH, NADIA)
    word = nadia.last(m.MeetingJoined).resume
    harness.is_cut(nadia)
    assert judith.sees(NADIA).away
    back = harness.come(NADIA, resume=word, microphone=True)
    assert not back.last(m.MeetingJoined).resumed  # nothing of theirs ran
    harness.is_cut(back)
    again = harness.screens[back.client]
    again.gone = False
    done = harness.rejoin(again, has_connection=True, resume=word)
    assert again.last(m.MeetingJoined).resumed
    assert not of(done, e.OpenMedia)
    assert not judith.sees(NADIA).away


def test_a_word_that_is_not_theirs_begins_anew() -> None:
    harness = MachineHarness()
    nadia = harness.come(NADIA)
    harness.is_cut(nadia)
    nadia.gone = False
    done = harness.rejoin(nadia, has_connection=True, resume="a guess")
    assert not nadia.last(m.MeetingJoined).resumed
    assert len(of(done, e.OpenMedia)) == 1


def test_a_second_page_takes_the_place_of_the_first() -> None:
    harness = MachineHarness()
    judith, first = harness.all_come(JUDITH, NADIA)
    second = harness.come(NADIA)
    assert (first.left, first.again) == ("elsewhere", True)
    assert second.inside
    assert len(judith.members) == 2
    harness.is_cut(first)
    assert not judith.sees(NADIA).away
    first.gone = False
    harness.says(second, m.RaiseHand, up=True)
    assert judith.hands() == ["Nadia"]


def test_fifteen_seconds_away_is_gone() -> None:
    harness = MachineHarness()
    judith, nadia = harness.all_come(JUDITH, NADIA)
    harness.is_cut(nadia)
    harness.waits(14_000)
    assert judith.sees(NADIA).away
    done = harness.waits(1_000)
    assert NADIA.id not in judith.members
    assert of(done, e.ShutMedia) == [e.ShutMedia(NADIA.id)]
    assert harness.kept(NADIA)["left_at"] == harness.machine.now


def test_whose_server_restarts_is_expected_back_for_a_minute() -> None:
    harness = MachineHarness()
    judith, nadia = harness.all_come(JUDITH, NADIA)
    harness.is_cut(nadia, restarts=True)
    harness.waits(59_000)
    assert judith.sees(NADIA).away
    harness.waits(1_000)
    assert NADIA.id not in judith.members


def test_the_meeting_goes_on_without_its_host() -> None:
    harness = MachineHarness()
    judith, nadia = harness.all_come(JUDITH, NADIA)
    harness.says(judith, m.LeaveMeeting)
    assert (judith.left, judith.again) == ("left", True)
    assert nadia.inside
    assert not of(harness.done, e.SaveEnd)


def test_ten_minutes_without_anybody_end_a_meeting_that_had_begun() -> None:
    harness = MachineHarness()
    judith = harness.come(JUDITH)
    harness.says(judith, m.LeaveMeeting)
    harness.waits(599_000)
    assert not harness.machine.over
    done = harness.waits(1_000)
    assert harness.machine.over
    assert of(done, e.SaveEnd) == [e.SaveEnd(None)]


def test_a_meeting_that_no_host_opened_is_forgotten_not_ended() -> None:
    harness = MachineHarness()
    nadia = harness.come(NADIA)
    harness.says(nadia, m.LeaveMeeting)
    done = harness.waits(600_000)
    assert harness.machine.over
    assert not of(done, e.SaveEnd)


def test_who_comes_back_in_time_keeps_the_meeting_going() -> None:
    harness = MachineHarness(begun=True)
    harness.waits(500_000)
    harness.come(NADIA)
    harness.waits(500_000)
    assert not harness.machine.over


def test_a_full_meeting_still_has_room_for_hosts() -> None:
    harness = MachineHarness(most=2)
    harness.all_come(NADIA, MARCEL)
    lea, judith = harness.all_come(LEA, JUDITH)
    assert (lea.left, lea.again) == ("full", True)
    assert judith.inside


def test_ending_puts_everybody_out_for_good() -> None:
    harness = MachineHarness(state={"lobby": True})
    judith = harness.come(JUDITH)
    nadia = harness.come(NADIA, {"admitted": True})
    waiting = harness.come(MARCEL)
    done = harness.says(judith, m.EndMeeting)
    assert [each.left for each in (judith, nadia, waiting)] == ["ended"] * 3
    assert not any(each.again for each in (judith, nadia, waiting))
    assert of(done, e.SaveEnd) == [e.SaveEnd(JUDITH.id)]
    assert of(done, e.CloseBackend)
    assert harness.come(OUSMANE).left == "ended"


def test_who_may_be_here_no_longer_is_out() -> None:
    harness = MachineHarness(state={"lobby": True})
    judith = harness.come(JUDITH)
    nadia, waiting = harness.come(NADIA, {"admitted": True}), harness.come(MARCEL)
    harness.is_barred(NADIA, "removed")
    harness.is_barred(MARCEL, "not_allowed")
    assert (nadia.left, waiting.left) == ("removed", "not_allowed")
    assert list(judith.members) == [JUDITH.id]
    assert not judith.last(m.MeetingLobby).people


def test_credentials_for_the_relay_come_anew_before_they_expire() -> None:
    harness = MachineHarness()
    nadia = harness.come(NADIA)
    first = nadia.last(m.MeetingJoined).ice[0].username
    harness.waits(479_000)
    assert not nadia.all(m.IceRenewed)
    harness.waits(1_000)
    assert nadia.last(m.IceRenewed).ice[0].username != first
    harness.waits(480_000)
    assert len(nadia.all(m.IceRenewed)) == 2


def test_where_there_is_no_relay_nothing_is_renewed() -> None:
    harness = MachineHarness(ice=lambda who, now: [])
    nadia = harness.come(NADIA)
    harness.waits(600_000)
    assert nadia.last(m.MeetingJoined).ice == []
    assert not nadia.all(m.IceRenewed)


def test_what_is_said_before_joining_is_not_heard() -> None:
    harness = MachineHarness()
    judith = harness.come(JUDITH)
    nadia = harness.come(NADIA)
    harness.says(nadia, m.LeaveMeeting)
    nadia.left = None
    harness.says(nadia, m.EndMeeting)
    assert judith.inside
    assert not nadia.refused


def test_who_comes_back_before_the_database_was_told_is_as_they_were_left() -> None:
    harness = MachineHarness(state={"lobby": True})
    judith, nadia = harness.all_come(JUDITH, NADIA)
    harness.says(judith, m.Admit)
    harness.says(judith, m.HandOver, person=NADIA.id)
    harness.says(judith, m.Silence, person=NADIA.id)
    harness.says(nadia, m.LeaveMeeting)
    harness.rejoin(nadia, microphone=True)  # as a stranger, says the database still
    seen = judith.sees(NADIA)
    assert (seen.host, seen.silenced, seen.microphone) == (True, True, False)
