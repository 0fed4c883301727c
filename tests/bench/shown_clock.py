"""How right the time left is on screens whose own clocks are hours wrong, on slow lines.

Phones are threads of Node with the page's own modules; two browsers show a page to conduct from, and a wall.
"""

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from realtime.serve.options import HOUSE
from tests.bench.composed_session import Conductor, composed
from tests.bench.host_info import path_of
from tests.bench.results import BenchResult, percentile, percentiles
from tests.bench.seeded_database import SeededDatabase
from tests.bench.slow_line import SlowLine
from tests.bench.workspace import Workspace
from tests.machine.chromium import open_chromium

SCRIPT = Path(__file__).parent / "wrong_clocks.mjs"
LONG = 3_000  # seconds: the session is not over before it was looked at
PATIENCE = 60_000  # milliseconds
# Notes each figure that is shown, with what the right clock says then.
WATCH = """(hours) => {
  const right = Date.now.bind(Date);
  Date.now = () => right() + hours * 3600000;
  window.shown = [];
  const look = () => {
    const text = document.querySelector("[data-now=clock], [data-time]")?.textContent.trim();
    if (text && text !== shown.at(-1)?.[0]) shown.push([text, right()]);
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
}"""
ENDS = """() => Number(document.querySelector("[data-ends]")?.dataset.ends)
  || JSON.parse(document.getElementById("scene").textContent).snapshot.session.ends_at"""


@dataclass(frozen=True)
class ClockPlan:
    """``phones`` whose clocks are up to ``hours`` wrong, on lines whose round trips are from ``quickest`` to
    ``slowest``, in seconds; all are looked at for ``seconds``."""

    phones: int = 30
    hours: float = 2
    quickest: float = 0.02
    slowest: float = 0.8
    seconds: float = 15


def measure(workspace: Workspace, plan: ClockPlan) -> BenchResult:
    """Measure by how many milliseconds each is wrong; the worst kind of screen is the figure."""
    outcome = BenchResult(f"session: the clock of {plan.phones} phones that are up to {plan.hours:g} h wrong")
    database = workspace.database(people=plan.phones + 1)
    (session,) = composed(database, 1, seconds=LONG)
    hub = workspace.start(database.hub())
    with closing(Conductor(database, hub.port)) as conductor:
        conductor.start(session)
    pages = {
        "conductor": f"/f/{database.facts.slug}/seances/{session.session}/mener/",
        "wall": f"/mur/{session.wall}/",
    }
    found = {"phones": _of_phones(database, hub.port, plan)}
    with open_chromium() as browser:
        for hours, (name, path) in zip((-plan.hours, plan.hours), pages.items(), strict=True):
            found[name] = _of_page(browser, database, hub.port, path, hours, plan)
    for name, wrong in found.items():
        outcome.rows[name] = percentiles(wrong)
    outcome.figures["clock_p99_ms"] = max(percentile(wrong, 99) for wrong in found.values())
    return outcome


def _of_phones(database: SeededDatabase, port: int, plan: ClockPlan) -> list[float]:
    """Look at all phones at once, from the first moment at which each knows what time it is."""
    trips = [_spread(number, plan, plan.quickest, plan.slowest) for number in range(plan.phones)]
    with _lines(port, trips) as lines:
        phones = [
            {
                "url": line.url,
                "cookie": f"sessionid={key}",
                "hours": _spread(number * 7 % plan.phones, plan, -plan.hours, plan.hours),
                "seconds": plan.seconds,
            }
            for number, (line, key) in enumerate(zip(lines, database.facts.keys, strict=False))
        ]
        words = [path_of("node") or "node", str(SCRIPT), json.dumps(phones)]
        printed = subprocess.run(words, cwd=HOUSE, check=True, stdout=subprocess.PIPE).stdout
    return [wrong for phone in json.loads(printed) for wrong in phone]


def _spread(number: int, plan: ClockPlan, least: float, most: float) -> float:
    return least + (most - least) * number / max(plan.phones - 1, 1)


@contextmanager
def _lines(port: int, trips: Sequence[float]) -> Iterator[list[SlowLine]]:
    with ExitStack() as stack:
        lines = [SlowLine(port, trip) for trip in trips]
        for line in lines:
            stack.callback(line.close)
        yield lines


def _of_page(
    browser: Browser, database: SeededDatabase, port: int, path: str, hours: float, plan: ClockPlan
) -> list[float]:
    """Look at a page at every second that it tells."""
    with _lines(port, [plan.slowest]) as (line,), browser.new_context() as context:
        context.set_default_timeout(PATIENCE)
        context.add_cookies([{"name": "sessionid", "value": database.facts.keys[0], "url": line.url}])
        context.add_init_script(f"({WATCH})({hours})")
        page = context.new_page()
        page.goto(line.url + path)
        page.wait_for_function("(most) => shown.length > most", arg=plan.seconds + 1)
        return _wrong(page)


def _wrong(page: Page) -> list[float]:
    """Return by how much each figure came early or late. The first came with the page, and the next with the
    scripts, not with its second."""
    ends: int = page.evaluate(ENDS)
    shown: list[tuple[str, float]] = page.evaluate("shown")
    return [abs(1e3 * _seconds(text) - (ends - at)) for text, at in shown[2:]]


def _seconds(text: str) -> int:
    """Read « 49:58 »."""
    minutes, seconds = map(int, text.split(":"))
    return 60 * minutes + seconds
