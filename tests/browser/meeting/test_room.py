"""Two people in the room: each sees what the other does, and nothing that is written is lost."""

from playwright.sync_api import expect

from tests.browser.meeting.attendant import rests
from tests.browser.meeting.conftest import Gathering
from tests.machine.process import wait_until

LARGE = "document.querySelector('[data-slot=main] .tile video')"
SCREEN = """
navigator.mediaDevices.getDisplayMedia = async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1280, height: 720 });
  setInterval(() => canvas.getContext("2d").fillRect(Math.random() * 1200, 0, 80, 720), 100);
  return canvas.captureStream(10);
};
"""
NOTES = """
window.notes = 0;
window.OscillatorNode = class extends OscillatorNode {
  start(...when) { window.notes += 1; super.start(...when); }
};
"""
# Reports that 30 % of what the page sends is lost, once ``window.isWeak`` is set.
WEAK = """
const counted = RTCPeerConnection.prototype.getStats;
RTCPeerConnection.prototype.getStats = async function () {
  const lossy = (each) => (each.type === "remote-inbound-rtp" ? { ...each, fractionLost: 0.3 } : each);
  const report = [...(await counted.call(this))];
  return new Map(window.isWeak ? report.map(([id, each]) => [id, lossy(each)]) : report);
};
"""
LIVE_CAMERAS = "window.cameras.filter((track) => track.readyState === 'live').length"
CAMERAS = """
window.cameras = [];
const borrow = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wish) => {
  const stream = await borrow(wish);
  window.cameras.push(...stream.getVideoTracks());
  return stream;
};
"""

# A camera that gives no picture before it is told to.
LATE_PICTURE = """
const wait = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
const late = [];
navigator.mediaDevices.getUserMedia = async (wish) => {
  const stream = await wait(wish);
  for (const track of stream.getVideoTracks()) {
    const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
    late.push({ pen: canvas.getContext("2d"), track: canvas.captureStream(0).getVideoTracks()[0] });
    track.stop();
    stream.removeTrack(track);
    stream.addTrack(late.at(-1).track);
  }
  return stream;
};
window.showPicture = () => setInterval(() => {
  for (const { pen, track } of late) {
    pen.fillRect(Math.random() * 600, 0, 40, 480);
    track.requestFrame();
  }
}, 100);
"""


def test_a_microphone_or_a_camera_that_is_off_is_seen_to_be_and_the_camera_is_let_go(
    gathering: Gathering,
) -> None:
    judith = gathering.enter(gathering.stage.judith)[0]
    nadia = gathering.enter(gathering.stage.nadia, script=CAMERAS)[0]
    nadia.press("microphone")
    expect(nadia.control("microphone")).to_have_text("Ouvrir le micro")
    expect(judith.tile("Nadia").get_by_text("micro coupé")).to_be_attached()
    nadia.press("microphone")
    expect(judith.tile("Nadia").get_by_text("micro coupé")).to_have_count(0)
    judith.sees("Nadia")
    nadia.press("camera")
    expect(judith.tile("Nadia").locator(".initials")).to_have_text("N")
    nadia.waits_until(f"() => {LIVE_CAMERAS} === 0")
    nadia.press("camera")
    judith.sees("Nadia")
    nadia.waits_until(f"() => {LIVE_CAMERAS} === 1")
    assert judith.page.evaluate("document.documentElement.scrollHeight === innerHeight"), "nothing to scroll"


def test_who_is_not_seen_yet_is_shown_by_their_initials(gathering: Gathering) -> None:
    judith = gathering.enter(gathering.stage.judith)[0]
    nadia = gathering.enter(gathering.stage.nadia, script=LATE_PICTURE)[0]
    tile = judith.tile("Nadia")
    expect(tile.locator("video")).to_be_visible()
    expect(tile.locator(".initials")).to_have_text("N")
    nadia.page.evaluate("window.showPicture()")
    judith.sees("Nadia")
    expect(tile.locator(".initials")).to_be_empty()


def test_who_wants_no_sounds_hears_none_next_time_either(gathering: Gathering) -> None:
    judith = gathering.enter(gathering.stage.judith)[0]
    nadia = gathering.enter(gathering.stage.nadia, script=NOTES)[0]
    judith.press("hand")
    nadia.waits_until("() => window.notes > 0")
    judith.press("hand")
    nadia.do("Ne plus entendre quand on frappe, entre ou lève la main")
    nadia.page.reload()
    nadia.enter()
    judith.press("hand")
    expect(nadia.page.locator("#status")).to_contain_text("Judith lève la main.")
    assert nadia.page.evaluate("window.notes") == 0
    nadia.do("Entendre quand on frappe, entre ou lève la main")
    judith.press("hand")
    expect(judith.control("hand")).to_have_text("Lever la main")
    judith.press("hand")
    nadia.waits_until("() => window.notes > 0")


def test_hands_are_numbered_in_the_order_in_which_they_were_raised_and_a_sign_passes(
    gathering: Gathering,
) -> None:
    stage = gathering.stage
    judith, nadia, marcel = gathering.enter(stage.judith, stage.nadia, stage.marcel)
    marcel.press("hand")
    expect(judith.tile("Marcel").get_by_text("main levée (1)")).to_be_attached()
    nadia.press("hand")
    expect(judith.tile("Nadia").get_by_text("main levée (2)")).to_be_attached()
    judith.press("people")
    expect(judith.page.locator("[data-panel=people] .row b")).to_have_text(
        ["Marcel", "Nadia", "Judith (vous)"]
    )
    expect(marcel.control("hand")).to_have_text("Baisser la main")
    marcel.press("hand")
    expect(judith.tile("Nadia").get_by_text("main levée (1)")).to_be_attached()
    nadia.press("react")
    nadia.page.locator("[data-dialog=react]").get_by_role("button", name="Merci").click()
    expect(judith.tile("Nadia").get_by_text("Merci")).to_be_visible()
    expect(judith.tile("Nadia").get_by_text("Merci")).to_be_hidden()


def test_the_messages_are_those_of_the_fabrique_and_wait_while_the_line_is_cut(
    gathering: Gathering,
) -> None:
    stage = gathering.stage
    judith, nadia = gathering.enter(stage.judith, stage.nadia)
    stage.says(stage.marcel, "Je vous lis de loin.")
    expect(judith.control("chat").locator(".badge")).to_have_text("1")
    expect(judith.control("chat")).to_have_accessible_name("Messages 1 nouveau message.")
    judith.press("chat")
    expect(judith.page.get_by_role("log", name="Messages")).to_contain_text("Je vous lis de loin.")
    expect(judith.control("chat").locator(".badge")).to_be_hidden()
    expect(judith.control("chat")).to_have_accessible_name("Messages")
    nadia.press("chat")
    stage.says(stage.marcel, "Tout est [là](https://example.org/lire).")
    link = nadia.page.locator("[data-panel=chat]").get_by_role("link", name="là")
    expect(link).to_have_attribute("target", "_blank")  # nobody leaves the meeting by it
    nadia.page.locator("[data-panel=chat] textarea").fill("Bonsoir Marcel !")
    nadia.page.get_by_role("button", name="Publier").click()
    expect(judith.page.get_by_role("log", name="Messages")).to_contain_text("Bonsoir Marcel !")
    nadia.visitor.line.cut()
    nadia.page.locator("[data-panel=chat] textarea").fill("Vous m’entendez ?")
    nadia.page.get_by_role("button", name="Publier").click()
    expect(nadia.page.locator("[data-panel=chat] .state")).to_contain_text(["En attente"])
    nadia.visitor.line.mend()
    expect(judith.page.get_by_role("log", name="Messages")).to_contain_text("Vous m’entendez ?")
    expect(nadia.page.locator("[data-panel=chat] .state:visible")).to_have_count(0)
    assert stage.told()[-2:] == ["Bonsoir Marcel !", "Vous m’entendez ?"]


def test_anybody_may_caption_and_each_reads_in_their_own_size(gathering: Gathering) -> None:
    judith, nadia = gathering.enter(gathering.stage.judith, gathering.stage.nadia)
    judith.press("captions")
    nadia.press("captions")
    expect(nadia.page.get_by_label("Sous-titrer")).to_have_accessible_description(
        "Ces lignes sont gardées : après, toutes les personnes de l’espace peuvent les lire."
    )
    nadia.page.get_by_label("Sous-titrer").press_sequentially("Bonsoir à")
    expect(judith.page.get_by_role("log", name="Ce qui se dit")).to_contain_text("Bonsoir à")
    nadia.page.get_by_label("Sous-titrer").press_sequentially(" tous")
    nadia.page.get_by_role("button", name="Écrire").click()
    lines = judith.page.get_by_role("log", name="Ce qui se dit")
    expect(lines.locator(".line:not(.open)")).to_have_text("Nadia Bonsoir à tous")
    expect(lines).to_have_attribute("aria-live", "off")
    small = lines.evaluate("(log) => parseFloat(getComputedStyle(log).fontSize)")
    judith.page.get_by_text("Taille et lecture").click()
    judith.page.get_by_label("très grande").check()
    assert lines.evaluate("(log) => parseFloat(getComputedStyle(log).fontSize)") > small * 1.5
    judith.page.get_by_label("Lus par mon lecteur d’écran").check()
    expect(lines).to_have_attribute("aria-live", "polite")
    assert wait_until(lambda: _captions(gathering) == ["Bonsoir à tous"])


def _captions(gathering: Gathering) -> list[str]:
    """Return the lines that are written down, which is done behind what is told."""
    with gathering.stage.hub.inside():
        return list(gathering.meeting.captions.values_list("text", flat=True))


def test_a_shared_screen_is_large_and_ends_when_it_is_stopped(gathering: Gathering) -> None:
    judith = gathering.enter(gathering.stage.judith)[0]
    nadia = gathering.enter(gathering.stage.nadia, script=SCREEN)[0]
    nadia.press("screen")
    shared = judith.page.locator(".tile.screen-shared")
    expect(shared.get_by_role("button", name="Écran : Nadia")).to_be_visible()
    judith.waits_until("() => document.querySelector('.screen-shared video').videoWidth > 0")
    expect(judith.page.locator("[data-stage]")).to_contain_class("with-main")
    nadia.press("screen")
    expect(shared).to_have_count(0)


def test_one_sees_somebody_large_and_detaches_their_picture(gathering: Gathering) -> None:
    judith = gathering.enter(gathering.stage.judith)[0]
    gathering.enter(gathering.stage.nadia, gathering.stage.marcel)
    judith.sees("Nadia", "Marcel")
    judith.choose("Nadia", "Voir en grand")
    large = judith.page.locator("[data-slot=main] .tile")
    expect(large.locator(".name")).to_have_text("Nadia")
    judith.choose("Nadia", "Ne plus voir en grand")
    expect(large).to_have_count(0)
    judith.choose("Nadia", "Voir en grand")
    large.get_by_role("button", name="Détacher l’image").click()
    judith.waits_until(f"() => document.pictureInPictureElement === {LARGE}")
    large.get_by_role("button", name="Détacher l’image").click()
    judith.waits_until("() => !document.pictureInPictureElement")


def test_sound_only_takes_the_pictures_away_and_brings_them_back(gathering: Gathering) -> None:
    judith, nadia = gathering.enter(gathering.stage.judith, gathering.stage.nadia)
    nadia.sees("Judith")
    nadia.page.keyboard.press("s")
    expect(nadia.tile("Judith").locator(".initials")).to_have_text("J")
    expect(nadia.page.locator(".scene-head").get_by_text("son seul")).to_be_visible()
    expect(judith.tile("Nadia").locator(".initials")).to_have_text("N")
    nadia.receives(pictures=0, voices=1)
    nadia.waits_for(lambda: rests(nadia.frames), "no picture")
    nadia.page.keyboard.press("s")
    nadia.sees("Judith")
    judith.sees("Nadia")


def test_whose_own_line_is_weak_is_told_so_and_offered_sound_only(gathering: Gathering) -> None:
    (judith,) = gathering.enter(gathering.stage.judith)
    (nadia,) = gathering.enter(gathering.stage.nadia, script=WEAK)
    nadia.receives(pictures=1, voices=1)
    nadia.page.evaluate("window.isWeak = true")
    expect(nadia.news).to_contain_text("C’est votre connexion qui est faible")
    expect(nadia.page.locator(".scene-head").get_by_text("votre connexion est faible")).to_be_visible()
    expect(judith.tile("Nadia").get_by_text("connexion faible")).to_be_attached()
    expect(judith.page.locator(".scene-head").get_by_text("votre connexion est faible")).to_have_count(0)
    nadia.news.get_by_role("button", name="Passer en son seul").click()
    expect(nadia.page.locator(".scene-head").get_by_text("son seul")).to_be_visible()


def test_who_leaves_turns_everything_off_and_may_come_back(gathering: Gathering) -> None:
    judith = gathering.enter(gathering.stage.judith)[0]
    nadia = gathering.enter(gathering.stage.nadia, script=CAMERAS)[0]
    judith.sees("Nadia")
    nadia.press("leave")
    nadia.is_out("Vous êtes sorti·e")
    nadia.waits_until(f"() => {LIVE_CAMERAS} === 0")
    expect(judith.tile("Nadia")).to_have_count(0)
    expect(nadia.page.get_by_role("link", name="Retour à")).to_have_attribute("href", gathering.stage.path)
    nadia.page.get_by_role("button", name="Revenir").click()
    nadia.is_in().sees("Judith")
    judith.sees("Nadia")
