"""The hub under test: the interface, and a temporary hub made for one rehearsal."""

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
from realtime.serve.sentences import CommandRefused
from realtime.serve.supervisor import server_command
from realtime.simulate.process_messages import (
    LogLines,
    MadeMeeting,
    MakeMeeting,
    MakeRooms,
    MakeSessions,
    MakeStorm,
    Newcomer,
    PlannedPhase,
    ReadLog,
    SeedingRequest,
    StartSessions,
)
from realtime.simulate.room_page import PageUnavailable, open_page
from realtime.simulate.sentences import BACKSTAGE_BROKE, NOT_PREPARED, SERVER_BROKE

HOST = "127.0.0.1"
OPENING_SECONDS = 60.0
GRACE = 15.0  # seconds for a server to end


class Venue(Protocol):
    """A Hub at ``url``. ``pids``: its processes, where known."""

    url: str
    pids: Sequence[int]

    async def gather(self, rooms: int, people: int) -> list[Newcomer]:
        """Return the people to simulate: ``people`` for each of ``rooms``, room after room."""

    async def compose(self, phases: list[PlannedPhase]) -> dict[int, list[int]]:
        """Compose a session of these phases in each room; return their ids by room. Raises
        ``CommandRefused`` where nobody may."""

    async def start(self, at: float) -> None:
        """Begin these sessions at that time, in seconds since 1970."""

    async def unsettle(self, slug: str, hostile: int, team: int) -> list[Newcomer]:
        """Bring people who harm into the room ``slug``, and a team. Raises ``CommandRefused`` where nobody
        may."""

    async def note(self) -> None:
        """Called now and then: record what could not be read at the end."""

    async def read_log(self) -> dict[int, LogLines]:
        """Return each room's log, from its beginning or from before anybody came."""


class TemporaryHub:
    """Server processes on a fresh data folder; ``more``: further environment variables."""

    def __init__(self, folder: Path, workers: int, more: Mapping[str, str] | None = None) -> None:
        self.url = ""
        self.pids: Sequence[int] = ()
        self._folder, self._workers = folder, workers
        self._variables = {**os.environ, **_own_variables(folder), **(more or {})}

    def prepare(self) -> None:
        """Migrate, compile translations, collect static files. Raises ``CommandRefused``."""
        words = _python("realtime.serve.preparing", "--no-demo")
        done = subprocess.run(words, cwd=HOUSE, env=self._variables, check=False, stdout=subprocess.DEVNULL)  # noqa: S603
        if done.returncode:
            raise CommandRefused(NOT_PREPARED(folder=self._folder))

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Run the servers for the duration of the context. Raises ``CommandRefused``."""
        port = _free_port()
        with ExitStack() as stack:
            servers = [
                stack.enter_context(self._process(server_command(HOST, port)))
                for _number in range(self._workers)
            ]
            try:
                asyncio.run(asyncio.wait_for(wait_for_answer(HOST, port), OPENING_SECONDS))
            except TimeoutError as error:
                raise self._broke() from error
            self.url, self.pids = f"http://{HOST}:{port}", [server.pid for server in servers]
            yield

    @contextmanager
    def process(self, module: str, *words: str) -> Iterator["subprocess.Popen[bytes]"]:
        """Run another process of the hub for the duration of the context."""
        with self._process(_python(module, *words)) as process:
            yield process

    @contextmanager
    def _process(self, command: Sequence[str]) -> Iterator["subprocess.Popen[bytes]"]:
        with self._log.open("ab") as log:
            # A process group of its own: Ctrl+C reaches the rehearsal alone, which then stops its servers.
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
        """Make rooms and people in the database, and load a page: how long a server that has just started
        takes for its first one is not what is rehearsed. Raises ``CommandRefused``."""
        made = msgspec.json.decode(await self._backstage(MakeRooms(rooms, people)), type=list[Newcomer])
        try:
            await asyncio.to_thread(open_page, self.url, made[0])
        except (PageUnavailable, OSError) as error:
            raise self._broke() from error
        return made

    async def compose(self, phases: list[PlannedPhase]) -> dict[int, list[int]]:
        """Compose the sessions, led by each fabrique's artist."""
        made = await self._backstage(MakeSessions(phases))
        return msgspec.json.decode(made, type=dict[int, list[int]])

    async def start(self, at: float) -> None:
        """Let the artists begin them. Raises ``CommandRefused``."""
        await self._backstage(StartSessions(at))

    async def unsettle(self, slug: str, hostile: int, team: int) -> list[Newcomer]:
        """Make them in the database."""
        made = await self._backstage(MakeStorm(slug, hostile, team))
        return msgspec.json.decode(made, type=list[Newcomer])

    async def note(self) -> None:
        """Nothing to do: the database keeps everything."""

    async def read_log(self) -> dict[int, LogLines]:
        """Read the logs from the database."""
        return msgspec.json.decode(await self._backstage(ReadLog()), type=dict[int, LogLines])

    async def make_meeting(self, people: int) -> MadeMeeting:
        """Make a fabrique with a rencontre."""
        return msgspec.json.decode(await self._backstage(MakeMeeting(people)), type=MadeMeeting)

    async def _backstage(self, request: SeedingRequest) -> bytes:
        process = await asyncio.create_subprocess_exec(
            *_python("realtime.simulate.seeding"),
            cwd=HOUSE,
            env=self._variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        answer, trouble = await process.communicate(msgspec.json.encode(request))
        if process.returncode:
            raise CommandRefused(BACKSTAGE_BROKE(log=trouble.decode()[-2000:]))
        return answer

    def _broke(self) -> CommandRefused:
        return CommandRefused(SERVER_BROKE(log=self._log.read_text()[-2000:]))

    @property
    def _log(self) -> Path:
        return self._folder / "server.log"


@contextmanager
def temporary_hub(workers: int) -> Iterator[TemporaryHub]:
    """Run a temporary hub for the duration of the context. Raises ``CommandRefused``."""
    with tempfile.TemporaryDirectory(prefix="hub-rehearsal-") as folder:
        hub = TemporaryHub(Path(folder), workers)
        hub.prepare()
        with hub.opened():
            yield hub


def _own_variables(folder: Path) -> dict[str, str]:
    """Return variables that share nothing with a hub in use: no database, no Redis prefix, no mail."""
    return {
        "DJANGO_SETTINGS_MODULE": "settings.dev",
        "HUB_DATA": str(folder),
        "DATABASE_URL": "",
        "EMAIL_URL": "consolemail://",
        "HUB_LOG": "WARNING",
        # All come from one address, faster than any house fills.
        "HUB_PACE_ARRIVALS": "1e9,1e9",
        "HUB_PACE_STRANGERS": "1e9,1e9",
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
