"""A prepared database with a crowd in it, and the doors and servers that stand on it."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from realtime.bench.contender import Contender, free_port
from realtime.bench.door import Door
from realtime.serve.options import HOUSE

# The bench knocks harder than any person may; that the paces hold is for other tests.
PACES = {f"HUB_PACE_{of}": "1e9,1e9" for of in ("LASTING", "SIGNALS", "DOORS")}


class Facts(msgspec.Struct, frozen=True):
    """One room with its log's ``epoch`` and ``head``, all ``rooms``, and a session key for each person."""

    room: int
    rooms: list[int]
    epoch: str
    head: int
    keys: list[str]


@dataclass(frozen=True)
class Ground:
    """A data folder and the variables of every process that works on it."""

    folder: Path
    variables: Mapping[str, str]
    facts: Facts

    @classmethod
    def prepare(
        cls,
        folder: Path,
        people: int,
        events: int = 0,
        *,
        fabriques: int = 1,
        database_url: str = "",
        redis_url: str = "",
    ) -> "Ground":
        """Empty URLs: the embedded default. Raises ``CalledProcessError``."""
        folder.mkdir()
        own = {"HUB_DATA": str(folder), "DATABASE_URL": database_url, "REDIS_URL": redis_url}
        own |= {"DJANGO_SETTINGS_MODULE": "settings.dev", "SECRET_KEY": "bench" * 10, "HUB_LOG": "WARNING"}
        own |= {"HUB_REDIS_PREFIX": folder.name}
        variables = {**os.environ, **PACES, **own, "PYTHONPATH": str(HOUSE)}
        _run("realtime.serve.preparing", "--no-demo", variables=variables)
        printed = _run(
            "realtime.bench.populate", str(people), str(events), str(fabriques), variables=variables
        )
        return cls(folder, variables, msgspec.json.decode(printed, type=Facts))

    def hub(self) -> Contender:
        """Our server on this ground, not started."""
        port = free_port()
        words = (sys.executable, "-P", "-m", "realtime.bench.peers.hub", str(port), str(self.facts.room))
        return Contender(words, port, self.folder / f"hub-{port}.log", self.variables)

    def subscription(self, since: int) -> bytes:
        """The command that follows the room from ``since``."""
        facts = self.facts
        return msgspec.json.encode(
            {"type": "subscribe", "room": facts.room, "epoch": facts.epoch, "since": since}
        )

    def door(self, hub: Contender, missed: int = 0) -> Door:
        """The wire of ``hub``: signed in by cookie, following the room as one who ``missed`` so many."""
        return Door(
            hub.port,
            path="/wire",
            subprotocol="hub.v1+json",
            cookie="sessionid",
            hello=self.subscription(self.facts.head - missed),
            inside=b'"type":"subscribed"',
        )


def _run(module: str, *words: str, variables: Mapping[str, str]) -> bytes:
    command = [sys.executable, "-P", "-m", module, *words]
    return subprocess.run(command, cwd=HOUSE, env=variables, check=True, stdout=subprocess.PIPE).stdout  # noqa: S603
