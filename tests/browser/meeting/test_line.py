"""Meetings survive a cut line, a restart of the service, an unplugged device, and a second tab."""

from playwright.sync_api import expect

from tests.browser.meeting.conftest import Gathering

UNPLUGGED = """
window.tracks = [];
window.missing = "";
const lend = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wish) => {
  if (wish[window.missing]) throw Object.assign(new Error(), { name: "NotFoundError" });
  const stream = await lend(wish);
  window.tracks.push(...stream.getTracks());
  return stream;
};
window.unplug = (kind, isLast) => {
  window.missing = isLast ? kind : "";
  const track = window.tracks.findLast((each) => each.kind === kind);
  track.stop();
  track.dispatchEvent(new Event("ended"));
};
"""
NOTHING_SHOWS = "RTCPeerConnection.prototype.getStats = () => new Promise(() => {});"
KEPT = "window.connections.filter((each) => each.connectionState === 'connected').length"
NEWEST = "window.connections.at(-1)"
HOUSE_CARRIES = f"{NEWEST}.connectionState === 'connected' && {NEWEST}.getTransceivers().length > 3"
MADE = "window.connections.length"


def test_a_cut_line_comes_back_the_pictures_never_stop_and_what_was_changed_is_told(
    gathering: Gathering,
) -> None:
    judith, nadia = gathering.enter(gathering.stage.judith, gathering.stage.nadia)
    nadia.receives(pictures=1, voices=1)
    made = nadia.page.evaluate(MADE)
    nadia.is_cut()
    nadia.receives(pictures=1, voices=1)
    nadia.is_back()
    nadia.press("hand")
    expect(judith.tile("Nadia").get_by_text("main levée (1)")).to_be_attached()
    assert nadia.page.evaluate(MADE) == made, "the connection was kept"
    nadia.visitor.line.cut()
    nadia.press("microphone")
    nadia.visitor.line.mend()
    expect(judith.tile("Nadia").get_by_text("micro coupé")).to_be_attached()


def test_a_line_cut_while_the_house_takes_over_keeps_what_the_house_has_begun(gathering: Gathering) -> None:
    judith = gathering.enter(gathering.stage.judith)[0]
    nadia = gathering.enter(gathering.stage.nadia, script=NOTHING_SHOWS)[0]
    judith.lead("Donner la parole un par un")
    nadia.waits_until(f"() => {HOUSE_CARRIES}")
    made = nadia.page.evaluate(MADE)
    nadia.is_cut()
    nadia.is_back()
    nadia.press("hand")
    expect(judith.tile("Nadia").get_by_text("main levée (1)")).to_be_attached()
    assert nadia.page.evaluate(MADE) == made, "the connection with the house was kept"


def test_the_server_restarts_while_the_house_carries_and_nothing_stops(gathering: Gathering) -> None:
    stage = gathering.stage
    judith, nadia = gathering.enter(stage.judith, stage.nadia)
    judith.lead("Donner la parole un par un")
    nadia.is_told("La parole se demande")
    nadia.waits_until(f"() => {KEPT} === 1 && {HOUSE_CARRIES}")
    made = nadia.page.evaluate(MADE)
    stage.hub.stop_server()
    nadia.is_told("nous revenons tout seuls")
    nadia.receives(pictures=1, voices=1)
    stage.hub.start()
    expect(nadia.news).not_to_contain_text("nous revenons")
    nadia.receives(pictures=1, voices=1)
    assert nadia.page.evaluate(MADE) == made, "the connection was kept"


def test_after_the_service_has_restarted_all_are_there_again(gathering: Gathering) -> None:
    stage = gathering.stage
    judith, nadia = gathering.enter(stage.judith, stage.nadia)
    nadia.receives(pictures=1, voices=1)
    stage.hub.kill()
    nadia.is_told("nous revenons tout seuls")
    stage.hub.start()
    for attendant in (judith, nadia):
        expect(attendant.news).not_to_contain_text("nous revenons")
    nadia.press("hand")
    expect(judith.tile("Nadia").get_by_text("main levée (1)")).to_be_attached()
    nadia.receives(pictures=1, voices=1)
    judith.receives(pictures=1, voices=1)


def test_when_what_leads_the_meetings_falls_that_is_said_and_no_line_is_blamed(gathering: Gathering) -> None:
    stage = gathering.stage
    judith, nadia = gathering.enter(stage.judith, stage.nadia)
    judith.lead("Donner la parole un par un")
    nadia.waits_until(f"() => {HOUSE_CARRIES}")
    stage.hub.meetings.kill()
    for attendant in (judith, nadia):
        attendant.is_told("La maison ne répond pas en ce moment")
    judith.waits_until(f"() => {NEWEST}.connectionState !== 'connected'")
    expect(judith.head.locator(".mark-weak")).to_have_count(0)
    stage.hub.lead()
    for attendant in (judith, nadia):
        expect(attendant.news).not_to_contain_text("La maison ne répond pas")
    nadia.receives(pictures=1, voices=1)


def test_who_loads_the_page_afresh_is_seen_and_heard_again(gathering: Gathering) -> None:
    judith, nadia = gathering.enter(gathering.stage.judith, gathering.stage.nadia)
    judith.sees("Nadia")
    for attendant, other in ((nadia, "Judith"), (judith, "Nadia")):
        attendant.page.reload()
        attendant.enter().sees(other)
        attendant.receives(pictures=1, voices=1)
    nadia.sees("Judith")
    nadia.receives(pictures=1, voices=1)


def test_a_second_page_of_the_same_person_takes_over(gathering: Gathering) -> None:
    judith, first = gathering.enter(gathering.stage.judith, gathering.stage.nadia)
    second = gathering.enter(gathering.stage.nadia)[0]
    first.is_out("Vous êtes ailleurs")
    second.sees("Judith")
    judith.sees("Nadia")
    expect(judith.tile("Nadia")).to_have_count(1)
    first.page.get_by_role("button", name="Continuer ici").click()
    first.is_in().sees("Judith")
    second.is_out("Vous êtes ailleurs")


def test_an_unplugged_microphone_is_replaced_by_another_and_the_last_is_said_with_what_to_do(
    gathering: Gathering,
) -> None:
    judith = gathering.enter(gathering.stage.judith)[0]
    nadia = gathering.enter(gathering.stage.nadia, script=UNPLUGGED)[0]
    nadia.page.evaluate("window.unplug('audio', false)")
    nadia.is_told("Votre micro a été débranché. Nous utilisons maintenant")
    expect(nadia.control("microphone")).to_have_text("Couper le micro")
    judith.receives(pictures=1, voices=1)
    nadia.page.evaluate("window.unplug('audio', true)")
    nadia.is_told("Votre micro a été débranché. Les autres ne vous entendent plus.")
    expect(judith.tile("Nadia").get_by_text("micro coupé")).to_be_attached()
    nadia.page.evaluate("window.missing = ''")
    nadia.press("microphone")
    expect(judith.tile("Nadia").get_by_text("micro coupé")).to_have_count(0)


def test_an_unplugged_camera_is_replaced_by_another_and_the_last_may_be_plugged_in_again(
    gathering: Gathering,
) -> None:
    judith = gathering.enter(gathering.stage.judith)[0]
    nadia = gathering.enter(gathering.stage.nadia, script=UNPLUGGED)[0]
    judith.sees("Nadia")
    nadia.page.evaluate("window.unplug('video', false)")
    nadia.is_told("Votre caméra a été débranchée. Nous utilisons maintenant")
    judith.receives(pictures=1, voices=1)
    judith.sees_moving("Nadia")
    nadia.page.evaluate("window.unplug('video', true)")
    nadia.is_told("Votre caméra a été débranchée. Les autres ne vous voient plus.")
    expect(judith.tile("Nadia").locator(".initials")).to_have_text("N")
    nadia.page.evaluate("window.missing = ''")
    nadia.press("camera")
    judith.sees_moving("Nadia")


def test_a_page_whose_person_went_out_elsewhere_gives_the_microphone_back(gathering: Gathering) -> None:
    judith = gathering.enter(gathering.stage.judith)[0]
    nadia = gathering.enter(gathering.stage.nadia, script=UNPLUGGED)[0]
    judith.receives(pictures=1, voices=1)
    nadia.page.evaluate("fetch('/sortir/', { method: 'POST' })")
    expect(nadia.page.get_by_text("Vous êtes sorti·e. Rentrez pour continuer")).to_be_visible()
    nadia.waits_until("() => window.tracks.every(({ readyState }) => readyState === 'ended')")
    expect(judith.tile("Nadia")).to_have_count(0)
