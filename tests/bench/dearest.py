"""``dearest``: the processor time of the dearest request that anybody can make, pictures apart.

While one request is computed, everybody else's sockets wait. Each of these is the worst of its kind that we
know: a name and words of stacked marks, words that Markdown reads slowly, the pages that show the most.
"""

import http.client
import json
from dataclasses import dataclass
from statistics import median
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from tests.bench.results import BenchResult, Spread
from tests.bench.round_robin import round_robin
from tests.bench.seeded_database import SeededDatabase
from tests.bench.server_process import ServerProcess
from tests.bench.workspace import Workspace

STACKED = "a" + "\u0301\u0323" * 30_000
JUST_READ = STACKED[:20_000]
FORM_SIGNS = 2_700  # of six bytes: as many as a form may have that is not in parts
URLENCODED = "application/x-www-form-urlencoded"
IN_PARTS = "multipart/form-data; boundary=B"
PART = b'\r\n--B\r\nContent-Disposition: form-data; name="%s"\r\n\r\n'
BODIES = {
    "stacked marks": STACKED,
    "stacked marks, as long as is read": JUST_READ,
    "open brackets": "[" * 5_000,
    "open emphasis": "**a " * 1_250,
    "much emphasis": "*a*" * 1_650,
    "open links": "[a](" * 1_250,
    "a list": "- a\n" * 1_250,
}


@dataclass(frozen=True)
class DearestPlan:
    """Each request is made once in each of ``rounds``, in a room of ``posts``."""

    posts: int = 300
    rounds: int = 7


@dataclass(frozen=True)
class DearRequest:
    """One request of a person of the room, or of nobody."""

    path: str
    body: bytes = b""
    kind: str = ""
    signed_in: bool = True


def run(workspace: Workspace, plan: DearestPlan = DearestPlan()) -> list[BenchResult]:
    """Measure the processor time of the server for each request, once it has answered and is idle."""
    database = workspace.database(people=plan.rounds + 1, events=plan.posts)
    hub = workspace.start(database.hub())
    asked = _all_asked(database)
    for each in asked.values():
        _ask(hub, database, 0, each)  # the first of each kind compiles templates and queries
    found: dict[str, list[float]] = {name: [] for name in asked}
    for number, name in enumerate(round_robin(list(asked), plan.rounds)):
        before = hub.cpu
        _ask(hub, database, 1 + number % plan.rounds, asked[name])
        found[name].append(1e3 * (hub.cpu - before))
    rows = {name: {"CPU ms": Spread.of(values)} for name, values in found.items()}
    worst = max(median(values) for values in found.values())
    return [BenchResult("dearest: one request", rows, {"dearest_request_ms": worst})]


def _all_asked(database: SeededDatabase) -> dict[str, DearRequest]:
    facts = database.facts
    feed, door = f"/f/{facts.slug}/", f"/r/{facts.code}/"
    boxes: Any = {f"box-{number}": "é" * 26 for number in range(99)}
    asked = {
        "arriving, a name of stacked marks": _form(door, signed_in=False, name=STACKED[:FORM_SIGNS]),
        "arriving, a longer one in parts": _in_parts(door, "name", STACKED[:30_000], signed_in=False),
        "arriving, percent signs": DearRequest(door, b"name=" + b"%" * 16_000, URLENCODED, signed_in=False),
        "arriving, as many parts as may be": DearRequest(door, PART % b"a" * 200, IN_PARTS, signed_in=False),
        "arriving, more parts": DearRequest(door, PART % b"a" * 1_100, IN_PARTS, signed_in=False),
        "the home page": DearRequest("/", signed_in=False),
        "the room's page": DearRequest(feed),
        "the rooms of a person": DearRequest("/"),
        "a code of stacked marks": _form("/code/", signed_in=False, code=STACKED[:FORM_SIGNS]),
        "a room's form, all boxes full": _form(f"{feed}publier/", **boxes),
    }
    for name, body in BODIES.items():
        asked |= {f"publish, {name}": _command(facts.room, body[:30_000])}
        asked |= {f"a form, {name}": _in_parts(f"{feed}publier/", "body", body[:30_000])}
    return asked


def _form(path: str, *, signed_in: bool = True, **boxes: str) -> DearRequest:
    return DearRequest(path, urlencode(boxes).encode(), URLENCODED, signed_in)


def _in_parts(path: str, box: str, typed: str, *, signed_in: bool = True) -> DearRequest:
    body = PART % box.encode() + typed.encode() + b"\r\n--B--\r\n"
    return DearRequest(path, body, IN_PARTS, signed_in)


def _command(room: int, body: str) -> DearRequest:
    told = {"type": "publish", "ref": "", "room": room, "body": body}
    return DearRequest("/wire/command", json.dumps(told, ensure_ascii=False).encode(), "application/json")


def _ask(hub: ServerProcess, database: SeededDatabase, person: int, asked: DearRequest) -> None:
    """Make the request and read all of its answer; each command has a ref of its own."""
    session = f"sessionid={database.facts.keys[person]}; " if asked.signed_in else ""
    house = {"Origin": f"http://127.0.0.1:{hub.port}", "Cookie": f"{session}cookies=1"}
    headers = house | {"Content-Type": asked.kind}
    body = asked.body.replace(b'"ref": ""', f'"ref": "{uuid4()}"'.encode())
    line = http.client.HTTPConnection("127.0.0.1", hub.port)
    line.request("POST" if body else "GET", asked.path, body or None, headers)
    line.getresponse().read()
    line.close()
