"""Three people meet through Janus: a real one, in a network of its own, behind the true service."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Stage
from tests.browser.meeting.attendant import LIES, rests
from tests.browser.meeting.conftest import Gathering
from tests.machine.hub import Hub
from tests.machine.janus_server import JanusServer
from tests.machine.process import wait_until

pytestmark = pytest.mark.janus

REPORTS = """(await Promise.all(window.connections.map((each) => each.getStats())))
  .flatMap((report) => [...report.values()])"""
REMOTE = f"""async () => {REPORTS}.filter(({{ type }}) => type === "remote-candidate")
  .map(({{ address }}) => address)"""
ARRIVED = f"""async () => {REPORTS}.filter(({{ type }}) => type === "inbound-rtp")
  .reduce((sum, {{ packetsReceived }}) => sum + packetsReceived, 0)"""


@pytest.fixture
def gathering(
    janus_server: JanusServer,
    monkeypatch: pytest.MonkeyPatch,
    open_hub: Callable[[], Hub],
    chromium: Browser,
) -> Iterator[Gathering]:
    """In a house that has a Janus."""
    monkeypatch.setenv("JANUS_URL", janus_server.url)
    with ExitStack() as stack:
        yield Gathering(Stage(open_hub(), chromium, stack))


def test_three_people_see_and_hear_one_another_by_janus_alone(
    gathering: Gathering, janus_server: JanusServer
) -> None:
    stage = gathering.stage
    people = (stage.judith, stage.nadia, stage.marcel)
    judith, nadia, marcel = [gathering.at_the_door(person) for person in people]
    for attendant in (judith, nadia, marcel):
        attendant.enter()
    gathering.all_meet(Judith=judith, Nadia=nadia, Marcel=marcel)
    for attendant in (judith, nadia, marcel):
        expect(attendant.tiles).to_have_count(3)
        assert set(attendant.page.evaluate(REMOTE)) == {janus_server.address}


def test_who_is_silenced_is_heard_no_more_whatever_their_page_sends(gathering: Gathering) -> None:
    (judith,) = gathering.enter(gathering.stage.judith)
    (nadia,) = gathering.enter(gathering.stage.nadia, script=LIES)
    judith.receives(pictures=1, voices=1)
    judith.choose("Nadia", "Couper son micro")
    nadia.is_told("a coupé votre micro")
    judith.hears_nobody()
    assert nadia.speaks()
    judith.sees("Nadia")


def test_who_is_put_out_is_sent_nothing_more_even_if_their_page_holds_on(gathering: Gathering) -> None:
    stage = gathering.stage
    (judith,) = gathering.enter(stage.judith)
    clinging = gathering.at_the_door(
        stage.nadia, script="RTCPeerConnection.prototype.close = () => {};"
    ).enter()
    clinging.receives(pictures=1, voices=1)
    judith.choose("Nadia", "Faire sortir")
    judith.answer("Faire sortir")
    clinging.is_out("On vous a fait sortir")
    assert wait_until(lambda: rests(lambda: clinging.page.evaluate(ARRIVED)))
    expect(judith.tiles).to_have_count(1)


def test_who_came_without_camera_is_seen_as_soon_as_it_is_on(gathering: Gathering) -> None:
    stage = gathering.stage
    (judith,) = gathering.enter(stage.judith)
    nadia = gathering.at_the_door(stage.nadia)
    nadia.door.get_by_role("button", name="Entrer sans caméra ni micro").click()
    nadia.is_in().sees("Judith")
    nadia.press("camera")
    judith.sees("Nadia")
    nadia.press("microphone")
    judith.receives(pictures=1, voices=1)


def test_a_meeting_goes_on_when_janus_comes_back(gathering: Gathering, janus_server: JanusServer) -> None:
    both = gathering.enter(gathering.stage.judith, gathering.stage.nadia)
    for attendant in both:
        attendant.receives(pictures=1, voices=1)
    janus_server.kill()
    for attendant in both:
        attendant.is_told("ne passent plus")
    janus_server.start()
    for attendant in both:
        attendant.receives(pictures=1, voices=1)
