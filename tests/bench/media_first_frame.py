"""The time to the first video frame of somebody else, in Chromium, through the embedded media server."""

import asyncio
from urllib.parse import urljoin

from playwright.sync_api import Browser

from realtime.simulate.process_messages import Newcomer
from tests.bench.guest_processes import BlockingGuestsWorker, GuestsMissing, all_with_cameras
from tests.bench.media_recovery import served
from tests.machine.chromium import open_chromium

ENTER = "Entrer dans la rencontre"
# Installed before the page loads: resolves with the time of the first frame shown of anybody else.
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
    """Return the milliseconds from pressing the button to enter, each in a fresh browser context.

    ``cameras`` simulated people are in the meeting.
    Raises ``GuestsMissing``, ``MissingProgram``, ``CommandRefused``.
    """
    with served() as (hub, _supervisor, url):
        made = asyncio.run(hub.make_meeting(cameras + 1))
        *others, comer = made.people
        page = f"{url}/f/{comer.slug}/rencontres/{made.meeting}/"
        with (
            BlockingGuestsWorker(all_with_cameras(others, made.meeting, url)) as worker,
            open_chromium() as chromium,
        ):
            if missing := worker.are_in():
                raise GuestsMissing(f"{missing} of {cameras} never had their media")
            worker.play()
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
