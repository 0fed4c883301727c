"""``writes``: commands acknowledged a second, each by a person who waits for the answer to the one before."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

import msgspec

from realtime.bench.crowd import Crowd, Listener
from realtime.bench.door import Door
from realtime.bench.ground import Ground
from realtime.bench.outcome import Outcome, Spread, percentile
from realtime.bench.scene import Scene
from tests.machine.postgres_server import PostgresServer
from tests.machine.programs import MissingProgram

BODY = "Traverser la place les yeux fermés, au bras de quelqu’un que l’on ne connaît pas. " * 2


@dataclass(frozen=True)
class Plan:
    """``writers``, spread over ``fabriques``, for ``seconds`` in each of ``rounds``."""

    writers: int = 16
    fabriques: int = 1
    seconds: float = 5.0
    rounds: int = 3


class Writers(Crowd):
    """Everyone publishes again as soon as they are answered. ``waits``: seconds until each answer."""

    def __init__(self, door: Door, rooms: list[int]) -> None:
        super().__init__(door)
        self.waits: list[float] = []
        self._rooms = rooms
        self._asked: dict[Listener, float] = {}
        self._go_on = False

    def write_for(self, seconds: float) -> float:
        """Answers a second. Raises ``Lost``."""
        self.waits, self._go_on, began = [], True, time.monotonic()
        for listener in self.listeners.values():
            self._publish(listener)
        self.hear_for(seconds)
        rate = len(self.waits) / (time.monotonic() - began)
        self._go_on = False
        self.hear_until(lambda: not self._asked)
        return rate

    def heard_other(self, listener: Listener, payload: bytes) -> None:
        if payload.startswith(b'{"type":"reply"'):
            self.waits.append(time.monotonic() - self._asked.pop(listener))
            if self._go_on:
                self._publish(listener)

    def _publish(self, listener: Listener) -> None:
        room = self._rooms[listener.connection.fileno() % len(self._rooms)]
        command = {"type": "publish", "ref": str(uuid4()), "room": room, "body": BODY}
        self._asked[listener] = time.monotonic()
        listener.say(msgspec.json.encode(command))


def run(scene: Scene, plan: Plan = Plan()) -> list[Outcome]:
    """SQLite with ``synchronous=FULL``, then PostgreSQL that waits for its disk too."""
    outcome = Outcome(f"writes: {plan.writers} people of one room, one process, answered after the commit")
    _measure(outcome, "sqlite", scene, scene.ground(plan.writers), plan)
    try:
        with _postgres(scene) as url:
            _measure(outcome, "postgres", scene, scene.ground(plan.writers, database_url=url), plan)
    except MissingProgram as missing:
        outcome.skipped["postgres"] = str(missing)
    return [outcome]


def _measure(outcome: Outcome, name: str, scene: Scene, ground: Ground, plan: Plan) -> None:
    hub = scene.start(ground.hub())
    writers = Writers(ground.door(hub), ground.facts.rooms)
    writers.gather(ground.facts.keys)
    writers.write_for(plan.seconds / 5)  # to warm up
    rates, waits, used = list[float](), list[float](), list[float]()
    for _ in range(plan.rounds):
        before = hub.cpu
        rates.append(writers.write_for(plan.seconds))
        used.append(1e3 * (hub.cpu - before) / len(writers.waits))
        waits.append(1e3 * percentile(writers.waits, 99))
    writers.disperse()
    hub.end()
    columns = {"commands/s": rates, "p99 ms": waits, "ms of CPU a command": used}
    outcome.rows[name] = {column: Spread.of(values) for column, values in columns.items()}
    outcome.figures[f"writes_{name}"] = outcome.rows[name]["commands/s"].middle
    outcome.figures[f"writes_{name}_p99_ms"] = outcome.rows[name]["p99 ms"].middle


@contextmanager
def _postgres(scene: Scene) -> Iterator[str]:
    server = PostgresServer(scene.folder, quick=False)
    try:
        server.start()
        yield server.url
    finally:
        server.stop()
