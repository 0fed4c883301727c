"""``phone``: a room on a slow phone (400 kbit/s, 400 ms, a processor slowed four times), cold and warm, over
HTTP/1.1 of the server itself and HTTP/2 of an nginx as the manual has it.

``HUB_BENCH_BEFORE`` names another checkout of the house, whose server is measured in turn, in the same run.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.bench.results import BenchResult, Spread
from tests.bench.round_robin import round_robin
from tests.bench.seeded_database import SeededDatabase
from tests.bench.server_process import ServerProcess
from tests.bench.workspace import Workspace
from tests.machine import programs
from tests.machine.certificate import trusting
from tests.machine.chromium import open_chromium
from tests.machine.nginx_server import NginxServer
from tests.machine.traffic import Traffic

OURS, PROXIED, BEFORE = "hub", "hub behind nginx", "before"
PREFIXES = {OURS: "phone", PROXIED: "phone_http2"}
BEHIND_A_PROXY = {
    "DJANGO_SETTINGS_MODULE": "settings.prod",
    "HUB_TLS": "yes",
    "HUB_HOSTS": "127.0.0.1",
    "HUB_BENCH_PROXY_HEADER": "X-Real-IP",
}
VERSIONS = {"http/1.1": 1.1, "h2": 2.0}
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
    """In each of ``rounds``, a phone that knows nothing opens a room of ``posts``, then opens it again.

    ``speed`` is in bytes a second, ``latency`` in milliseconds from a request to the first byte of its
    answer; the processor is slowed ``slower`` times.
    """

    posts: int = 50
    rounds: int = 3
    speed: float = 400_000 / 8
    latency: float = 400
    slower: float = 4


@dataclass(frozen=True)
class PhoneTarget:
    """A ``url`` at which somebody has the session ``key``, and reads the room ``slug``.

    ``trusted``: Chromium's argument for its certificate.
    """

    url: str
    key: str
    slug: str
    trusted: str = ""


def run(workspace: Workspace, plan: PhonePlan = PhonePlan()) -> list[BenchResult]:
    """Measure when words are seen and the page is live, what was asked for, and what moved."""
    targets = dict(_targets(workspace, plan))
    found: dict[str, dict[str, list[float]]] = {name: {} for name in targets}
    with open_chromium([target.trusted for target in targets.values() if target.trusted]) as browser:
        for name in round_robin(list(targets), plan.rounds):
            for column, value in _twice(browser, targets[name], plan).items():
                found[name].setdefault(column, []).append(value)
    rows = {
        name: {column: Spread.of(values) for column, values in columns.items()}
        for name, columns in found.items()
    }
    figures: dict[str, float] = {}
    for name, prefix in PREFIXES.items():
        figures |= _figures(prefix, rows.get(name, {}))
    skipped = {} if PROXIED in rows else {PROXIED: "nginx is not installed"}
    return [BenchResult("phone: a room on a slow phone", rows, figures, skipped, _note(rows))]


def _targets(workspace: Workspace, plan: PhonePlan) -> Iterator[tuple[str, PhoneTarget]]:
    database = workspace.database(people=1, events=plan.posts)
    yield OURS, _target(workspace.start(database.hub()), database)
    if programs.NGINX.find():
        yield PROXIED, _proxied(workspace, database)
    if other := os.environ.get("HUB_BENCH_BEFORE"):
        house = Path(other)
        database = workspace.database(people=1, events=plan.posts, house=house)
        yield BEFORE, _target(workspace.start(database.hub(house)), database)


def _target(hub: ServerProcess, database: SeededDatabase) -> PhoneTarget:
    return PhoneTarget(f"http://127.0.0.1:{hub.port}", database.facts.keys[0], database.facts.slug)


def _proxied(workspace: Workspace, database: SeededDatabase) -> PhoneTarget:
    """Start another server on ``database``, and an nginx before it."""
    believing = replace(database, variables={**database.variables, **BEHIND_A_PROXY})
    hub = workspace.start(believing.hub())
    folder = workspace.folder / "nginx"
    folder.mkdir()
    nginx = NginxServer(folder, hub.port)
    workspace.ends_with(nginx.stop)
    nginx.start()
    return replace(_target(hub, database), url=nginx.url, trusted=trusting(nginx.certificate))


def _twice(browser: Browser, target: PhoneTarget, plan: PhonePlan) -> dict[str, float]:
    """Open the room in a new browser, which keeps nothing, and again. Return the columns of a row."""
    with _context(browser, target) as context:
        cold = _open(context, f"{target.url}/f/{target.slug}/", plan)
        warm = _open(context, f"{target.url}/f/{target.slug}/", plan)
    again = {f"{name}, again": warm[name] for name in ("live s", "requests")}
    return cold | again


@contextmanager
def _context(browser: Browser, target: PhoneTarget) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="fr-FR", viewport=SCREEN, is_mobile=True, has_touch=True)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": "sessionid", "value": target.key, "url": target.url}])
    context.add_init_script(WATCH)
    try:
        yield context
    finally:
        context.close()


def _open(context: BrowserContext, url: str, plan: PhonePlan) -> dict[str, float]:
    page, traffic = context.new_page(), Traffic()
    session = context.new_cdp_session(page)
    traffic.listen(session)
    speed = {"downloadThroughput": plan.speed, "uploadThroughput": plan.speed}
    session.send("Network.emulateNetworkConditions", {"offline": False, "latency": plan.latency, **speed})
    session.send("Emulation.setCPUThrottlingRate", {"rate": plan.slower})
    page.goto(url, wait_until="commit")
    page.locator("hub-room[data-live]").wait_for(state="attached")
    page.wait_for_load_state("networkidle")
    told = _seen(page) | {"requests": len(traffic.requests), "JS and CSS KiB": traffic.kib}
    page.close()
    return told


def _seen(page: Page) -> dict[str, float]:
    told = page.evaluate("phone")
    spoken = page.evaluate("performance.getEntriesByType('navigation')[0].nextHopProtocol")
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    words = {"words s": told["words"] / 1e3} if told["words"] else {}
    told_by_page = {"live s": told["live"] / 1e3, "moved": told["shift"], "HTTP": VERSIONS[spoken]}
    return {"paint s": painted / 1e3, **words, **told_by_page}


def _figures(prefix: str, row: dict[str, Spread]) -> dict[str, float]:
    names = {
        "words_s": "words s",
        "live_s": "live s",
        "live_again_s": "live s, again",
        "requests": "requests",
        "script_style_kib": "JS and CSS KiB",
        "moved": "moved",
    }
    return {f"{prefix}_{figure}": row[column].middle for figure, column in names.items() if column in row}


def _note(rows: dict[str, Any]) -> str:
    return "" if BEFORE in rows else "HUB_BENCH_BEFORE names no other checkout to measure beside this one."
