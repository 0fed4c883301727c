"""``catchup``: a client that missed 500 events asks for them, served from memory and from the database."""

import time
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import msgspec

from tests.bench.client_pool import ClientPool, PooledClient
from tests.bench.results import BenchResult, Spread, percentile
from tests.bench.round_robin import round_robin
from tests.bench.seeded_database import SeededDatabase
from tests.bench.workspace import Workspace

NO_PEER = "there is no peer: none of them keeps a log from which to tell what was missed"


@dataclass(frozen=True)
class CatchupPlan:
    """A client misses ``events`` and catches up ``times`` in a row, in each of ``rounds``."""

    events: int = 500
    times: int = 60
    rounds: int = 3


class ReturningClient(ClientPool):
    """One client, which keeps the ``answers`` to its commands."""

    answers: list[dict[str, Any]]

    def come(self, database: SeededDatabase) -> None:
        """Connect, up to date with the log."""
        self.answers, self._ground, self.head = [], database, database.facts.head
        self.gather(database.facts.keys)
        (self._listener,) = self.listeners.values()

    def heard_other(self, listener: PooledClient, payload: bytes) -> None:
        if payload.startswith(b'{"type":"reply"'):
            self.answers.append(msgspec.json.decode(payload))

    def come_back(self, events: int) -> float:
        """Subscribe again, ``events`` behind. Return the milliseconds until all of them have come."""
        self._listener.say(msgspec.json.encode({"type": "unsubscribe", "room": self._ground.facts.room}))
        target = self.heard + events
        self._listener.inside, self.inside = False, 0
        began = time.monotonic()
        self._listener.say(self._ground.subscription(since=self.head - events))
        self.hear_until(lambda: self.inside == 1 and self.heard == target)
        return 1e3 * (time.monotonic() - began)

    def change_its_mind(self) -> None:
        """Publish and withdraw a post: the server then drops its cached log, and must read the database."""
        published = self._do("publish", body="Non, rien.")
        self._do("post.withdraw", post=published["post"])
        self.head += 2

    def _do(self, command: str, **fields: Any) -> dict[str, Any]:
        whole = {"type": command, "ref": str(uuid4()), "room": self._ground.facts.room, **fields}
        count = len(self.answers)
        self._listener.say(msgspec.json.encode(whole))
        self.hear_until(lambda: len(self.answers) > count)
        return self.answers[-1]


def run(workspace: Workspace, plan: CatchupPlan = CatchupPlan()) -> list[BenchResult]:
    """Measure from the request to the final ``subscribed``. The figure is the slower of the two sources."""
    names = ("hub, from memory", "hub, from the database")
    databases = [workspace.database(people=1, events=plan.events) for _ in names]
    people = {name: _person(workspace, database) for name, database in zip(names, databases, strict=True)}
    people["hub, from the database"].change_its_mind()
    found: dict[str, list[list[float]]] = {name: [] for name in people}
    for name in round_robin(list(people), plan.rounds):
        for each in people.values():
            each.hear_for(0)  # answer the pings of the idle client
        found[name].append([people[name].come_back(plan.events) for _ in range(plan.times)])
    rows = {name: _row(rounds) for name, rounds in found.items()}
    worst = max(row["p95 ms"].middle for row in rows.values())
    return [BenchResult(f"catchup: {plan.events} events", rows, {"catchup_p95_ms": worst}, note=NO_PEER)]


def _person(workspace: Workspace, database: SeededDatabase) -> ReturningClient:
    """Start a server with one client."""
    hub = workspace.start(database.hub())
    person = workspace.keep(ReturningClient(database.endpoint(hub)))
    person.come(database)
    return person


def _row(rounds: list[list[float]]) -> dict[str, Spread]:
    halves, most = ([percentile(waits, percent) for waits in rounds] for percent in (50, 95))
    return {"p50 ms": Spread.of(halves), "p95 ms": Spread.of(most)}
