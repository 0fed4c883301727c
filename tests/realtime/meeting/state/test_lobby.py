"""The door: knocking, the lock, and being put out."""

from realtime.meeting.state import effects as e
from realtime.wire import meeting as m
from tests.realtime.meeting.state.scene import AWA, JUDITH, LEA, MARCEL, NADIA, Scene, of

LOBBY = {"lobby": True}


def names(screen_message: m.MeetingLobby) -> list[str]:
    return [person.name for person in screen_message.people]


def test_who_knocks_waits_and_hosts_are_told_in_order() -> None:
    scene = Scene(state=LOBBY)
    nadia = scene.come(NADIA)
    assert nadia.last(m.MeetingWaiting).hosted is False
    judith = scene.come(JUDITH)
    assert nadia.last(m.MeetingWaiting).hosted is True
    marcel = scene.come(MARCEL)
    assert names(judith.last(m.MeetingLobby)) == ["Nadia", "Marcel"]
    assert not nadia.inside
    assert not marcel.inside
    assert scene.kept(NADIA)["knocked_at"]


def test_a_host_lets_in_one_and_then_all() -> None:
    scene = Scene(state=LOBBY)
    judith = scene.come(JUDITH)
    nadia, marcel, lea = scene.all_come(NADIA, MARCEL, LEA)
    scene.says(judith, m.Admit, person=MARCEL.id)
    assert marcel.inside
    assert names(judith.last(m.MeetingLobby)) == ["Nadia", "Léa"]
    scene.says(judith, m.Admit)
    assert nadia.inside
    assert lea.inside
    assert scene.kept(LEA)["admitted_at"]
    assert judith.last(m.MeetingLobby).people == []


def test_who_is_sent_away_may_knock_again() -> None:
    scene = Scene(state=LOBBY)
    judith, nadia = scene.all_come(JUDITH, NADIA)
    scene.says(judith, m.Admit, person=NADIA.id, yes=False)
    assert (nadia.left, nadia.again) == ("denied", True)
    scene.rejoin(nadia)
    assert names(judith.last(m.MeetingLobby)) == ["Nadia"]


def test_only_hosts_open() -> None:
    scene = Scene(state=LOBBY)
    nadia = scene.come(NADIA, {"admitted": True})
    marcel = scene.come(MARCEL)
    scene.says(nadia, m.Admit, person=MARCEL.id)
    assert nadia.refused == ["not_host"]
    assert not marcel.inside


def test_who_was_admitted_or_inside_before_does_not_knock() -> None:
    scene = Scene(state=LOBBY)
    assert scene.come(NADIA, {"admitted": True}).inside
    assert scene.come(MARCEL, {"entered": True}).inside


def test_who_goes_away_from_the_door_is_seen_there_no_longer() -> None:
    scene = Scene(state=LOBBY)
    judith, nadia, marcel = scene.all_come(JUDITH, NADIA, MARCEL)
    scene.says(nadia, m.LeaveMeeting)
    assert nadia.left == "left"
    scene.is_cut(marcel)
    assert judith.last(m.MeetingLobby).people == []


def test_a_second_page_knocks_in_the_place_of_the_first() -> None:
    scene = Scene(state=LOBBY)
    judith, first = scene.all_come(JUDITH, NADIA)
    second = scene.come(NADIA)
    assert first.left == "elsewhere"
    assert second.last(m.MeetingWaiting).hosted
    scene.says(judith, m.Admit)
    assert second.inside


def test_when_people_no_longer_knock_who_waits_comes_in() -> None:
    scene = Scene(state=LOBBY)
    judith, nadia = scene.all_come(JUDITH, NADIA)
    scene.says(judith, m.KeepLobby, on=False)
    assert nadia.inside
    assert scene.come(MARCEL).inside
    assert scene.kept_of_meeting()["lobby"] is False


def test_a_locked_meeting_lets_in_nobody_new() -> None:
    scene = Scene()
    judith, nadia = scene.all_come(JUDITH, NADIA)
    scene.says(judith, m.Lock, on=True)
    assert nadia.state is not None
    assert nadia.state.locked
    marcel = scene.come(MARCEL)
    assert (marcel.left, marcel.again) == ("locked", True)
    assert scene.come(AWA).inside
    scene.says(nadia, m.LeaveMeeting)
    scene.rejoin(nadia, {"entered": True})
    assert nadia.inside
    assert scene.kept_of_meeting()["locked"] is True


def test_a_locked_door_is_not_knocked_at_but_who_waits_may_be_let_in() -> None:
    scene = Scene(state=LOBBY)
    judith, nadia = scene.all_come(JUDITH, NADIA)
    scene.says(judith, m.Lock, on=True)
    assert scene.come(MARCEL).left == "locked"
    scene.says(judith, m.KeepLobby, on=False)
    assert not nadia.inside
    scene.says(judith, m.Admit)
    assert nadia.inside


def test_who_is_removed_hears_nothing_more_and_cannot_come_back() -> None:
    scene = Scene()
    judith, nadia, marcel = scene.all_come(JUDITH, NADIA, MARCEL)
    done = scene.says(judith, m.RemoveFromMeeting, person=MARCEL.id)
    assert (marcel.left, marcel.again) == ("removed", False)
    assert of(done, e.Shut) == [e.Shut(MARCEL.id)]
    assert scene.kept(MARCEL)["removed_at"]
    scene.says(nadia, m.RaiseHand, up=True)
    assert scene.come(MARCEL, {"entered": True, "admitted": True}).left == "removed"
    assert MARCEL.id not in nadia.members


def test_somebody_is_removed_from_the_door_too() -> None:
    scene = Scene(state=LOBBY)
    judith, nadia = scene.all_come(JUDITH, NADIA)
    scene.says(judith, m.RemoveFromMeeting, person=NADIA.id)
    assert nadia.left == "removed"
    assert scene.come(NADIA).left == "removed"


def test_hosts_are_not_removed_and_who_is_not_here_cannot_be() -> None:
    scene = Scene()
    judith, awa = scene.all_come(JUDITH, AWA)
    scene.says(judith, m.RemoveFromMeeting, person=AWA.id)
    scene.says(judith, m.RemoveFromMeeting, person=99)
    scene.says(judith, m.Admit, person=99)
    assert judith.refused == ["is_host", "not_here", "not_here"]
    assert awa.inside
