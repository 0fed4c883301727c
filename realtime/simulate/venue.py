"""Where a rehearsal takes place: a house of its own, made for it and thrown away, or a service that runs."""

import asyncio
import os
import secrets
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol

import msgspec

from realtime.serve.addresses import wait_for_answer
from realtime.serve.options import HOUSE
from realtime.serve.sentences import Refusal
from realtime.serve.supervising import server_command
from realtime.simulate.sentences import BACKSTAGE_BROKE, NOT_PREPARED, SERVER_BROKE
from realtime.simulate.telling import Convene, Convened, Gather, Lines, Newcomer, ReadLog, Request

HOST = "127.0.0.1"
OPENING_SECONDS = 60.0
GRACE = 15.0  # seconds for a server to end


class Venue(Protocol):
    """A Hub at ``url``. ``pids`` are its processes where they are known."""

    url: str
    pids: Sequence[int]

    async def gather(self, rooms: int, people: int) -> list[Newcomer]:
        """Who will come: ``people`` for each of ``rooms``, room after room."""

    async def note(self) -> None:
        """From time to time: what must be noted now to be known at the end."""

    async def read_log(self) -> dict[int, Lines]:
        """The log of each room as it is now: from its beginning, or from before anybody came."""


class OwnHouse:
    """Servers in processes of their own, on a fresh data folder; ``more`` variables than the usual ones."""

    def __init__(self, folder: Path, workers: int, more: Mapping[str, str] | None = None) -> None:
        self.url = ""
        self.pids: Sequence[int] = ()
        self._folder, self._workers = folder, workers
        self._variables = {**os.environ, **_own_variables(folder), **(more or {})}

    def prepare(self) -> None:
        """Tables, translations, gathered files. Raises ``Refusal``."""
        words = _python("realtime.serve.preparing", "--no-demo")
        done = subprocess.run(words, cwd=HOUSE, env=self._variables, check=False, stdout=subprocess.DEVNULL)  # noqa: S603
        if done.returncode:
            raise Refusal(NOT_PREPARED(folder=self._folder))

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Servers that answer, for as long as the context lasts. Raises ``Refusal``."""
        port = _free_port()
        with ExitStack() as stack:
            servers = [
                stack.enter_context(self._process(server_command(HOST, port)))
                for _number in range(self._workers)
            ]
            try:
                asyncio.run(asyncio.wait_for(wait_for_answer(HOST, port), OPENING_SECONDS))
            except TimeoutError as error:
                raise Refusal(SERVER_BROKE(log=self._log.read_text()[-2000:])) from error
            self.url, self.pids = f"http://{HOST}:{port}", [server.pid for server in servers]
            yield

    @contextmanager
    def process(self, module: str, *words: str) -> Iterator["subprocess.Popen[bytes]"]:
        """Another process of the house, beside its servers, for as long as the context lasts."""
        with self._process(_python(module, *words)) as process:
            yield process

    @contextmanager
    def _process(self, command: Sequence[str]) -> Iterator["subprocess.Popen[bytes]"]:
        with self._log.open("ab") as log:
            # A group of its own: Ctrl+C reaches the rehearsal alone, which then closes its house.
            server = subprocess.Popen(  # noqa: S603
                command,
                cwd=HOUSE,
                env=self._variables,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                process_group=0,
            )
        try:
            yield server
        finally:
            _end(server)

    async def gather(self, rooms: int, people: int) -> list[Newcomer]:
        """Made in the database itself."""
        return msgspec.json.decode(await self._backstage(Gather(rooms, people)), type=list[Newcomer])

    async def note(self) -> None:
        """Nothing: the database keeps it all."""

    async def read_log(self) -> dict[int, Lines]:
        """From the table."""
        return msgspec.json.decode(await self._backstage(ReadLog()), type=dict[int, Lines])

    async def convene(self, people: int) -> Convened:
        """A rencontre of the occasion."""
        return msgspec.json.decode(await self._backstage(Convene(people)), type=Convened)

    async def _backstage(self, request: Request) -> bytes:
        process = await asyncio.create_subprocess_exec(
            *_python("realtime.simulate.backstage"),
            cwd=HOUSE,
            env=self._variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        answer, trouble = await process.communicate(msgspec.json.encode(request))
        if process.returncode:
            raise Refusal(BACKSTAGE_BROKE(log=trouble.decode()[-2000:]))
        return answer

    @property
    def _log(self) -> Path:
        return self._folder / "server.log"


@contextmanager
def own_house(workers: int) -> Iterator[OwnHouse]:
    """A house that lasts as long as the context. Raises ``Refusal``."""
    with tempfile.TemporaryDirectory(prefix="hub-rehearsal-") as folder:
        house = OwnHouse(Path(folder), workers)
        house.prepare()
        with house.opened():
            yield house


def _own_variables(folder: Path) -> dict[str, str]:
    """Nothing of a house that is in use: its database, its channels, its letters."""
    return {
        "DJANGO_SETTINGS_MODULE": "settings.dev",
        "HUB_DATA": str(folder),
        "DATABASE_URL": "",
        "EMAIL_URL": "consolemail://",
        "HUB_LOG": "WARNING",
        "HUB_REDIS_PREFIX": f"rehearsal-{secrets.token_hex(4)}",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "PYTHONPATH": str(HOUSE),
    }


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind((HOST, 0))
        return int(trial.getsockname()[1])


def _python(module: str, *words: str) -> list[str]:
    return [sys.executable, "-P", "-m", module, *words]


def _end(server: "subprocess.Popen[bytes]") -> None:
    server.terminate()
    try:
        server.wait(GRACE)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
