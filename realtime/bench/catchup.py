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
from realtime.bench.turns import turns

NO_PEER = "there is no peer: none of them keeps a log from which to tell what was missed"


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
    names = ("hub, from memory", "hub, from the database")
    grounds = [scene.ground(people=1, events=plan.events) for _ in names]
    people = {name: _person(scene, ground) for name, ground in zip(names, grounds, strict=True)}
    people["hub, from the database"].change_its_mind()
    found: dict[str, list[list[float]]] = {name: [] for name in people}
    for name in turns(list(people), plan.rounds):
        for each in people.values():
            each.hear_for(0)  # answers the pings of the one who rests
        found[name].append([people[name].come_back(plan.events) for _ in range(plan.times)])
    rows = {name: _row(rounds) for name, rounds in found.items()}
    worst = max(row["p95 ms"].middle for row in rows.values())
    return [Outcome(f"catchup: {plan.events} events", rows, {"catchup_p95_ms": worst}, note=NO_PEER)]


def _person(scene: Scene, ground: Ground) -> Returning:
    """At a server of their own."""
    hub = scene.start(ground.hub())
    person = scene.keep(Returning(ground.door(hub)))
    person.come(ground)
    return person


def _row(rounds: list[list[float]]) -> dict[str, Spread]:
    halves, most = ([percentile(waits, percent) for waits in rounds] for percent in (50, 95))
    return {"p50 ms": Spread.of(halves), "p95 ms": Spread.of(most)}
