"""A running server with its crowd before it: what a fan-out bench measures round by round."""

import time
from collections.abc import Iterable, Iterator

from realtime.bench.contender import Contender
from realtime.bench.crowd import Crowd
from realtime.bench.ground import Ground
from realtime.bench.rivals import Rival
from realtime.bench.scene import Scene, until_calm

EVENT_BYTES = 300
OURS = "hub"


class Stand:
    """``name`` of the contender, its server, and ``crowd``, all inside and calm."""

    def __init__(self, name: str, server: Contender, crowd: Crowd) -> None:
        self.name, self.server, self.crowd = name, server, crowd
        self._lines = events()

    def one_by_one(self, count: int) -> float:
        """Tell ``count`` events, each when everybody has heard the one before: so nothing can be batched.

        Returns seconds of the server's processor a delivery.
        """
        before = self.server.cpu
        for _ in range(count):
            self.tell()
            self.crowd.hear_events(self.crowd.heard + len(self.crowd.listeners))
        return (self.server.cpu - before) / (count * len(self.crowd.listeners))

    def flood(self, count: int, per_second: float) -> float:
        """Tell ``count`` events at a pace; returns deliveries for a second of the server's processor."""
        before, began = self.server.cpu, time.monotonic()
        target = self.crowd.heard + count * len(self.crowd.listeners)
        for number in range(count):
            self.tell()
            while (wait := began + (number + 1) / per_second - time.monotonic()) > 0:
                self.crowd.hear_once(wait)
        self.crowd.hear_events(target)
        return count * len(self.crowd.listeners) / (self.server.cpu - before)

    def tell(self) -> None:
        """Hand the next event to the server."""
        self.server.tell(next(self._lines))


def ours(scene: Scene, ground: Ground, sockets: int) -> Stand:
    """The Hub, with ``sockets`` people of ``ground`` signed in and subscribed, each on a socket."""
    hub = scene.start(ground.hub())
    crowd = scene.crowd(ground.door(hub))
    crowd.gather(ground.facts.keys[:sockets])
    until_calm(crowd)
    return Stand(OURS, hub, crowd)


def theirs(scene: Scene, rival: Rival, sockets: int) -> Stand:
    """A peer with as many. Raises ``Missing``."""
    server = scene.start(rival.contender(scene.folder))
    crowd = scene.crowd(rival.door(server.port))
    crowd.gather(map(str, range(sockets)))
    return Stand(rival.name, server, crowd)


def answer_pings(stands: Iterable[Stand]) -> None:
    """Read what is there: those who rest while another is measured must not be taken for dead."""
    for stand in stands:
        stand.crowd.hear_for(0)


def events() -> Iterator[bytes]:
    """Lines of a log, from number 1 on, of 300 bytes each."""
    number = 0
    while True:
        number += 1
        start = f'{{"seq":{number},"at":1795000000000,"by":7,"event":{{"kind":"post.edited","body":"'
        yield start.encode().ljust(EVENT_BYTES - 3, b"m") + b'"}}'
