"""How long somebody waits for the first picture of another, in Chromium, by the house's forwarder."""

import asyncio
from urllib.parse import urljoin

from playwright.sync_api import Browser

from realtime.bench.media_return import served
from realtime.bench.party import Missing, Player, filmed
from realtime.simulate.telling import Newcomer
from tests.machine.chromium import open_chromium

ENTER = "Entrer dans la rencontre"
# Kept from before the page is there: the moment of the first frame that is shown of anybody else.
WATCHING = """
window.firstFrame = new Promise((resolve) => {
  const watched = new WeakSet();
  const watch = () => {
    for (const video of document.querySelectorAll(".tile:not(.mine) video")) {
      if (watched.has(video)) continue;
      watched.add(video);
      video.requestVideoFrameCallback((now) => resolve(now));
    }
    requestAnimationFrame(watch);
  };
  watch();
});
"""
PRESS = "(button) => { window.pressed = performance.now(); button.click(); }"
PATIENCE = 30_000  # milliseconds
WAITED = f"""async () => (await Promise.race([window.firstFrame, new Promise((_, fail) =>
  setTimeout(() => fail(new Error("no picture came")), {PATIENCE}))])) - window.pressed"""


def first_frames(cameras: int, joins: int) -> list[float]:
    """Milliseconds from pressing the door's button, each time in a browser that was never there.

    ``cameras`` simulated people are in. Raises ``Missing``, ``MissingProgram``, ``Refusal``.
    """
    with served() as (house, _supervisor, url):
        convened = asyncio.run(house.convene(cameras + 1))
        *others, comer = convened.people
        page = f"{url}/f/{comer.slug}/rencontres/{convened.meeting}/"
        with Player(filmed(others, convened.meeting, url)) as player, open_chromium() as chromium:
            if missing := player.are_in():
                raise Missing(f"{missing} of {cameras} never had their media")
            player.play()
            return [_first_frame(chromium, comer, page) for _join in range(joins)]


def _first_frame(chromium: Browser, comer: Newcomer, address: str) -> float:
    name, value = comer.cookie.split("=", 1)
    context = chromium.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900})
    context.add_init_script(WATCHING)
    context.add_cookies([{"name": name, "value": value, "url": urljoin(address, "/")}])
    page = context.new_page()
    page.goto(address)
    button = page.get_by_role("button", name=ENTER)
    button.wait_for()
    page.wait_for_load_state("networkidle")
    button.evaluate(PRESS)
    waited = float(page.evaluate(WAITED))
    context.close()
    return waited
