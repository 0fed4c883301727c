"""``pages``: what a room's page costs beside an empty one, and the sockets beside many pages.

Figures of cost are ratios of processor time of one server in one run. ``HUB_BENCH_BEFORE`` names the folder
of an earlier state of the project, whose server then tells how many pages it made (``pages_beside_sockets``).
"""

import http.client
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path
from statistics import median
from uuid import uuid4

import msgspec

from realtime.serve.options import HOUSE
from tests.bench.pages_beside_sockets import Beside, measure
from tests.bench.results import BenchResult, Spread, ratio
from tests.bench.round_robin import round_robin
from tests.bench.seeded_database import SeededDatabase
from tests.bench.server_process import ServerProcess
from tests.bench.workspace import Workspace

BEFORE = "HUB_BENCH_BEFORE"
TOKEN = "a-token-of-the-bench"
DRAWN = re.compile(rb'^hub_drawings_total\{what="part"\} ([\d.]+)', re.MULTILINE)
MANY = 5  # requests of one kind together: the clock of a process is not finer


@dataclass(frozen=True)
class PagesPlan:
    """``rounds`` of each request; ``screens`` that ask for a part; ``seconds`` of events for ``sockets``."""

    posts: int = 50
    rounds: int = 15
    people: int = 40
    screens: int = 1_000
    sockets: int = 500
    seconds: float = 10.0


def run(workspace: Workspace, plan: PagesPlan = PagesPlan()) -> list[BenchResult]:
    """Measure pages, and parts of them."""
    database = workspace.database(people=plan.people, events=plan.posts)
    variables = {**database.variables, "HUB_METRICS_TOKEN": TOKEN}
    database = replace(database, variables=variables)
    hub = workspace.start(database.hub())
    storm = _storm(hub, database, plan)  # first: what has been drawn is not drawn again
    costs = _costs(hub, database, plan)
    hub.end()
    return [costs, storm, _beside(workspace, plan)]


def _costs(hub: ServerProcess, database: SeededDatabase, plan: PagesPlan) -> BenchResult:
    feed, readers = f"/f/{database.facts.slug}/", cycle(range(1, plan.people))
    asked: dict[str, Callable[[], float]] = {
        "health": lambda: _cost(hub, lambda: _get(hub, "/health/live")),
        "an empty page": lambda: _cost(hub, lambda: _get(hub, f"{feed}protocoles/", _key(database, 0))),
        "the room, who comes back": lambda: _cost(hub, lambda: _get(hub, feed, _key(database, 0))),
        "the room, after a post": lambda: median(
            _fresh(hub, database, feed, next(readers)) for _each in range(MANY)
        ),
    }
    for ask in asked.values():
        ask()  # the first of each kind compiles templates and queries
    found: dict[str, list[float]] = {name: [] for name in asked}
    for name in round_robin(list(asked), plan.rounds):
        found[name].append(asked[name]())
    rows = {name: {"CPU ms": Spread.of([1e3 * each for each in values])} for name, values in found.items()}
    live, empty, back, fresh = found.values()
    figures = {
        "page_vs_empty": ratio(back, empty),
        "page_fresh_vs_empty": ratio(fresh, empty),
        "empty_vs_live": ratio(empty, live),
    }
    return BenchResult(f"pages: one page of {plan.posts} posts, compressed", rows, figures)


def _fresh(hub: ServerProcess, database: SeededDatabase, feed: str, person: int) -> float:
    """Return the cost of somebody's page after somebody else's post."""
    _publish(hub, database, person - 1)
    before = hub.cpu
    _get(hub, feed, _key(database, person))
    return hub.cpu - before


def _storm(hub: ServerProcess, database: SeededDatabase, plan: PagesPlan) -> BenchResult:
    """Count the drawings of one part that many screens ask for, before anybody has seen it."""
    part = f"/f/{database.facts.slug}/parties/strip-time/"
    keys = cycle(database.facts.keys)
    before = _drawings(hub)
    for _screen in range(plan.screens):
        _get(hub, part, next(keys))
    drawn = _drawings(hub) - before
    rows = {"one kind": {"drawings": Spread.of([drawn])}}
    return BenchResult(f"pages: a part for {plan.screens} screens", rows, {"fragment_storm": drawn})


def _beside(workspace: Workspace, plan: PagesPlan) -> BenchResult:
    """Count the pages of one process while its sockets hear events; those of an earlier state, if given."""
    outcome = BenchResult(f"pages: beside {plan.sockets} sockets that hear 20 events a second")
    now = _measured(workspace, plan)
    outcome.figures = {"pages_a_second": now.pages, "events_beside_pages": now.with_pages / now.alone}
    outcome.rows["now"] = _row(now)
    if earlier := os.environ.get(BEFORE):
        then = _measured(workspace, plan, house=Path(earlier))
        outcome.rows["before"] = _row(then)
        outcome.figures["pages_beside_sockets"] = now.pages / then.pages
    else:
        outcome.skipped["pages_beside_sockets"] = f"{BEFORE} names no earlier state"
    return outcome


def _measured(workspace: Workspace, plan: PagesPlan, house: Path = HOUSE) -> Beside:
    """Measure the server of the project in ``house``, on a database that it has made itself."""
    database = workspace.database(people=plan.sockets, events=plan.posts, house=house)
    return measure(workspace, database, workspace.start(database.hub(house)), plan.sockets, plan.seconds)


def _row(found: Beside) -> dict[str, Spread]:
    return {
        "pages/s": Spread.of([found.pages]),
        "p99 ms alone": Spread.of([1e3 * found.alone]),
        "p99 ms beside pages": Spread.of([1e3 * found.with_pages]),
    }


def _drawings(hub: ServerProcess) -> float:
    headers = {"Authorization": f"Bearer {TOKEN}", "Accept-Encoding": "identity"}
    found = DRAWN.search(_ask(hub, "GET", "/metrics", headers))
    return float(found[1]) if found else 0.0  # no line: nothing has been counted yet


def _cost(hub: ServerProcess, ask: Callable[[], object]) -> float:
    before = hub.cpu
    for _time in range(MANY):
        ask()
    return (hub.cpu - before) / MANY


def _key(database: SeededDatabase, person: int) -> str:
    return database.facts.keys[person]


def _get(hub: ServerProcess, path: str, key: str = "") -> bytes:
    return _ask(hub, "GET", path, {"Cookie": f"sessionid={key}"} if key else {})


def _publish(hub: ServerProcess, database: SeededDatabase, person: int) -> None:
    told = {"type": "publish", "ref": str(uuid4()), "room": database.facts.room, "body": "Encore un message."}
    headers = {"Cookie": f"sessionid={_key(database, person)}", "Origin": f"http://127.0.0.1:{hub.port}"}
    _ask(hub, "POST", "/wire/command", headers, msgspec.json.encode(told))


def _ask(
    hub: ServerProcess, method: str, path: str, headers: dict[str, str], body: bytes | None = None
) -> bytes:
    """Return the body of the answer as it came. Raises ``RuntimeError`` unless it is 200."""
    line = http.client.HTTPConnection("127.0.0.1", hub.port)
    line.request(method, path, body, {"Accept-Encoding": "gzip", **headers})
    answer = line.getresponse()
    found = answer.read()
    line.close()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return found
