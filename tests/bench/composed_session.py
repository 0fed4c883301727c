"""A session that ``tests.bench.conduct`` composed, and the commands of who leads it."""

import http.client
from uuid import uuid4

import msgspec

from tests.bench.seeded_database import SeededDatabase, run_module


class ComposedSession(msgspec.Struct, frozen=True):
    """The ``session`` of a ``room``, with its log's ``epoch`` and ``head``; ``wall``: its wall's secret."""

    session: int
    room: int
    epoch: str
    head: int
    wall: str


def composed(database: SeededDatabase, phases: int, seconds: int, texts: int = 0) -> list[ComposedSession]:
    """Give every room of ``database`` a session of so many phases. With ``texts`` the first is silent, with
    so many of them, and the second reveals them. Raises ``CalledProcessError``."""
    words = map(str, (phases, seconds, texts))
    printed = run_module("tests.bench.conduct", *words, variables=database.variables)
    return msgspec.json.decode(printed, type=list[ComposedSession])


class Conductor:
    """The first person of ``database``, who leads over plain HTTP at the server on ``port``."""

    def __init__(self, database: SeededDatabase, port: int) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port)
        origin = {"Origin": f"http://127.0.0.1:{port}"}
        self._headers = {"Cookie": f"sessionid={database.facts.keys[0]}", **origin}

    def start(self, of: ComposedSession) -> None:
        """Begin the session. Raises ``RuntimeError`` when refused."""
        self._ask(of, "session.start")

    def pass_to(self, of: ComposedSession, to: int) -> None:
        """Begin its phase ``to``, the one after the current. Raises ``RuntimeError`` when refused."""
        self._ask(of, "session.pass", version=to, to=to)

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def _ask(self, of: ComposedSession, type_: str, **fields: int) -> None:
        told = {"type": type_, "ref": str(uuid4()), "room": of.room, "session": of.session, **fields}
        self._line.request("POST", "/wire/command", msgspec.json.encode(told), self._headers)
        answer = self._line.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(body.decode())
