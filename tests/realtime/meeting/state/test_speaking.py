"""Who is heard: nobody is ever unmuted from afar."""

from realtime.meeting.state import effects as e
from realtime.meeting.state import speaking
from realtime.wire import meeting as m
from tests.realtime.meeting.state.machine_harness import AWA, JUDITH, MARCEL, NADIA, MachineHarness, of


def holds(effects: list[e.Effect]) -> list[tuple[int, bool]]:
    return [(each.person, each.on) for each in of(effects, e.HoldTrack)]


def test_ones_own_tracks_are_ones_own_to_switch() -> None:
    harness = MachineHarness()
    judith, nadia = harness.all_come(JUDITH, NADIA)
    done = harness.says(nadia, m.MuteTrack, track="microphone", on=True)
    assert judith.sees(NADIA).microphone
    assert of(done, e.AnnounceTrack) == [e.AnnounceTrack(NADIA.id, "microphone", True)]
    harness.says(nadia, m.MuteTrack, track="microphone", on=False)
    assert not judith.sees(NADIA).microphone


def test_hands_are_in_the_order_of_raising_even_within_a_millisecond() -> None:
    harness = MachineHarness()
    judith, nadia, marcel = harness.all_come(JUDITH, NADIA, MARCEL)
    for screen in (marcel, judith, nadia):
        harness.says(screen, m.RaiseHand, up=True)
    assert nadia.hands() == ["Marcel", "Judith", "Nadia"]
    harness.says(marcel, m.RaiseHand, up=True)  # again: no other place for it
    assert judith.hands() == ["Marcel", "Judith", "Nadia"]
    harness.says(marcel, m.RaiseHand, up=False)
    harness.says(marcel, m.RaiseHand, up=True)
    assert nadia.hands() == ["Judith", "Nadia", "Marcel"]


def test_a_silenced_voice_is_dropped_until_its_owner_turns_it_on_again() -> None:
    harness = MachineHarness()
    judith, nadia = harness.all_come(JUDITH, NADIA, microphone=True)
    done = harness.says(judith, m.Silence, person=NADIA.id)
    assert (NADIA.id, True) in holds(done)
    seen = judith.sees(NADIA)
    assert (seen.microphone, seen.silenced, seen.may_speak) == (False, True, False)
    harness.says(nadia, m.MuteTrack, track="microphone", on=True)
    assert nadia.refused == ["silenced"]
    done = harness.says(judith, m.Silence, person=NADIA.id, on=False)
    assert holds(done) == []  # not heard yet: that is hers to do
    assert not judith.sees(NADIA).microphone
    done = harness.says(nadia, m.MuteTrack, track="microphone", on=True)
    assert holds(done) == [(NADIA.id, False)]
    assert judith.sees(NADIA).microphone
    assert harness.kept(NADIA)["silenced"] is False


def test_all_are_silenced_but_the_hosts() -> None:
    harness = MachineHarness()
    judith, nadia, marcel = harness.all_come(JUDITH, NADIA, MARCEL, microphone=True)
    harness.says(judith, m.Silence)
    assert judith.sees(JUDITH).microphone
    assert [judith.sees(who).silenced for who in (NADIA, MARCEL)] == [True, True]
    assert harness.kept(MARCEL)["silenced"] is True
    harness.says(nadia, m.Silence, person=MARCEL.id, on=False)
    assert nadia.refused == ["not_host"]
    assert marcel.sees(MARCEL).silenced


def test_coming_back_does_not_open_a_silenced_microphone() -> None:
    harness = MachineHarness()
    judith, nadia = harness.all_come(JUDITH, NADIA)
    harness.says(judith, m.Silence, person=NADIA.id)
    harness.is_cut(nadia)
    back = harness.come(NADIA, microphone=True)
    assert not back.sees(NADIA).microphone
    harness.says(back, m.LeaveMeeting)
    anew = harness.come(NADIA, {"silenced": True}, microphone=True)
    assert not anew.sees(NADIA).microphone
    assert (NADIA.id, True) in holds(harness.done[-12:])


def test_asking_to_unmute_lets_them_and_leaves_it_to_them() -> None:
    harness = MachineHarness()
    judith, nadia = harness.all_come(JUDITH, NADIA)
    harness.says(judith, m.Silence)
    harness.says(judith, m.OpenFloor, open=False)
    done = harness.says(judith, m.AskToUnmute, person=NADIA.id)
    assert nadia.last(m.UnmuteAsked).by == JUDITH.id
    assert holds(done) == []
    seen = judith.sees(NADIA)
    assert (seen.microphone, seen.may_speak) == (False, True)
    harness.says(nadia, m.MuteTrack, track="microphone", on=True)
    assert judith.sees(NADIA).microphone
    harness.says(judith, m.AskToUnmute, person=99)
    assert judith.refused == ["not_here"]


def test_on_a_closed_floor_only_hosts_and_those_who_are_let_speak() -> None:
    harness = MachineHarness()
    judith, awa, nadia, marcel = harness.all_come(JUDITH, AWA, NADIA, MARCEL, microphone=True)
    done = harness.says(judith, m.OpenFloor, open=False)
    assert {who for who, on in holds(done) if on} == {NADIA.id, MARCEL.id}
    assert awa.sees(AWA).microphone
    harness.says(nadia, m.RaiseHand, up=True)
    harness.says(nadia, m.MuteTrack, track="microphone", on=True)
    assert nadia.refused == ["floor_closed"]
    harness.says(judith, m.LetSpeak, person=NADIA.id)
    assert judith.hands() == []
    harness.says(nadia, m.MuteTrack, track="microphone", on=True)
    assert marcel.sees(NADIA).microphone
    done = harness.says(judith, m.LetSpeak, person=NADIA.id, on=False)
    assert holds(done) == [(NADIA.id, True)]
    assert not marcel.sees(NADIA).microphone
    harness.says(judith, m.OpenFloor, open=True)
    assert marcel.sees(NADIA).may_speak
    assert not marcel.sees(NADIA).microphone
    assert harness.kept_of_meeting()["floor"] is True


def test_who_comes_while_the_floor_is_closed_is_not_heard() -> None:
    harness = MachineHarness(state={"floor": False})
    judith, nadia = harness.all_come(JUDITH, NADIA, microphone=True)
    assert judith.sees(JUDITH).microphone
    assert not judith.sees(NADIA).microphone
    assert not nadia.sees(NADIA).may_speak
    assert harness.come(MARCEL, {"let": True}, microphone=True).sees(MARCEL).microphone


def test_hosts_who_cannot_be_found_are_told_so() -> None:
    harness = MachineHarness()
    judith = harness.come(JUDITH)
    for kind in (m.Silence, m.LetSpeak, m.Spotlight):
        harness.says(judith, kind, person=99)
    assert judith.refused == ["not_here"] * 3


def test_each_group_is_told_of_its_own_speakers() -> None:
    harness = MachineHarness()
    judith, nadia, marcel = harness.all_come(JUDITH, NADIA, MARCEL)
    harness.says(judith, m.SplitIntoGroups, groups=2)
    harness.act(lambda g: speaking.spoke(g, [MARCEL.id, JUDITH.id, NADIA.id, 99]))
    assert judith.last(m.MeetingSpeakers).people == [JUDITH.id]
    assert nadia.last(m.MeetingSpeakers).people == [NADIA.id]
    assert marcel.last(m.MeetingSpeakers).people == [MARCEL.id]


def test_one_screen_is_shared_at_a_time() -> None:
    harness = MachineHarness()
    judith, nadia = harness.all_come(JUDITH, NADIA)
    harness.says(nadia, m.MuteTrack, track="screen", on=True)
    harness.says(judith, m.MuteTrack, track="screen", on=True)
    assert judith.refused == ["screen_taken"]
    harness.says(nadia, m.LeaveMeeting)
    harness.says(judith, m.MuteTrack, track="screen", on=True)
    assert judith.sees(JUDITH).screen
