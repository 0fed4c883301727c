"""Coming in, coming back, and going."""

from realtime.meeting.state import effects as e
from realtime.wire import meeting as m
from tests.realtime.meeting.state.scene import AWA, JUDITH, LEA, MARCEL, NADIA, OUSMANE, Scene, of


def test_everybody_sees_the_same_people_in_the_same_order() -> None:
    scene = Scene()
    judith, nadia, marcel = scene.all_come(JUDITH, NADIA, MARCEL, camera=True)
    assert list(judith.members) == list(nadia.members) == list(marcel.members) == [1, 2, 3]
    assert judith.members == nadia.members == marcel.members
    assert judith.sees(MARCEL).camera


def test_who_comes_is_told_of_relays_only_once_inside() -> None:
    scene = Scene(state={"lobby": True})
    nadia = scene.come(NADIA)
    assert not nadia.all(m.MeetingJoined)
    judith = scene.come(JUDITH)
    assert judith.last(m.MeetingJoined).ice


def test_the_first_host_opens_the_meeting_and_the_second_does_not_open_it_again() -> None:
    scene = Scene()
    scene.come(NADIA)
    assert not of(scene.done, e.Begin)
    scene.all_come(JUDITH, AWA)
    assert of(scene.done, e.Begin) == [e.Begin(JUDITH.id)]


def test_a_media_connection_is_begun_after_one_has_joined() -> None:
    scene = Scene()
    nadia = scene.come(NADIA, pictures=4)
    told = next(place for place, each in enumerate(scene.done) if isinstance(each, e.Tell))
    begun = next(place for place, each in enumerate(scene.done) if isinstance(each, e.Open))
    assert told < begun
    assert of(scene.done, e.Open)[0].view.pictures == 4
    assert nadia.last(m.MeetingJoined).resumed is False


def test_who_comes_back_with_the_word_keeps_a_connection_that_runs() -> None:
    scene = Scene()
    judith, nadia = scene.all_come(JUDITH, NADIA)
    word = nadia.last(m.MeetingJoined).resume
    scene.is_cut(nadia)
    assert judith.sees(NADIA).away
    back = scene.come(NADIA, resume=word, microphone=True)
    assert not back.last(m.MeetingJoined).resumed  # nothing of theirs ran
    scene.is_cut(back)
    again = scene.screens[back.seat]
    again.gone = False
    done = scene.rejoin(again, runs=True, resume=word)
    assert again.last(m.MeetingJoined).resumed
    assert not of(done, e.Open)
    assert not judith.sees(NADIA).away


def test_a_word_that_is_not_theirs_begins_anew() -> None:
    scene = Scene()
    nadia = scene.come(NADIA)
    scene.is_cut(nadia)
    nadia.gone = False
    done = scene.rejoin(nadia, runs=True, resume="a guess")
    assert not nadia.last(m.MeetingJoined).resumed
    assert len(of(done, e.Open)) == 1


def test_a_second_page_takes_the_place_of_the_first() -> None:
    scene = Scene()
    judith, first = scene.all_come(JUDITH, NADIA)
    second = scene.come(NADIA)
    assert (first.left, first.again) == ("elsewhere", True)
    assert second.inside
    assert len(judith.members) == 2
    scene.is_cut(first)
    assert not judith.sees(NADIA).away
    first.gone = False
    scene.says(second, m.RaiseHand, up=True)
    assert judith.hands() == ["Nadia"]


def test_fifteen_seconds_away_is_gone() -> None:
    scene = Scene()
    judith, nadia = scene.all_come(JUDITH, NADIA)
    scene.is_cut(nadia)
    scene.waits(14_000)
    assert judith.sees(NADIA).away
    done = scene.waits(1_000)
    assert NADIA.id not in judith.members
    assert of(done, e.Shut) == [e.Shut(NADIA.id)]
    assert scene.kept(NADIA)["left_at"] == scene.gathering.now


def test_whose_server_restarts_is_expected_back_for_a_minute() -> None:
    scene = Scene()
    judith, nadia = scene.all_come(JUDITH, NADIA)
    scene.is_cut(nadia, restarts=True)
    scene.waits(59_000)
    assert judith.sees(NADIA).away
    scene.waits(1_000)
    assert NADIA.id not in judith.members


def test_the_meeting_goes_on_without_its_host() -> None:
    scene = Scene()
    judith, nadia = scene.all_come(JUDITH, NADIA)
    scene.says(judith, m.LeaveMeeting)
    assert (judith.left, judith.again) == ("left", True)
    assert nadia.inside
    assert not of(scene.done, e.Finish)


def test_ten_minutes_without_anybody_end_a_meeting_that_had_begun() -> None:
    scene = Scene()
    judith = scene.come(JUDITH)
    scene.says(judith, m.LeaveMeeting)
    scene.waits(599_000)
    assert not scene.gathering.over
    done = scene.waits(1_000)
    assert scene.gathering.over
    assert of(done, e.Finish) == [e.Finish(None)]


def test_a_meeting_that_no_host_opened_is_forgotten_not_ended() -> None:
    scene = Scene()
    nadia = scene.come(NADIA)
    scene.says(nadia, m.LeaveMeeting)
    done = scene.waits(600_000)
    assert scene.gathering.over
    assert not of(done, e.Finish)


def test_who_comes_back_in_time_keeps_the_meeting_going() -> None:
    scene = Scene(begun=True)
    scene.waits(500_000)
    scene.come(NADIA)
    scene.waits(500_000)
    assert not scene.gathering.over


def test_a_full_meeting_still_has_room_for_hosts() -> None:
    scene = Scene(most=2)
    scene.all_come(NADIA, MARCEL)
    lea, judith = scene.all_come(LEA, JUDITH)
    assert (lea.left, lea.again) == ("full", True)
    assert judith.inside


def test_ending_puts_everybody_out_for_good() -> None:
    scene = Scene(state={"lobby": True})
    judith = scene.come(JUDITH)
    nadia = scene.come(NADIA, {"admitted": True})
    waiting = scene.come(MARCEL)
    done = scene.says(judith, m.EndMeeting)
    assert [each.left for each in (judith, nadia, waiting)] == ["ended"] * 3
    assert not any(each.again for each in (judith, nadia, waiting))
    assert of(done, e.Finish) == [e.Finish(JUDITH.id)]
    assert of(done, e.CloseMedia)
    assert scene.come(OUSMANE).left == "ended"


def test_who_may_be_here_no_longer_is_out() -> None:
    scene = Scene(state={"lobby": True})
    judith = scene.come(JUDITH)
    nadia, waiting = scene.come(NADIA, {"admitted": True}), scene.come(MARCEL)
    scene.is_barred(NADIA, "removed")
    scene.is_barred(MARCEL, "not_allowed")
    assert (nadia.left, waiting.left) == ("removed", "not_allowed")
    assert list(judith.members) == [JUDITH.id]
    assert not judith.last(m.MeetingLobby).people


def test_credentials_for_the_relay_come_anew_before_they_expire() -> None:
    scene = Scene()
    nadia = scene.come(NADIA)
    first = nadia.last(m.MeetingJoined).ice[0].username
    scene.waits(479_000)
    assert not nadia.all(m.IceRenewed)
    scene.waits(1_000)
    assert nadia.last(m.IceRenewed).ice[0].username != first
    scene.waits(480_000)
    assert len(nadia.all(m.IceRenewed)) == 2


def test_where_there_is_no_relay_nothing_is_renewed() -> None:
    scene = Scene(ice=lambda who, now: [])
    nadia = scene.come(NADIA)
    scene.waits(600_000)
    assert nadia.last(m.MeetingJoined).ice == []
    assert not nadia.all(m.IceRenewed)


def test_what_is_said_before_joining_is_not_heard() -> None:
    scene = Scene()
    judith = scene.come(JUDITH)
    nadia = scene.come(NADIA)
    scene.says(nadia, m.LeaveMeeting)
    nadia.left = None
    scene.says(nadia, m.EndMeeting)
    assert judith.inside
    assert not nadia.refused


def test_who_comes_back_before_the_database_was_told_is_as_they_were_left() -> None:
    scene = Scene(state={"lobby": True})
    judith, nadia = scene.all_come(JUDITH, NADIA)
    scene.says(judith, m.Admit)
    scene.says(judith, m.HandOver, person=NADIA.id)
    scene.says(judith, m.Silence, person=NADIA.id)
    scene.says(nadia, m.LeaveMeeting)
    scene.rejoin(nadia, microphone=True)  # as a stranger, says the database still
    seen = judith.sees(NADIA)
    assert (seen.host, seen.silenced, seen.microphone) == (True, True, False)
