"""More people meet than a mesh carries: the SFU takes over, and nobody's picture stops on the way."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.meeting.attendant import AS_ASKED, LIES
from tests.browser.meeting.conftest import Gathering
from tests.machine.chromium import CAMERA_FPS
from tests.machine.guests import party
from tests.machine.hub import Hub, OpenHouse

DESK: ViewportSize = {"width": 1280, "height": 900}
FIGURANTS, CAMERAS = 6, 4
# Calling another page, or probing the network at the door, needs three sections at most; the SFU's offer has
# more.
CALLED = "window.connections.filter((each) => each.getTransceivers().length <= 3).length"

# Records when each frame of a picture was shown, when the SFU was connected, and when its first picture came.
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
MEANWHILE = """() => ({
  seen: window.shown.filter((at) => window.house.met < at && at < window.house.shows).length,
  lasted: (window.house.shows - window.house.met) / 1000,
})"""


@pytest.fixture(scope="module")
def house(open_house: OpenHouse) -> Iterator[Hub]:
    """A server whose mesh carries two people, so that three browsers are enough."""
    with open_house(HUB_MESH_UP_TO="2") as hub:
        yield hub


def test_the_third_person_brings_the_house_in_and_no_picture_stops(gathering: Gathering) -> None:
    gathering.devices = AS_ASKED
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
    meanwhile = judith.page.evaluate(MEANWHILE)
    # Three, unless the change was over before the camera had made six.
    least = min(3, CAMERA_FPS * meanwhile["lasted"] / 2)
    assert meanwhile["seen"] >= least, "the old picture moves until the new one is there"
    shown = judith.page.evaluate("window.shown.length")
    judith.waits_until(f"() => window.shown.length > {shown + 10}")


def test_simulated_people_are_seen_and_heard_more_of_them_in_a_window_that_grows(
    gathering: Gathering, shot: Callable[[Page, str], None]
) -> None:
    judith = gathering.at_the_door(gathering.stage.judith, screen=DESK).enter()
    at_the_door = judith.page.evaluate(CALLED)
    people = [gathering.somebody(f"Figurant·e {number + 1}") for number in range(FIGURANTS)]
    with party(gathering.stage.hub.url, gathering.meeting.pk, gathering.cookies(people), CAMERAS) as guests:
        assert guests.are_in() == 0
        rest = judith.page.locator(".tile.rest")
        expect(rest).to_have_text("et 2 autres personnes")
        shot(judith.page, "rencontre-reste")
        judith.page.set_viewport_size(DESK)
        expect(rest).to_have_count(0)
        expect(judith.tiles).to_have_count(FIGURANTS + 1)
        guests.play()
        judith.sees_moving(*(person.name for person in people[:CAMERAS]))
        judith.receives(pictures=CAMERAS, voices=2)
        called = judith.page.evaluate(CALLED) - at_the_door
        assert called == 1, "only who came while pages call one another is called"


def test_whom_the_host_silences_the_house_drops(gathering: Gathering) -> None:
    stage = gathering.stage
    judith, marcel = gathering.enter(stage.judith, stage.marcel)
    (nadia,) = gathering.enter(stage.nadia, script=LIES)
    marcel.receives(pictures=2, voices=2)
    expect(marcel.tile("Nadia").locator(".mark-speaks")).to_have_text("parle")
    judith.press("microphone")
    judith.choose("Nadia", "Couper son micro")
    expect(marcel.tile("Nadia").get_by_text("en silence")).to_be_attached()
    expect(marcel.tile("Nadia").locator(".mark-speaks")).to_have_count(0)
    marcel.hears_nobody()
    assert nadia.speaks()
    marcel.sees_moving("Nadia")


def test_neither_a_camera_turned_off_and_on_nor_a_cut_line_needs_a_new_connection(
    gathering: Gathering,
) -> None:
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
    nadia.receives(pictures=2, voices=2)
    made = nadia.page.evaluate("window.connections.length")
    nadia.is_cut()
    nadia.is_back()
    nadia.press("hand")
    expect(judith.tile("Nadia").get_by_text("main levée (1)")).to_be_attached()
    assert nadia.page.evaluate("window.connections.length") == made
