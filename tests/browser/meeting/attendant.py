"""A person at a meeting's page: their acts, and the media that they really receive."""

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.visitor import Visitor
from tests.machine.process import wait_until

PATIENCE = 120.0  # seconds, on a busy machine
# Keeps every peer connection of the page, so that what it receives can be counted.
COUNTING = """
window.connections = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...words) { super(...words); window.connections.push(this); }
};
"""
# Lets the page ask for a small picture: an eighth of what meetings cost here was the coding of large ones.
LIGHT = """
{
  const devices = navigator.mediaDevices;
  const open = devices.getUserMedia.bind(devices);
  const small = { width: { ideal: 320 }, height: { ideal: 180 } };
  devices.getUserMedia = (wish) => open({ ...wish, video: wish.video && { ...wish.video, ...small } });
}
"""
AS_ASKED = ""  # large pictures
# Makes a page lie: it says that its microphone is off, and sends its sound all the same.
LIES = """
const said = new WeakMap();
Object.defineProperty(MediaStreamTrack.prototype, "enabled", {
  get() { return said.get(this) ?? true; },
  set(on) { said.set(this, on); },
});
"""
# Reads all media that the page receives, by connection and section; whether its sound goes on being played.
COMING = """
async () => {
  const open = [...window.connections.entries()].filter(([, each]) => each.connectionState === "connected");
  const reports = await Promise.all(open.map(async ([index, each]) => [index, await each.getStats()]));
  const heard = [...document.querySelectorAll("[data-slot=voices] audio")]
    .filter((each) => !each.muted && !each.paused && each.volume > 0);
  const played = new Map(heard.map((each) => [each.srcObject.getTracks()[0].id, each.currentTime]));
  const count = ([index, report]) => [...report.values()].filter(({ type }) => type === "inbound-rtp")
    .map((one) => [`${index} ${one.id}`, {
      kind: one.kind,
      packets: one.packetsReceived,
      frames: one.framesDecoded ?? 0,
      energy: one.totalAudioEnergy ?? 0,
      samples: (one.totalSamplesReceived ?? 0) - (one.concealedSamples ?? 0),
      played: played.get(one.trackIdentifier) ?? 0,
    }]);
  return Object.fromEntries(reports.flatMap(count));
}
"""
# Sums up the loudness of all sound that the page sends.
SAID = """
async () => {
  const reports = await Promise.all(window.connections.map((each) => each.getStats()));
  const own = reports.flatMap((report) => [...report.values()]).filter(({ type }) => type === "media-source");
  return own.reduce((sum, { totalAudioEnergy = 0 }) => sum + totalAudioEnergy, 0);
}
"""
NOTHING = {"frames": 0, "energy": 0.0, "samples": 0, "played": 0.0}

Count = dict[str, Any]


class Attendant:
    """One visitor's page of one meeting."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page: Page = visitor.page

    # What a person does

    def enter(self) -> "Attendant":
        """Pass the door, with camera and microphone, into the room."""
        self.knock()
        return self.is_in()

    def knock(self) -> None:
        self.door.get_by_role("button", name="Entrer dans la rencontre").click(timeout=1000 * PATIENCE)

    def press(self, act: str) -> None:
        """Press one of the buttons below the stage."""
        self.control(act).click()

    def choose(self, person: str, act: str) -> None:
        """Open the window about ``person`` and press ``act``."""
        self.opens(person)
        self.page.locator("[data-dialog=person]").get_by_role("button", name=act, exact=True).click()

    def opens(self, person: str) -> None:
        """Open the window about ``person``."""
        self.tile(person).locator(".name").click()

    def do(self, act: str) -> None:
        """Press one of the buttons in the settings."""
        self.press("more")
        self.page.locator("[data-dialog=more]").get_by_role("button", name=act, exact=True).click()

    def lead(self, act: str) -> None:
        """Press one of the buttons for whoever leads."""
        self.do(act)

    def ask_to_record(self) -> None:
        """Ask to record, as whoever leads, and confirm."""
        self.lead("Demander à enregistrer")
        self.answer("Demander à enregistrer")

    def answer(self, word: str) -> None:
        """Press the button ``word`` of the question that is asked."""
        self.question.get_by_role("button", name=word, exact=True).click()

    # What the page shows

    @property
    def door(self) -> Locator:
        return self.page.locator("[data-screen=door]")

    @property
    def question(self) -> Locator:
        return self.page.locator("[data-dialog=question]")

    @property
    def news(self) -> Locator:
        return self.page.locator("[data-slot=news]")

    @property
    def head(self) -> Locator:
        """The banner above the stage, for what everybody must know."""
        return self.page.locator(".scene-head")

    @property
    def tiles(self) -> Locator:
        return self.page.locator(".tile[data-key]")

    def control(self, act: str) -> Locator:
        return self.page.locator(f".controls [data-do={act}]")

    def tile(self, name: str) -> Locator:
        return self.page.locator(".tile[data-key$=camera]").filter(
            has=self.page.locator(".name", has_text=name)
        )

    def row(self, name: str) -> Locator:
        """Return the person's row of the list of people, if it is open."""
        return self.page.locator('[data-panel="people"] .row').filter(has_text=name)

    @property
    def acts(self) -> Locator:
        """The buttons in the window about a person."""
        return self.page.locator("[data-dialog=person] .choices button")

    def is_in(self) -> "Attendant":
        expect(self.page.locator("[data-screen=room]")).to_be_visible()
        return self

    def is_out(self, title: str) -> None:
        left = self.page.locator("[data-screen=left]")
        expect(left.get_by_role("heading", name=title)).to_be_visible()

    def sees(self, *names: str) -> None:
        """Expect each of ``names`` on a tile whose picture moves."""
        for name in names:
            picture = self.tile(name).locator("video")
            expect(picture).to_be_visible()
            self.waits_until("(video) => video.videoWidth > 0 && video.currentTime > 0.1", picture)

    def sees_moving(self, *names: str) -> None:
        """Expect the same, and that each picture goes on."""
        self.sees(*names)
        for name in names:
            picture = self.tile(name).locator("video")
            before = picture.evaluate("(video) => video.currentTime")
            self.waits_until(f"(video) => video.videoWidth > 0 && video.currentTime > {before}", picture)

    def is_told(self, words: str) -> None:
        expect(self.news).to_contain_text(words)

    # What happens to the line

    def is_cut(self) -> None:
        """Cut the line, and expect the page to say so."""
        self.visitor.line.cut()
        self.is_told("nous revenons tout seuls")

    def is_back(self) -> None:
        """Mend the line, and expect the page to stop saying that it is cut."""
        self.visitor.line.mend()
        expect(self.news).not_to_contain_text("nous revenons tout seuls")

    # Media received

    def coming(self) -> dict[str, Count]:
        """Return the counters of each picture and voice received, by a name of its own."""
        counted: dict[str, Count] = self.page.evaluate(COMING)
        return counted

    def frames(self) -> int:
        """Return the number of frames decoded, of all pictures received."""
        return sum(each["frames"] for each in self.coming().values())

    def receives(self, pictures: int, voices: int, frames: int = 5) -> None:
        """Expect that, from now on, so many pictures move, each over more than ``frames``, and that so many
        voices arrive, are not silent, and are played."""
        before = self.coming()

        def comes() -> bool:
            more = [(before.get(name, NOTHING), count) for name, count in self.coming().items()]
            seen = sum(now["frames"] > was["frames"] + frames for was, now in more)
            heard = sum(
                all(now[each] > was[each] for each in ("energy", "samples", "played")) for was, now in more
            )
            return seen >= pictures and heard >= voices

        self.waits_for(comes, f"{pictures} pictures, {voices} voices; {before}")

    def hears_nobody(self) -> None:
        """Expect that no packet of any voice arrives, for a moment at least."""
        self.waits_for(lambda: rests(self._packets), "no sound")

    def speaks(self) -> bool:
        """Return whether the page sends sound just now, whatever it says of its microphone."""
        before = self.page.evaluate(SAID)
        return wait_until(lambda: bool(self.page.evaluate(SAID) > before))

    def _packets(self) -> int:
        return sum(each["packets"] for each in self.coming().values() if each["kind"] == "audio")

    def waits_until(self, so: str, where: Locator | None = None) -> None:
        """Wait until the function ``so`` (of ``where``) returns true. Playwright's own waiting needs ``eval``
        in the page, which the Content Security Policy refuses from the second look on."""
        self.waits_for(lambda: bool((where or self.page).evaluate(so)), so)

    def waits_for(self, comes: Callable[[], bool], what: str) -> None:
        """Wait until ``comes`` returns true."""
        deadline = time.monotonic() + PATIENCE
        while not comes():
            assert time.monotonic() < deadline, what
            self.page.wait_for_timeout(200)


def rests(count: Callable[[], int]) -> bool:
    """Return whether it stays as it is for a moment."""
    before = count()
    time.sleep(0.5)
    return count() == before
