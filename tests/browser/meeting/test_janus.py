"""Three people meet through Janus: a real one, in a network namespace of its own, behind the real service."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Stage
from tests.browser.meeting.attendant import AS_ASKED, LIES, rests
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

# Gives the page a microphone of two channels, of which the left one alone sounds.
LEFT_SOUNDS = """
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (asked) => {
  const stream = await ask(asked);
  for (const track of stream.getAudioTracks()) {
    const context = new AudioContext();
    const [tone, sides] = [context.createOscillator(), context.createChannelMerger(2)];
    const out = context.createMediaStreamDestination();
    tone.connect(sides, 0, 0);
    sides.connect(out);
    tone.start();
    stream.removeTrack(track);
    stream.addTrack(out.stream.getAudioTracks()[0]);
  }
  return stream;
};
"""
# How far the voice that is heard swings on the left and on the right, between 0 and 1.
SIDES = """async () => {
  const voice = [...document.querySelectorAll("[data-slot=voices] audio")].find((each) => !each.muted);
  if (!voice) return [0, 0];
  window.sides ??= (() => {
    const context = new AudioContext();
    const split = context.createChannelSplitter(2);
    const ears = [context.createAnalyser(), context.createAnalyser()];
    context.createMediaStreamSource(voice.srcObject).connect(split);
    ears.forEach((ear, side) => split.connect(ear, side));
    return ears;
  })();
  return window.sides.map((ear) => {
    const swing = new Float32Array(ear.fftSize);
    ear.getFloatTimeDomainData(swing);
    return Math.max(...swing.map(Math.abs));
  });
}"""


@pytest.fixture
def gathering(hub_at_janus: Hub, chromium: Browser) -> Iterator[Gathering]:
    """A meeting on a server that has a Janus."""
    with ExitStack() as stack:
        yield Gathering(Stage(hub_at_janus, chromium, stack))


def test_three_people_see_and_hear_one_another_by_janus_alone(
    gathering: Gathering, janus_server: JanusServer
) -> None:
    gathering.devices = AS_ASKED
    stage = gathering.stage
    people = (stage.judith, stage.nadia, stage.marcel)
    judith, nadia, marcel = [gathering.at_the_door(person) for person in people]
    for attendant in (judith, nadia, marcel):
        attendant.enter()
    gathering.all_meet(Judith=judith, Nadia=nadia, Marcel=marcel)
    for attendant in (judith, nadia, marcel):
        expect(attendant.tiles).to_have_count(3)
        assert set(attendant.page.evaluate(REMOTE)) == {janus_server.address}


def test_what_sounds_on_the_left_is_heard_on_the_left(gathering: Gathering) -> None:
    """Janus passes two channels on, and from the voice's first place, which nobody negotiates again."""
    (nadia,) = gathering.enter(gathering.stage.nadia)
    gathering.enter(gathering.stage.judith, script=LEFT_SOUNDS)

    def is_on_the_left() -> bool:
        left, right = nadia.page.evaluate(SIDES)
        return bool(left > 0.1 and right < left / 4)

    nadia.waits_for(is_on_the_left, "a voice on the left alone")


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
