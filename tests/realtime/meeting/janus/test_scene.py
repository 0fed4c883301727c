"""Who is heard and seen in a meeting at Janus, decided without Janus."""

import pytest

from realtime.meeting.janus.down import VOICES, Source
from realtime.meeting.janus.scene import Scene
from realtime.wire.meeting import Track, ViewMeeting

PEOPLE = range(1, 31)


@pytest.fixture
def scene() -> Scene:
    """Thirty people, all with microphone and camera on."""
    scene = Scene()
    for person in PEOPLE:
        scene.enter(person, ViewMeeting(meeting=1, pictures=3))
        scene.announce(person, "microphone", True)
        scene.announce(person, "camera", True)
    return scene


def comes(scene: Scene) -> dict[Source, tuple[int, str]]:
    """Everything comes of everybody; what of it is allowed."""
    tracks: tuple[Track, ...] = ("microphone", "camera", "screen")
    everything: dict[Source, tuple[int, str]] = {
        (person, track): (person, track) for person in PEOPLE for track in tracks
    }
    return scene.allowed(everything)


def test_nobody_is_sent_to_themselves(scene: Scene) -> None:
    assert all(
        person != 1 for person, _ in (*scene.voices(1, comes(scene)), *scene.pictures(1, comes(scene)))
    )


def test_only_what_its_person_has_turned_on_is_sent(scene: Scene) -> None:
    assert (2, "screen") not in comes(scene)
    scene.announce(2, "camera", False)
    assert (2, "camera") not in comes(scene)


def test_what_a_host_holds_is_not_sent_whatever_its_person_says(scene: Scene) -> None:
    scene.held[2].add("microphone")
    scene.announce(2, "microphone", True)
    assert (2, "microphone") not in scene.voices(1, comes(scene))


def test_among_many_open_microphones_the_last_speakers_are_heard(scene: Scene) -> None:
    assert len(scene.voices(1, comes(scene))) == VOICES
    scene.talks(30, 40.0)
    scene.talks(29, 40.0)
    scene.talks(30, None)
    assert scene.voices(1, comes(scene))[:2] == [(29, "microphone"), (30, "microphone")]


def test_who_speaks_is_told_loudest_first(scene: Scene) -> None:
    scene.talks(4, 50.0)
    assert scene.talks(5, 30.0) == [5, 4]
    assert scene.talks(5, None) == [4]


def test_the_pinned_come_before_the_spotlight_screens_and_speakers(scene: Scene) -> None:
    scene.announce(20, "screen", True)
    scene.talks(10, 40.0)
    assert scene.pictures(1, comes(scene)) == [(20, "screen"), (10, "camera"), (2, "camera")]
    scene.spotlight = 7
    scene.views[1] = ViewMeeting(meeting=1, pictures=3, pinned=9)
    assert scene.pictures(1, comes(scene)) == [(9, "camera"), (7, "camera"), (20, "screen")]


def test_a_group_hears_and_sees_itself_only(scene: Scene) -> None:
    scene.groups = {1: 1, 2: 1, 3: 2}
    assert scene.voices(1, comes(scene)) == [(2, "microphone")]
    assert scene.pictures(3, comes(scene)) == []


def test_a_line_is_lost_when_nothing_of_what_is_on_comes(scene: Scene) -> None:
    assert scene.comes(1, "camera", False) == "good"
    assert scene.comes(1, "microphone", False) == "lost"
    assert scene.comes(1, "camera", True) == "good"
    scene.announce(1, "camera", False)
    scene.announce(1, "microphone", False)
    assert scene.comes(1, "camera", False) is None


def test_nothing_is_known_any_more_of_who_has_gone(scene: Scene) -> None:
    scene.held[2].add("microphone")
    scene.leave(2)
    scene.enter(2, ViewMeeting(meeting=1, pictures=3))
    assert not scene.held[2]
    assert (2, "camera") not in comes(scene)
