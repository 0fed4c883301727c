"""``phone``: a room on a slow phone (400 kbit/s, 400 ms, a processor slowed four times), cold and warm.

``HUB_BENCH_BEFORE`` names another checkout of the house, whose server is measured in turn, in the same run.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from realtime.serve.options import HOUSE
from tests.bench.results import BenchResult, Spread
from tests.bench.round_robin import round_robin
from tests.bench.seeded_database import SeededDatabase
from tests.bench.server_process import ServerProcess
from tests.bench.workspace import Workspace
from tests.machine.chromium import open_chromium
from tests.machine.traffic import Traffic

OURS, BEFORE = "hub", "before"
BYTES_A_SECOND = 400_000 / 8
LATENCY = 400  # milliseconds from a request to the first byte of its answer
SLOWER = 4
PATIENCE = 120_000  # milliseconds
SCREEN = {"width": 390, "height": 844}
# Milliseconds since the page was asked for; the sum of what has moved without being touched.
WATCH = """
window.phone = { words: 0, live: 0, shift: 0 };
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries()) phone.shift += hadRecentInput ? 0 : value;
}).observe({ type: "layout-shift", buffered: true });
const isSeen = (each) => {
  const { top, bottom } = each.getBoundingClientRect();
  return bottom > 0 && top < innerHeight && bottom > top;
};
const look = () => {
  if (![...document.querySelectorAll("#feed .prose")].some(isSeen)) return void requestAnimationFrame(look);
  phone.words = performance.now();
};
requestAnimationFrame(look);
new MutationObserver((_changes, observer) => {
  if (!document.querySelector("hub-room[data-live]")) return;
  phone.live = performance.now();
  observer.disconnect();
}).observe(document, { subtree: true, attributeFilter: ["data-live"] });
"""


@dataclass(frozen=True)
class PhonePlan:
    """In each of ``rounds``, a phone that knows nothing opens a room of ``posts``, then opens it again."""

    posts: int = 50
    rounds: int = 3


def run(workspace: Workspace, plan: PhonePlan = PhonePlan()) -> list[BenchResult]:
    """Measure when words are seen and the page is live, what was asked for, and what moved."""
    hubs = dict(_started(workspace, plan))
    found: dict[str, dict[str, list[float]]] = {name: {} for name in hubs}
    with open_chromium() as browser:
        for name in round_robin(list(hubs), plan.rounds):
            for column, value in _twice(browser, *hubs[name]).items():
                found[name].setdefault(column, []).append(value)
    rows = {
        name: {column: Spread.of(values) for column, values in columns.items()}
        for name, columns in found.items()
    }
    return [BenchResult("phone: a room on a slow phone", rows, _figures(rows[OURS]), note=_note(hubs))]


def _started(
    workspace: Workspace, plan: PhonePlan
) -> Iterator[tuple[str, tuple[ServerProcess, SeededDatabase]]]:
    checkouts = {OURS: HOUSE}
    if other := os.environ.get("HUB_BENCH_BEFORE"):
        checkouts[BEFORE] = Path(other)
    for name, house in checkouts.items():
        database = workspace.database(people=1, events=plan.posts, house=house)
        yield name, (workspace.start(database.hub()), database)


def _twice(browser: Browser, hub: ServerProcess, database: SeededDatabase) -> dict[str, float]:
    """Open the room in a new browser, which keeps nothing, and again. Return the columns of a row."""
    url = f"http://127.0.0.1:{hub.port}"
    with _context(browser, url, database.facts.keys[0]) as context:
        cold = _open(context, f"{url}/f/{database.facts.slug}/")
        warm = _open(context, f"{url}/f/{database.facts.slug}/")
    again = {f"{name}, again": warm[name] for name in ("live s", "requests")}
    return cold | again


@contextmanager
def _context(browser: Browser, url: str, key: str) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="fr-FR", viewport=SCREEN, is_mobile=True, has_touch=True)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": "sessionid", "value": key, "url": url}])
    context.add_init_script(WATCH)
    try:
        yield context
    finally:
        context.close()


def _open(context: BrowserContext, url: str) -> dict[str, float]:
    page, traffic = context.new_page(), Traffic()
    session = context.new_cdp_session(page)
    traffic.listen(session)
    speed = {"downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
    session.send("Network.emulateNetworkConditions", {"offline": False, "latency": LATENCY, **speed})
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(url, wait_until="commit")
    page.locator("hub-room[data-live]").wait_for(state="attached")
    page.wait_for_load_state("networkidle")
    told = _seen(page) | {"requests": len(traffic.requests), "JS and CSS KiB": traffic.kib}
    page.close()
    return told


def _seen(page: Page) -> dict[str, float]:
    told = page.evaluate("phone")
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    words = {"words s": told["words"] / 1e3} if told["words"] else {}
    return {"paint s": painted / 1e3, **words, "live s": told["live"] / 1e3, "moved": told["shift"]}


def _figures(row: dict[str, Spread]) -> dict[str, float]:
    names = {
        "phone_words_s": "words s",
        "phone_live_s": "live s",
        "phone_live_again_s": "live s, again",
        "phone_requests": "requests",
        "phone_script_style_kib": "JS and CSS KiB",
        "phone_moved": "moved",
    }
    return {figure: row[column].middle for figure, column in names.items() if column in row}


def _note(hubs: dict[str, Any]) -> str:
    return "" if BEFORE in hubs else "HUB_BENCH_BEFORE names no other checkout to measure beside this one."
