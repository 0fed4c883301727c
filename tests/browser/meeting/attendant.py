"""A person at a meeting's page: what they do there, in words, and what truly comes to them."""

import time
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.visitor import Visitor

PATIENCE = 120.0  # seconds, on a busy machine
# Every connection of the page, so that what comes through it can be counted.
COUNTING = """
window.connections = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...words) { super(...words); window.connections.push(this); }
};
"""
INBOUND = """
async () => {
  const open = window.connections.filter((each) => each.connectionState === "connected");
  const reports = await Promise.all(open.map((each) => each.getStats()));
  const all = reports.flatMap((report) => [...report.values()]);
  const coming = all.filter(({ type }) => type === "inbound-rtp");
  const each = (kind, name) => coming.filter((one) => one.kind === kind).map((one) => one[name] ?? 0);
  return { frames: each("video", "framesDecoded"), energy: each("audio", "totalAudioEnergy") };
}
"""
PLAYED = """
() => [...document.querySelectorAll("[data-slot=voices] audio")]
  .filter((each) => !each.muted && !each.paused && each.volume > 0 && each.currentTime > 0).length
"""


class Attendant:
    """One visitor's page of one meeting."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page: Page = visitor.page

    # What one does

    def enter(self) -> "Attendant":
        """Through the door, with camera and microphone, into the room."""
        self.knock()
        return self.is_in()

    def knock(self) -> None:
        self.door.get_by_role("button", name="Entrer dans la rencontre").click()

    def press(self, act: str) -> None:
        """One of the buttons below the stage."""
        self.control(act).click()

    def choose(self, person: str, act: str) -> None:
        """Open what may be done about ``person``, and do ``act``."""
        self.tile(person).locator(".name").click()
        self.page.locator("[data-dialog=person]").get_by_role("button", name=act, exact=True).click()

    def do(self, act: str) -> None:
        """One of the buttons in the settings."""
        self.press("more")
        self.page.locator("[data-dialog=more]").get_by_role("button", name=act, exact=True).click()

    def lead(self, act: str) -> None:
        """One of those of whoever leads."""
        self.do(act)

    def ask_to_record(self) -> None:
        """As whoever leads, and mean it."""
        self.lead("Demander à enregistrer")
        self.answer("Demander à enregistrer")

    def answer(self, word: str) -> None:
        """The button ``word`` of the question that is asked."""
        self.question.get_by_role("button", name=word, exact=True).click()

    # What one sees

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
        """What everybody must know, above the stage."""
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

    def is_in(self) -> "Attendant":
        expect(self.page.locator("[data-screen=room]")).to_be_visible(timeout=15_000)
        return self

    def is_out(self, title: str) -> None:
        left = self.page.locator("[data-screen=left]")
        expect(left.get_by_role("heading", name=title)).to_be_visible(timeout=10_000)

    def sees(self, *names: str) -> None:
        """Each of ``names`` on a tile whose picture moves."""
        for name in names:
            picture = self.tile(name).locator("video")
            expect(picture).to_be_visible(timeout=20_000)
            self.waits_until("(video) => video.videoWidth > 0 && video.currentTime > 0.1", picture)

    def sees_moving(self, *names: str) -> None:
        """The same, and each picture goes on."""
        self.sees(*names)
        for name in names:
            picture = self.tile(name).locator("video")
            before = picture.evaluate("(video) => video.currentTime")
            self.waits_until(f"(video) => video.videoWidth > 0 && video.currentTime > {before}", picture)

    def is_told(self, words: str) -> None:
        expect(self.news).to_contain_text(words, timeout=10_000)

    # What truly comes

    def coming(self) -> dict[str, Any]:
        """Frames decoded of each picture, energy of each voice."""
        counted: dict[str, Any] = self.page.evaluate(INBOUND)
        return counted

    def receives(self, pictures: int, voices: int, frames: int = 5) -> None:
        """So many pictures move, each over more than ``frames``; so many voices sound and are played."""
        self.waits_until(
            f"async () => {{ const {{ frames, energy }} = await ({INBOUND})();"
            f"return frames.filter((each) => each > {frames}).length >= {pictures}"
            f" && energy.filter((each) => each > 0).length >= {voices}"
            f" && ({PLAYED})() >= {voices}; }}"
        )

    def waits_until(self, so: str, where: Locator | None = None) -> None:
        """Until the function ``so`` (of ``where``) says true. Playwright's own waiting needs ``eval`` in the
        page, which the Content Security Policy refuses from the second look on."""
        deadline = time.monotonic() + PATIENCE
        while not (where or self.page).evaluate(so):
            assert time.monotonic() < deadline, so
            self.page.wait_for_timeout(200)
