"""People in several rooms, and desks that follow the wings of all: who has heard what, and how late."""

import http.client
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import uuid4

import msgspec

from tests.bench.client_pool import ClientPool, ClientsLost, PooledClient
from tests.bench.seeded_database import SeededDatabase, run_module, subscription
from tests.bench.server_process import ServerProcess

TOLD = re.compile(rb'"type":"events","room":(\d+)')
PATIENCE = 60.0


class FollowedRoom(msgspec.Struct, frozen=True):
    """A room, and its log's ``epoch`` and ``head``."""

    room: int
    epoch: str
    head: int


class ReadFirst(msgspec.Struct, frozen=True):
    """The ``rooms`` whose team reads first, the ``wings`` of each, and the team's session keys, ``desks``."""

    rooms: list[FollowedRoom]
    wings: list[FollowedRoom]
    desks: list[str]


def read_first(database: SeededDatabase, desks: int) -> ReadFirst:
    """Hold what is written in every fabrique of ``database``. Raises ``CalledProcessError``."""
    printed = run_module("tests.bench.moderate", str(desks), variables=database.variables)
    return msgspec.json.decode(printed, type=ReadFirst)


class DeskCrowd(ClientPool):
    """Whoever follows rooms. ``awaited``: since when each of them waits for a line of each room."""

    def __init__(self, database: SeededDatabase, hub: ServerProcess) -> None:
        super().__init__(replace(database.endpoint(hub), hello=b"", inside=b""))
        self.awaited: dict[tuple[str, int], float] = {}
        self.waits: list[float] = []

    def follow(self, keys: Sequence[str], rooms: Iterable[FollowedRoom]) -> None:
        """Connect ``keys``, and have each of them follow ``rooms``."""
        told, before = list(rooms), set(self.listeners)
        self.gather(keys)
        for number in self.listeners.keys() - before:
            for each in told:
                self.listeners[number].say(subscription(each.room, each.epoch, each.head))

    def hear_all(self) -> list[float]:
        """Read until everybody has what they wait for; return how many milliseconds each waited.

        Raises ``ClientsLost``.
        """
        deadline = time.monotonic() + PATIENCE
        while self.awaited:
            self.hear_once(0.005)
            if self.gone or time.monotonic() > deadline:
                raise ClientsLost(f"{len(self.awaited)} lines did not come, {self.gone} were closed")
        waits, self.waits = self.waits, []
        return waits

    def _understand(self, listener: PooledClient, opcode: int, payload: bytes) -> None:
        now = time.monotonic()
        for room in TOLD.findall(payload):
            since = self.awaited.pop((listener.key, int(room)), None)
            if since is not None:
                self.waits.append(1e3 * (now - since))
        super()._understand(listener, opcode, payload)


class Hand:
    """One person's commands, over plain HTTP at the server on ``port``."""

    def __init__(self, key: str, port: int) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port)
        self._headers = {"Cookie": f"sessionid={key}", "Origin": f"http://127.0.0.1:{port}"}

    def ask(self, type_: str, room: int, **fields: object) -> int:
        """Send a command; return the number of the post it is about. Raises ``RuntimeError`` when refused."""
        told = {"type": type_, "ref": str(uuid4()), "room": room, **fields}
        self._line.request("POST", "/wire/command", msgspec.json.encode(told), self._headers)
        answer = self._line.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(body.decode())
        (reply,) = msgspec.json.decode(body)
        return int(reply.get("post") or 0)

    def close(self) -> None:
        """Hang up."""
        self._line.close()
