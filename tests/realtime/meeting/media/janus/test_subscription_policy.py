"""Who is heard and seen in a meeting at Janus, decided without Janus."""

import pytest

from realtime.meeting.media.janus.subscriber import VOICES
from realtime.meeting.media.janus.subscription_policy import SubscriptionPolicy
from realtime.meeting.media.slot_layout import TrackRef
from realtime.wire.meeting import Track, ViewMeeting

PEOPLE = range(1, 31)


@pytest.fixture
def policy() -> SubscriptionPolicy:
    """Thirty people, all with microphone and camera on."""
    policy = SubscriptionPolicy()
    for person in PEOPLE:
        policy.enter(person, ViewMeeting(meeting=1, pictures=3))
        policy.announce(person, "microphone", True)
        policy.announce(person, "camera", True)
    return policy


def comes(policy: SubscriptionPolicy) -> dict[TrackRef, tuple[int, str]]:
    """Return what is allowed when all tracks of all people come."""
    tracks: tuple[Track, ...] = ("microphone", "camera", "screen")
    everything: dict[TrackRef, tuple[int, str]] = {
        TrackRef(person, track): (person, track) for person in PEOPLE for track in tracks
    }
    return policy.allowed(everything)


def test_nobody_is_sent_to_themselves(policy: SubscriptionPolicy) -> None:
    assert all(
        person != 1 for person, _ in (*policy.voices(1, comes(policy)), *policy.pictures(1, comes(policy)))
    )


def test_only_what_its_person_has_turned_on_is_sent(policy: SubscriptionPolicy) -> None:
    assert (2, "screen") not in comes(policy)
    policy.announce(2, "camera", False)
    assert (2, "camera") not in comes(policy)


def test_what_a_host_holds_is_not_sent_whatever_its_person_says(policy: SubscriptionPolicy) -> None:
    policy.held[2].add("microphone")
    policy.announce(2, "microphone", True)
    assert (2, "microphone") not in policy.voices(1, comes(policy))


def test_among_many_open_microphones_the_last_speakers_are_heard(policy: SubscriptionPolicy) -> None:
    assert len(policy.voices(1, comes(policy))) == VOICES
    policy.talks(30, 40.0)
    policy.talks(29, 40.0)
    policy.talks(30, None)
    assert policy.voices(1, comes(policy))[:2] == [(29, "microphone"), (30, "microphone")]


def test_who_speaks_is_told_loudest_first(policy: SubscriptionPolicy) -> None:
    policy.talks(4, 50.0)
    assert policy.talks(5, 30.0) == [5, 4]
    assert policy.talks(5, None) == [4]


def test_the_pinned_come_before_the_spotlight_screens_and_speakers(policy: SubscriptionPolicy) -> None:
    policy.announce(20, "screen", True)
    policy.talks(10, 40.0)
    assert policy.pictures(1, comes(policy)) == [(20, "screen"), (10, "camera"), (2, "camera")]
    policy.spotlight = 7
    policy.views[1] = ViewMeeting(meeting=1, pictures=3, pinned=9)
    assert policy.pictures(1, comes(policy)) == [(9, "camera"), (7, "camera"), (20, "screen")]


def test_a_group_hears_and_sees_itself_only(policy: SubscriptionPolicy) -> None:
    policy.groups = {1: 1, 2: 1, 3: 2}
    assert policy.voices(1, comes(policy)) == [(2, "microphone")]
    assert policy.pictures(3, comes(policy)) == []


def test_a_line_is_lost_when_nothing_of_what_is_on_comes(policy: SubscriptionPolicy) -> None:
    assert policy.comes(1, "camera", False) == "good"
    assert policy.comes(1, "microphone", False) == "lost"
    assert policy.comes(1, "camera", True) == "good"
    policy.announce(1, "camera", False)
    policy.announce(1, "microphone", False)
    assert policy.comes(1, "camera", False) is None


def test_nothing_is_known_any_more_of_who_has_gone(policy: SubscriptionPolicy) -> None:
    policy.held[2].add("microphone")
    policy.leave(2)
    policy.enter(2, ViewMeeting(meeting=1, pictures=3))
    assert not policy.held[2]
    assert (2, "camera") not in comes(policy)
