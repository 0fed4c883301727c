"""``catchup``: a phone comes back after 500 events and asks for them."""

import time
from dataclasses import dataclass
from functools import partial

import msgspec

from realtime.bench.crowd import Crowd
from realtime.bench.ground import Ground
from realtime.bench.outcome import Outcome, Spread, percentile
from realtime.bench.scene import Scene


@dataclass(frozen=True)
class Plan:
    """``times`` a round, one after another."""

    events: int = 500
    times: int = 60
    rounds: int = 3


def run(scene: Scene, plan: Plan = Plan()) -> list[Outcome]:
    """From the asking to the ``subscribed`` that follows the last event."""
    ground = scene.ground(people=1, events=plan.events)
    hub = scene.start(ground.hub())
    crowd = scene.crowd(ground.door(hub))
    crowd.gather(ground.facts.keys)
    rounds = [_round(crowd, ground, plan) for _ in range(plan.rounds)]
    halves = Spread.of([percentile(waits, 50) for waits in rounds])
    most = Spread.of([percentile(waits, 95) for waits in rounds])
    rows = {"hub": {"p50 ms": halves, "p95 ms": most}}
    return [Outcome(f"catchup: {plan.events} events", rows, {"catchup_p95_ms": most.middle})]


def _round(crowd: Crowd, ground: Ground, plan: Plan) -> list[float]:
    (listener,) = crowd.listeners.values()
    waits = []
    for _ in range(plan.times):
        listener.say(msgspec.json.encode({"type": "unsubscribe", "room": ground.facts.room}))
        target = crowd.heard + plan.events
        listener.inside, crowd.inside = False, 0
        began = time.monotonic()
        listener.say(ground.subscription(since=ground.facts.head - plan.events))
        crowd.hear_until(partial(_is_back, crowd, target))
        waits.append(1e3 * (time.monotonic() - began))
    return waits


def _is_back(crowd: Crowd, target: int) -> bool:
    return crowd.inside == 1 and crowd.heard == target
