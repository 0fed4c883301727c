"""Who is heard: nobody is ever unmuted from afar."""

from realtime.meeting.state import effects as e
from realtime.meeting.state import speaking
from realtime.wire import meeting as m
from tests.realtime.meeting.state.scene import AWA, JUDITH, MARCEL, NADIA, Scene, of


def holds(effects: list[e.Effect]) -> list[tuple[int, bool]]:
    return [(each.person, each.on) for each in of(effects, e.Hold)]


def test_ones_own_tracks_are_ones_own_to_switch() -> None:
    scene = Scene()
    judith, nadia = scene.all_come(JUDITH, NADIA)
    done = scene.says(nadia, m.MuteTrack, track="microphone", on=True)
    assert judith.sees(NADIA).microphone
    assert of(done, e.Announce) == [e.Announce(NADIA.id, "microphone", True)]
    scene.says(nadia, m.MuteTrack, track="microphone", on=False)
    assert not judith.sees(NADIA).microphone


def test_hands_are_in_the_order_of_raising_even_within_a_millisecond() -> None:
    scene = Scene()
    judith, nadia, marcel = scene.all_come(JUDITH, NADIA, MARCEL)
    for screen in (marcel, judith, nadia):
        scene.says(screen, m.RaiseHand, up=True)
    assert nadia.hands() == ["Marcel", "Judith", "Nadia"]
    scene.says(marcel, m.RaiseHand, up=True)  # again: no other place for it
    assert judith.hands() == ["Marcel", "Judith", "Nadia"]
    scene.says(marcel, m.RaiseHand, up=False)
    scene.says(marcel, m.RaiseHand, up=True)
    assert nadia.hands() == ["Judith", "Nadia", "Marcel"]


def test_a_silenced_voice_is_dropped_until_its_owner_turns_it_on_again() -> None:
    scene = Scene()
    judith, nadia = scene.all_come(JUDITH, NADIA, microphone=True)
    done = scene.says(judith, m.Silence, person=NADIA.id)
    assert (NADIA.id, True) in holds(done)
    seen = judith.sees(NADIA)
    assert (seen.microphone, seen.silenced, seen.may_speak) == (False, True, False)
    scene.says(nadia, m.MuteTrack, track="microphone", on=True)
    assert nadia.refused == ["silenced"]
    done = scene.says(judith, m.Silence, person=NADIA.id, on=False)
    assert holds(done) == []  # not heard yet: that is hers to do
    assert not judith.sees(NADIA).microphone
    done = scene.says(nadia, m.MuteTrack, track="microphone", on=True)
    assert holds(done) == [(NADIA.id, False)]
    assert judith.sees(NADIA).microphone
    assert scene.kept(NADIA)["silenced"] is False


def test_all_are_silenced_but_the_hosts() -> None:
    scene = Scene()
    judith, nadia, marcel = scene.all_come(JUDITH, NADIA, MARCEL, microphone=True)
    scene.says(judith, m.Silence)
    assert judith.sees(JUDITH).microphone
    assert [judith.sees(who).silenced for who in (NADIA, MARCEL)] == [True, True]
    assert scene.kept(MARCEL)["silenced"] is True
    scene.says(nadia, m.Silence, person=MARCEL.id, on=False)
    assert nadia.refused == ["not_host"]
    assert marcel.sees(MARCEL).silenced


def test_coming_back_does_not_open_a_silenced_microphone() -> None:
    scene = Scene()
    judith, nadia = scene.all_come(JUDITH, NADIA)
    scene.says(judith, m.Silence, person=NADIA.id)
    scene.is_cut(nadia)
    back = scene.come(NADIA, microphone=True)
    assert not back.sees(NADIA).microphone
    scene.says(back, m.LeaveMeeting)
    anew = scene.come(NADIA, {"silenced": True}, microphone=True)
    assert not anew.sees(NADIA).microphone
    assert (NADIA.id, True) in holds(scene.done[-12:])


def test_asking_to_unmute_lets_them_and_leaves_it_to_them() -> None:
    scene = Scene()
    judith, nadia = scene.all_come(JUDITH, NADIA)
    scene.says(judith, m.Silence)
    scene.says(judith, m.OpenFloor, open=False)
    done = scene.says(judith, m.AskToUnmute, person=NADIA.id)
    assert nadia.last(m.UnmuteAsked).by == JUDITH.id
    assert holds(done) == []
    seen = judith.sees(NADIA)
    assert (seen.microphone, seen.may_speak) == (False, True)
    scene.says(nadia, m.MuteTrack, track="microphone", on=True)
    assert judith.sees(NADIA).microphone
    scene.says(judith, m.AskToUnmute, person=99)
    assert judith.refused == ["not_here"]


def test_on_a_closed_floor_only_hosts_and_those_who_are_let_speak() -> None:
    scene = Scene()
    judith, awa, nadia, marcel = scene.all_come(JUDITH, AWA, NADIA, MARCEL, microphone=True)
    done = scene.says(judith, m.OpenFloor, open=False)
    assert {who for who, on in holds(done) if on} == {NADIA.id, MARCEL.id}
    assert awa.sees(AWA).microphone
    scene.says(nadia, m.RaiseHand, up=True)
    scene.says(nadia, m.MuteTrack, track="microphone", on=True)
    assert nadia.refused == ["floor_closed"]
    scene.says(judith, m.LetSpeak, person=NADIA.id)
    assert judith.hands() == []
    scene.says(nadia, m.MuteTrack, track="microphone", on=True)
    assert marcel.sees(NADIA).microphone
    done = scene.says(judith, m.LetSpeak, person=NADIA.id, on=False)
    assert holds(done) == [(NADIA.id, True)]
    assert not marcel.sees(NADIA).microphone
    scene.says(judith, m.OpenFloor, open=True)
    assert marcel.sees(NADIA).may_speak
    assert not marcel.sees(NADIA).microphone
    assert scene.kept_of_meeting()["floor"] is True


def test_who_comes_while_the_floor_is_closed_is_not_heard() -> None:
    scene = Scene(state={"floor": False})
    judith, nadia = scene.all_come(JUDITH, NADIA, microphone=True)
    assert judith.sees(JUDITH).microphone
    assert not judith.sees(NADIA).microphone
    assert not nadia.sees(NADIA).may_speak
    assert scene.come(MARCEL, {"let": True}, microphone=True).sees(MARCEL).microphone


def test_hosts_who_cannot_be_found_are_told_so() -> None:
    scene = Scene()
    judith = scene.come(JUDITH)
    for kind in (m.Silence, m.LetSpeak, m.Spotlight):
        scene.says(judith, kind, person=99)
    assert judith.refused == ["not_here"] * 3


def test_each_group_is_told_of_its_own_speakers() -> None:
    scene = Scene()
    judith, nadia, marcel = scene.all_come(JUDITH, NADIA, MARCEL)
    scene.says(judith, m.SplitIntoGroups, groups=2)
    scene.act(lambda g: speaking.spoke(g, [MARCEL.id, JUDITH.id, NADIA.id, 99]))
    assert judith.last(m.MeetingSpeakers).people == [JUDITH.id]
    assert nadia.last(m.MeetingSpeakers).people == [NADIA.id]
    assert marcel.last(m.MeetingSpeakers).people == [MARCEL.id]


def test_one_screen_is_shared_at_a_time() -> None:
    scene = Scene()
    judith, nadia = scene.all_come(JUDITH, NADIA)
    scene.says(nadia, m.MuteTrack, track="screen", on=True)
    scene.says(judith, m.MuteTrack, track="screen", on=True)
    assert judith.refused == ["screen_taken"]
    scene.says(nadia, m.LeaveMeeting)
    scene.says(judith, m.MuteTrack, track="screen", on=True)
    assert judith.sees(JUDITH).screen
