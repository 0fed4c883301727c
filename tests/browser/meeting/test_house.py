"""More people than a mesh carries: the house carries them, and nobody's picture stops on the way."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from pytest_django import DjangoDbBlocker

from tests.browser.meeting.attendant import LIES
from tests.browser.meeting.conftest import Gathering
from tests.machine.guests import party
from tests.machine.hub import Foundation, Hub

DESK: ViewportSize = {"width": 1280, "height": 900}
FIGURANTS, CAMERAS = 5, 4
# To call another page, or to see at the door what the network lets through, needs three sections at most; the
# house has more.
CALLED = "window.connections.filter((each) => each.getTransceivers().length <= 3).length"

# When each frame of a picture was shown; when the house was met, and when it brought its first picture.
SEEN = """
window.shown = [];
window.watch = (video) => {
  const frame = () => {
    window.shown.push(performance.now());
    video.requestVideoFrameCallback(frame);
  };
  video.requestVideoFrameCallback(frame);
};
window.house = {};
const look = async () => {
  const met = window.connections.find((each) => each.getTransceivers().length > 3);
  if (met) window.house.met ??= performance.now();
  const report = met ? [...(await met.getStats()).values()] : [];
  if (report.some(({ framesDecoded }) => framesDecoded > 0)) window.house.shows = performance.now();
  else setTimeout(look, 20);
};
look();
"""
MEANWHILE = "window.shown.filter((at) => window.house.met < at && at < window.house.shows).length"


@pytest.fixture(scope="module")
def house(
    foundation: Foundation, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Hub]:
    """Here a mesh carries two people, so that three browsers are enough."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("HUB_MESH_UP_TO", "2")
        hub = Hub(foundation.copy(tmp_path_factory.mktemp("meetings") / "hub"), django_db_blocker)
        hub.start()
    yield hub
    hub.stop()


def test_the_third_person_brings_the_house_in_and_no_picture_stops(gathering: Gathering) -> None:
    stage = gathering.stage
    judith, nadia = gathering.enter(stage.judith, stage.nadia, script=SEEN)
    judith.sees("Nadia")
    judith.tile("Nadia").locator("video").evaluate("(video) => window.watch(video)")
    marcel = gathering.enter(stage.marcel)[0]
    gathering.all_meet(Judith=judith, Nadia=nadia, Marcel=marcel)
    judith.waits_until(
        "() => window.connections.filter((each) => each.connectionState !== 'closed').length === 1"
    )
    judith.waits_until("() => window.house.shows > 0")
    assert judith.page.evaluate(MEANWHILE) > 2, "the old picture moves until the new one is there"
    shown = judith.page.evaluate("window.shown.length")
    judith.waits_until(f"() => window.shown.length > {shown + 10}")


def test_a_window_that_grows_shows_more_people(
    gathering: Gathering, shot: Callable[[Page, str], None]
) -> None:
    judith = gathering.at_the_door(gathering.stage.judith, screen=DESK).enter()
    people = [gathering.somebody(f"Figurant·e {number + 1}") for number in range(FIGURANTS)]
    with party(gathering.stage.hub.url, gathering.meeting.pk, gathering.cookies(people), CAMERAS) as guests:
        assert guests.are_in() == 0
        rest = judith.page.locator(".tile.rest")
        expect(rest).to_have_text("et 1 autre personne")
        shot(judith.page, "rencontre-reste")
        judith.page.set_viewport_size(DESK)
        expect(rest).to_have_count(0)
        expect(judith.tiles).to_have_count(FIGURANTS + 1)


def test_whom_the_host_silences_the_house_drops(gathering: Gathering) -> None:
    stage = gathering.stage
    judith, marcel = gathering.enter(stage.judith, stage.marcel)
    (nadia,) = gathering.enter(stage.nadia, script=LIES)
    marcel.receives(pictures=2, voices=2)
    expect(marcel.tile("Nadia").locator(".mark-speaks")).to_have_text("parle", timeout=20_000)
    judith.press("microphone")
    judith.choose("Nadia", "Couper son micro")
    expect(marcel.tile("Nadia").get_by_text("en silence")).to_be_attached(timeout=10_000)
    expect(marcel.tile("Nadia").locator(".mark-speaks")).to_have_count(0, timeout=10_000)
    marcel.hears_nobody()
    assert nadia.speaks()
    marcel.sees_moving("Nadia")


def test_the_camera_is_turned_off_and_on_without_a_new_connection(gathering: Gathering) -> None:
    stage = gathering.stage
    judith, nadia, _marcel = gathering.enter(stage.judith, stage.nadia, stage.marcel)
    judith.sees("Nadia")
    judith.receives(pictures=2, voices=2)
    made = judith.page.evaluate("window.connections.length")
    nadia.press("camera")
    expect(judith.tile("Nadia").locator(".initials")).to_have_text("N")
    nadia.press("camera")
    judith.sees("Nadia")
    assert judith.page.evaluate("window.connections.length") == made


def test_a_cut_line_keeps_the_connection_with_the_house(gathering: Gathering) -> None:
    stage = gathering.stage
    judith, nadia, _marcel = gathering.enter(stage.judith, stage.nadia, stage.marcel)
    nadia.receives(pictures=2, voices=2)
    made = nadia.page.evaluate("window.connections.length")
    nadia.is_cut()
    nadia.is_back()
    nadia.press("hand")
    expect(judith.tile("Nadia").get_by_text("main levée (1)")).to_be_attached(timeout=10_000)
    assert nadia.page.evaluate("window.connections.length") == made


def test_simulated_people_are_seen_and_heard_in_a_browser(gathering: Gathering) -> None:
    judith = gathering.at_the_door(gathering.stage.judith, viewport=DESK).enter()
    at_the_door = judith.page.evaluate(CALLED)
    people = [gathering.somebody(f"Figurant·e {number + 1}") for number in range(FIGURANTS)]
    with party(gathering.stage.hub.url, gathering.meeting.pk, gathering.cookies(people), CAMERAS) as guests:
        assert guests.are_in() == 0
        guests.play()
        judith.sees_moving(*(person.name for person in people[:CAMERAS]))
        judith.receives(pictures=CAMERAS, voices=2)
        called = judith.page.evaluate(CALLED) - at_the_door
        assert called == 1, "only who came while pages call one another is called"
