"""How soon a browser shows all texts of a reveal: from the command of who leads until they are drawn."""

import time
from contextlib import closing
from dataclasses import dataclass

from playwright.sync_api import Browser

from tests.bench.composed_session import Conductor, composed
from tests.bench.results import BenchResult, Spread
from tests.bench.workspace import Workspace
from tests.machine.chromium import open_chromium

PATIENCE = 60_000  # milliseconds
# Resolves with the hour at which so many texts are in the feed, and were drawn.
WATCH = """(texts) => {
  const feed = document.getElementById("feed");
  window.shown = new Promise((resolve) => {
    const drawn = () => requestAnimationFrame(() => requestAnimationFrame(() => resolve(Date.now())));
    const look = () => feed.querySelectorAll(".post-silence").length >= texts && drawn();
    new MutationObserver(look).observe(feed, { childList: true });
  });
}"""


@dataclass(frozen=True)
class RevealPlan:
    """``texts`` revealed at once, ``rounds`` times, each in a house of its own."""

    texts: int = 300
    rounds: int = 3


def measure_reveal(workspace: Workspace, plan: RevealPlan) -> BenchResult:
    """Measure the seconds; the slowest round is the figure."""
    outcome = BenchResult(f"session: {plan.texts} texts revealed at once, in a browser")
    with open_chromium() as browser:
        waits = [_revealed(workspace, browser, plan.texts) for _round in range(plan.rounds)]
    outcome.rows["hub"] = {"seconds": Spread.of(waits)}
    outcome.figures["reveal_s"] = max(waits)
    return outcome


def _revealed(workspace: Workspace, browser: Browser, texts: int) -> float:
    database = workspace.database(people=max(texts, 2))
    (session,) = composed(database, 2, seconds=0, texts=texts)
    hub = workspace.start(database.hub())
    house = f"http://127.0.0.1:{hub.port}"
    with closing(Conductor(database, hub.port)) as conductor, browser.new_context() as context:
        conductor.start(session)
        context.set_default_timeout(PATIENCE)
        context.add_cookies([{"name": "sessionid", "value": database.facts.keys[1], "url": house}])
        page = context.new_page()
        page.goto(f"{house}/f/{database.facts.slug}/")
        page.locator("hub-room[data-live]").wait_for()
        page.evaluate(WATCH, texts)
        began = time.time()
        conductor.pass_to(session, 1)
        shown: float = page.evaluate("() => window.shown")
    hub.end()
    return shown / 1e3 - began
