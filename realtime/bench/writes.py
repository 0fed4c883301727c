"""``writes``: commands acknowledged a second, each by a person who waits for the answer to the one before."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

import msgspec

from realtime.bench.contender import Contender
from realtime.bench.crowd import Crowd, Listener
from realtime.bench.door import Door
from realtime.bench.ground import Ground
from realtime.bench.outcome import Outcome, Spread, percentile
from realtime.bench.scene import Scene
from realtime.bench.turns import turns
from tests.machine.postgres_server import PostgresServer
from tests.machine.programs import MissingProgram

BODY = "Traverser la place les yeux fermés, au bras de quelqu’un que l’on ne connaît pas. " * 2

NO_PEER = "there is no peer: none of them keeps what is written; the two databases stand beside each other"


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


@dataclass
class Desk:
    """The hub on one database, with its ``writers``, and what was measured there, round by round."""

    name: str
    hub: Contender
    writers: Writers
    rates: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    used: list[float] = field(default_factory=list)

    def write_for(self, seconds: float) -> None:
        """One round."""
        before = self.hub.cpu
        self.rates.append(self.writers.write_for(seconds))
        self.used.append(1e3 * (self.hub.cpu - before) / len(self.writers.waits))
        self.waits.append(1e3 * percentile(self.writers.waits, 99))

    def tell(self, outcome: Outcome) -> None:
        """Its row and its figures."""
        columns = {"commands/s": self.rates, "p99 ms": self.waits, "ms of CPU a command": self.used}
        row = {column: Spread.of(values) for column, values in columns.items()}
        outcome.rows[self.name] = row
        outcome.figures[f"writes_{self.name}"] = row["commands/s"].middle
        outcome.figures[f"writes_{self.name}_p99_ms"] = row["p99 ms"].middle


def run(scene: Scene, plan: Plan = Plan()) -> list[Outcome]:
    """SQLite with ``synchronous=FULL``, and in turns with it PostgreSQL that waits for its disk too."""
    title = f"writes: {plan.writers} people of one room, one process, answered after the commit"
    outcome = Outcome(title, note=NO_PEER)
    with ExitStack() as stack:
        # All grounds first: nobody is left at a server, unanswered, while another database is made.
        grounds = {"sqlite": scene.ground(plan.writers)}
        try:
            url = stack.enter_context(_postgres(scene))
            grounds["postgres"] = scene.ground(plan.writers, database_url=url)
        except MissingProgram as missing:
            outcome.skipped["postgres"] = str(missing)
        desks = [stack.enter_context(_desk(name, scene, ground, plan)) for name, ground in grounds.items()]
        for desk in turns(desks, plan.rounds):
            for each in desks:
                each.writers.hear_for(0)  # answers the pings of those who rest
            desk.write_for(plan.seconds)
    for desk in desks:
        desk.tell(outcome)
    return [outcome]


@contextmanager
def _desk(name: str, scene: Scene, ground: Ground, plan: Plan) -> Iterator[Desk]:
    """Warm, and gone before its database."""
    hub = scene.start(ground.hub())
    writers = scene.keep(Writers(ground.door(hub), ground.facts.rooms))
    writers.gather(ground.facts.keys)
    writers.write_for(plan.seconds / 5)
    try:
        yield Desk(name, hub, writers)
    finally:
        writers.disperse()
        hub.end()


@contextmanager
def _postgres(scene: Scene) -> Iterator[str]:
    server = PostgresServer(scene.folder, quick=False)
    try:
        server.start()
        yield server.url
    finally:
        server.stop()
