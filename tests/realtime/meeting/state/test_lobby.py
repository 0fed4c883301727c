"""The door: knocking, the lock, and being put out."""

from realtime.meeting.state import effects as e
from realtime.wire import meeting as m
from tests.realtime.meeting.state.machine_harness import AWA, JUDITH, LEA, MARCEL, NADIA, MachineHarness, of

LOBBY = {"lobby": True}


def names(screen_message: m.MeetingLobby) -> list[str]:
    return [person.name for person in screen_message.people]


def test_who_knocks_waits_and_hosts_are_told_in_order() -> None:
    harness = MachineHarness(state=LOBBY)
    nadia = harness.come(NADIA)
    assert nadia.last(m.MeetingWaiting).hosted is False
    judith = harness.come(JUDITH)
    assert nadia.last(m.MeetingWaiting).hosted is True
    marcel = harness.come(MARCEL)
    assert names(judith.last(m.MeetingLobby)) == ["Nadia", "Marcel"]
    assert not nadia.inside
    assert not marcel.inside
    assert harness.kept(NADIA)["knocked_at"]


def test_a_host_lets_in_one_and_then_all() -> None:
    harness = MachineHarness(state=LOBBY)
    judith = harness.come(JUDITH)
    nadia, marcel, lea = harness.all_come(NADIA, MARCEL, LEA)
    harness.says(judith, m.Admit, person=MARCEL.id)
    assert marcel.inside
    assert names(judith.last(m.MeetingLobby)) == ["Nadia", "Léa"]
    harness.says(judith, m.Admit)
    assert nadia.inside
    assert lea.inside
    assert harness.kept(LEA)["admitted_at"]
    assert judith.last(m.MeetingLobby).people == []


def test_who_is_sent_away_may_knock_again() -> None:
    harness = MachineHarness(state=LOBBY)
    judith, nadia = harness.all_come(JUDITH, NADIA)
    harness.says(judith, m.Admit, person=NADIA.id, yes=False)
    assert (nadia.left, nadia.again) == ("denied", True)
    harness.rejoin(nadia)
    assert names(judith.last(m.MeetingLobby)) == ["Nadia"]


def test_while_a_host_is_inside_or_expected_back_only_hosts_open() -> None:
    harness = MachineHarness(state=LOBBY)
    judith = harness.come(JUDITH)
    nadia = harness.come(NADIA, {"admitted": True})
    marcel = harness.come(MARCEL)
    harness.says(nadia, m.Admit, person=MARCEL.id)
    harness.is_cut(judith)
    harness.says(nadia, m.Admit, person=MARCEL.id)
    assert nadia.refused == ["not_host"] * 2
    assert not marcel.inside
    assert not nadia.all(m.MeetingLobby)
    assert (marcel.last(m.MeetingWaiting).hosted, marcel.last(m.MeetingWaiting).heard) == (False, False)


def test_while_no_host_is_inside_who_is_opens_and_turns_nobody_away() -> None:
    harness = MachineHarness(state=LOBBY)
    judith, marcel = harness.come(JUDITH), harness.come(MARCEL)
    nadia = harness.come(NADIA, {"admitted": True})
    harness.says(judith, m.LeaveMeeting)
    assert names(nadia.last(m.MeetingLobby)) == ["Marcel"]
    assert (marcel.last(m.MeetingWaiting).hosted, marcel.last(m.MeetingWaiting).heard) == (False, True)
    harness.says(nadia, m.Admit, person=MARCEL.id, yes=False)
    assert nadia.refused == ["not_host"]
    harness.says(nadia, m.Admit, person=MARCEL.id)
    assert marcel.inside
    lea = harness.come(LEA)
    harness.come(JUDITH)
    assert nadia.last(m.MeetingLobby).people == [], "a host is there again"
    assert lea.last(m.MeetingWaiting).hosted


def test_after_a_removal_nobody_new_walks_in() -> None:
    harness = MachineHarness()
    judith, nadia, marcel = harness.all_come(JUDITH, NADIA, MARCEL)
    harness.says(judith, m.RemoveFromMeeting, person=MARCEL.id)
    assert marcel.left == "removed"
    assert harness.kept_of_meeting()["lobby"] is True
    again = harness.come(LEA)
    assert not again.inside, "under whatever name"
    harness.says(nadia, m.LeaveMeeting)
    assert harness.come(NADIA, {"entered": True}).inside


def test_who_was_admitted_or_inside_before_does_not_knock() -> None:
    harness = MachineHarness(state=LOBBY)
    assert harness.come(NADIA, {"admitted": True}).inside
    assert harness.come(MARCEL, {"entered": True}).inside


def test_who_goes_away_from_the_door_is_seen_there_no_longer() -> None:
    harness = MachineHarness(state=LOBBY)
    judith, nadia, marcel = harness.all_come(JUDITH, NADIA, MARCEL)
    harness.says(nadia, m.LeaveMeeting)
    assert nadia.left == "left"
    harness.is_cut(marcel)
    assert judith.last(m.MeetingLobby).people == []


def test_a_second_page_knocks_in_the_place_of_the_first() -> None:
    harness = MachineHarness(state=LOBBY)
    judith, first = harness.all_come(JUDITH, NADIA)
    second = harness.come(NADIA)
    assert first.left == "elsewhere"
    assert second.last(m.MeetingWaiting).hosted
    harness.says(judith, m.Admit)
    assert second.inside


def test_when_people_no_longer_knock_who_waits_comes_in() -> None:
    harness = MachineHarness(state=LOBBY)
    judith, nadia = harness.all_come(JUDITH, NADIA)
    harness.says(judith, m.KeepLobby, on=False)
    assert nadia.inside
    assert harness.come(MARCEL).inside
    assert harness.kept_of_meeting()["lobby"] is False


def test_a_locked_meeting_lets_in_nobody_new() -> None:
    harness = MachineHarness()
    judith, nadia = harness.all_come(JUDITH, NADIA)
    harness.says(judith, m.Lock, on=True)
    assert nadia.state is not None
    assert nadia.state.locked
    marcel = harness.come(MARCEL)
    assert (marcel.left, marcel.again) == ("locked", True)
    assert harness.come(AWA).inside
    harness.says(nadia, m.LeaveMeeting)
    harness.rejoin(nadia, {"entered": True})
    assert nadia.inside
    assert harness.kept_of_meeting()["locked"] is True


def test_a_locked_door_is_not_knocked_at_but_who_waits_may_be_let_in() -> None:
    harness = MachineHarness(state=LOBBY)
    judith, nadia = harness.all_come(JUDITH, NADIA)
    harness.says(judith, m.Lock, on=True)
    assert harness.come(MARCEL).left == "locked"
    harness.says(judith, m.KeepLobby, on=False)
    assert not nadia.inside
    harness.says(judith, m.Admit)
    assert nadia.inside


def test_who_is_removed_hears_nothing_more_and_cannot_come_back() -> None:
    harness = MachineHarness()
    judith, nadia, marcel = harness.all_come(JUDITH, NADIA, MARCEL)
    done = harness.says(judith, m.RemoveFromMeeting, person=MARCEL.id)
    assert (marcel.left, marcel.again) == ("removed", False)
    assert of(done, e.ShutMedia) == [e.ShutMedia(MARCEL.id)]
    assert harness.kept(MARCEL)["removed_at"]
    harness.says(nadia, m.RaiseHand, up=True)
    assert harness.come(MARCEL, {"entered": True, "admitted": True}).left == "removed"
    assert MARCEL.id not in nadia.members


def test_somebody_is_removed_from_the_door_too() -> None:
    harness = MachineHarness(state=LOBBY)
    judith, nadia = harness.all_come(JUDITH, NADIA)
    harness.says(judith, m.RemoveFromMeeting, person=NADIA.id)
    assert nadia.left == "removed"
    assert harness.come(NADIA).left == "removed"


def test_hosts_are_not_removed_and_who_is_not_here_cannot_be() -> None:
    harness = MachineHarness()
    judith, awa = harness.all_come(JUDITH, AWA)
    harness.says(judith, m.RemoveFromMeeting, person=AWA.id)
    harness.says(judith, m.RemoveFromMeeting, person=99)
    harness.says(judith, m.Admit, person=99)
    assert judith.refused == ["is_host", "not_here", "not_here"]
    assert awa.inside
