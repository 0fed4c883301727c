"""``catchup``: a phone comes back after 500 events and asks for them, from memory and from the database."""

import time
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import msgspec

from realtime.bench.crowd import Crowd, Listener
from realtime.bench.ground import Ground
from realtime.bench.outcome import Outcome, Spread, percentile
from realtime.bench.scene import Scene


@dataclass(frozen=True)
class Plan:
    """``times`` a round, one after another."""

    events: int = 500
    times: int = 60
    rounds: int = 3


class Returning(Crowd):
    """One person, whose ``answers`` are kept."""

    answers: list[dict[str, Any]]

    def come(self, ground: Ground) -> None:
        """Be there, knowing everything."""
        self.answers, self._ground, self.head = [], ground, ground.facts.head
        self.gather(ground.facts.keys)
        (self._listener,) = self.listeners.values()

    def heard_other(self, listener: Listener, payload: bytes) -> None:
        if payload.startswith(b'{"type":"reply"'):
            self.answers.append(msgspec.json.decode(payload))

    def come_back(self, events: int) -> float:
        """Milliseconds until ``events`` that were missed have been told, and ``subscribed`` after them."""
        self._listener.say(msgspec.json.encode({"type": "unsubscribe", "room": self._ground.facts.room}))
        target = self.heard + events
        self._listener.inside, self.inside = False, 0
        began = time.monotonic()
        self._listener.say(self._ground.subscription(since=self.head - events))
        self.hear_until(lambda: self.inside == 1 and self.heard == target)
        return 1e3 * (time.monotonic() - began)

    def change_its_mind(self) -> None:
        """Publish and withdraw: what was remembered of the log is forgotten, lest withdrawn words be told."""
        published = self._do("publish", body="Non, rien.")
        self._do("post.withdraw", post=published["post"])
        self.head += 2

    def _do(self, command: str, **fields: Any) -> dict[str, Any]:
        whole = {"type": command, "ref": str(uuid4()), "room": self._ground.facts.room, **fields}
        count = len(self.answers)
        self._listener.say(msgspec.json.encode(whole))
        self.hear_until(lambda: len(self.answers) > count)
        return self.answers[-1]


def run(scene: Scene, plan: Plan = Plan()) -> list[Outcome]:
    """From the asking to the ``subscribed`` that follows the last event; the figure is the worse of both."""
    ground = scene.ground(people=1, events=plan.events)
    hub = scene.start(ground.hub())
    person = scene.keep(Returning(ground.door(hub)))
    person.come(ground)
    rows = {"hub, from memory": _measured(person, plan)}
    person.change_its_mind()
    rows["hub, from the database"] = _measured(person, plan)
    worst = max(row["p95 ms"].middle for row in rows.values())
    return [Outcome(f"catchup: {plan.events} events", rows, {"catchup_p95_ms": worst})]


def _measured(person: Returning, plan: Plan) -> dict[str, Spread]:
    rounds = [[person.come_back(plan.events) for _ in range(plan.times)] for _ in range(plan.rounds)]
    halves, most = ([percentile(waits, percent) for waits in rounds] for percent in (50, 95))
    return {"p50 ms": Spread.of(halves), "p95 ms": Spread.of(most)}
