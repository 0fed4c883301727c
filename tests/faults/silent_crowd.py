"""People who write in silence on phones that keep every byte that they are sent."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any
from uuid import uuid4

from people.models import Person
from realtime.simulate.seeding import cookie_of
from realtime.simulate.wire_client import JSON, MSGPACK, Fact, connect_wire, packed, unpacked
from rooms import joining
from tests.cast import Cast
from tests.faults.crowd import Gone
from tests.machine.hub import Hub
from tests.machine.process import PATIENCE
from tests.realtime.visitor import signed_in


@dataclass
class SilentPhone:
    """A person with a phone, at the ``url`` of the service: ``frames`` holds every byte it was sent,
    ``lines`` the log as it came, each number once. ``texts`` are what they wrote, the last of them
    ``finished`` or not, none shorter than ``length``."""

    name: str
    url: str
    cookie: str
    place: tuple[int, str]
    codec: str
    is_finished: bool
    length: int = 0
    frames: list[bytes] = field(default_factory=list)
    lines: dict[int, Fact] = field(default_factory=dict)
    _answers: dict[str, "asyncio.Future[Fact]"] = field(default_factory=dict)
    _asked: dict[str, Fact] = field(default_factory=dict)
    _socket: Any = None
    _heard: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def last(self) -> int:
        """The number of the last line that came."""
        return max(self.lines, default=0)

    @property
    def texts(self) -> list[str]:
        """What they write, each longer than the one before; nobody else writes any of it."""
        texts = [f"{self.name} murmure{' encore' * more}." for more in range(3)]
        return [text.ljust(self.length, "o") for text in texts]

    async def live(self) -> None:
        """Stay connected, coming back after each cut, until cancelled."""
        while True:
            with suppress(*Gone):
                await self._one_socket()
            self._socket = None
            await asyncio.sleep(0.1)

    async def write(self, phase: int) -> None:
        """Keep a text as it grows, and finish it; or think better of it, so that it stays a draft."""
        for text in self.texts[:-1]:
            await self.ask("text.keep", phase=phase, body=text)
        await self.ask("phase.finish", phase=phase, body=self.texts[-1], on=True)
        if not self.is_finished:
            await self.ask("phase.finish", phase=phase, body="", on=False)

    async def ask(self, type_: str, **fields: Any) -> Fact:
        """Send a command until it is answered. Fails unless it was done."""
        answer = await self.tell(type_, **fields)
        assert answer["type"] == "reply", answer
        return answer

    async def tell(self, type_: str, **fields: Any) -> Fact:
        """Send a command, again after each cut, until it is answered, perhaps by a refusal."""
        ref = str(uuid4())
        self._asked[ref] = {"type": type_, "ref": ref, "room": self.place[0], **fields}
        self._answers[ref] = asyncio.get_running_loop().create_future()
        await self._say(self._asked[ref])
        answer = await asyncio.wait_for(self._answers[ref], PATIENCE)
        del self._asked[ref], self._answers[ref]
        return answer

    async def reaches(self, seq: int) -> None:
        """Wait until it has every line up to ``seq``. Raises ``TimeoutError``."""
        await _reached(self.lines, seq, self._heard)

    async def _one_socket(self) -> None:
        async with connect_wire(self.url, self.cookie, self.codec) as socket:
            self._socket = socket
            room, epoch = self.place
            await self._say({"type": "subscribe", "room": room, "epoch": epoch, "since": self.last})
            for command in list(self._asked.values()):
                await self._say(command)
            async for frame in socket:
                self._take(frame)

    async def _say(self, fact: Fact) -> None:
        if self._socket is not None:
            with suppress(*Gone):
                await self._socket.send(packed(fact) if self.codec == MSGPACK else json.dumps(fact))

    def _take(self, frame: str | bytes) -> None:
        self.frames.append(frame.encode() if isinstance(frame, str) else frame)
        fact = unpacked(frame)
        for line in fact.get("events", ()):
            self.lines.setdefault(line["seq"], line)
        answer = self._answers.get(fact.get("ref") or "")
        if answer is not None and not answer.done():
            answer.set_result(fact)
        self._heard.set()


@dataclass
class PollingReader:
    """Somebody who reads over plain HTTP alone: the long poll as it answers, and every page of ``pages``."""

    hub: Hub
    cookie: str
    place: tuple[str, str]
    pages: Sequence[str]
    frames: list[bytes] = field(default_factory=list)
    lines: dict[int, Fact] = field(default_factory=dict)
    _heard: asyncio.Event = field(default_factory=asyncio.Event)

    async def poll(self) -> None:
        """Poll for lines until cancelled, again after each cut."""
        slug, epoch = self.place
        while True:
            since = max(self.lines, default=0)
            try:
                told = json.loads(await self.get(f"/f/{slug}/events?epoch={epoch}&since={since}"))
            except (OSError, EOFError, ValueError):
                await asyncio.sleep(0.1)
                continue
            for line in (line for message in told for line in message.get("events", ())):
                self.lines.setdefault(line["seq"], line)
            self._heard.set()

    async def reaches(self, seq: int) -> None:
        """Wait until it has every line up to ``seq``. Raises ``TimeoutError``."""
        await _reached(self.lines, seq, self._heard)

    async def read_all(self) -> None:
        """Load each page once. Fails unless it comes."""
        for page in self.pages:
            assert await self.get(page)

    async def get(self, path: str) -> bytes:
        """Return the body of a page; all that came is kept. Raises ``OSError``, ``EOFError``."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.hub.port)
        heads = {"Host": f"127.0.0.1:{self.hub.port}", "Cookie": self.cookie, "Connection": "close"}
        asked = "".join(f"{name}: {value}\r\n" for name, value in heads.items())
        with closing(writer):
            writer.write(f"GET {path} HTTP/1.1\r\n{asked}\r\n".encode())
            answer = await reader.read()
        self.frames.append(answer)
        head, found, body = answer.partition(b"\r\n\r\n")
        if not found or not head.startswith(b"HTTP/1.1 200"):
            raise EOFError(head.decode())
        return body


async def _reached(lines: Mapping[int, Fact], seq: int, heard: asyncio.Event) -> None:
    async with asyncio.timeout(PATIENCE):
        while max(lines, default=0) < seq:
            heard.clear()
            await heard.wait()


def silent_crowd(servers: Sequence[Hub], cast: Cast, people: int) -> list[SilentPhone]:
    """Return ``people`` new members of the fabrique, at the servers in turn, every fourth of whom never
    finishes. The caller is inside the Hub."""
    members = [Person.objects.arrive(f"Plume-{number:02}") for number in range(people)]
    for person in members:
        joining.join(person, cast.fabrique)
    cast.fabrique.refresh_from_db()
    place, codecs = (cast.fabrique.pk, cast.fabrique.epoch), cycle((JSON, MSGPACK, JSON))
    return [
        SilentPhone(person.name, hub.url, cookie_of(signed_in(person)), place, codec, number % 4 != 3)
        for number, (person, hub, codec) in enumerate(zip(members, cycle(servers), codecs, strict=False))
    ]


def told_early(frames: Sequence[bytes], words: Mapping[str, bytes]) -> list[str]:
    """Return the names of whom words came in a frame before or without the line that reveals them."""
    revealed: set[str] = set()
    early: list[str] = []
    for frame in frames:
        revealed |= {line["event"]["post"]["author"]["name"] for line in lines_in(frame) if _reveals(line)}
        early += [name for name, said in words.items() if said in frame and name not in revealed]
    return early


def bodies(lines: Mapping[int, Fact]) -> list[str]:
    """Return the texts that were revealed, in their order."""
    return [line["event"]["post"]["body"] for _seq, line in sorted(lines.items()) if _reveals(line)]


def _reveals(line: Fact) -> bool:
    return bool(line["event"]["kind"] == "post.published" and line["event"]["post"]["kind"] == "silence")


def lines_in(frame: bytes) -> list[Fact]:
    """Return the lines of a message of either codec."""
    message = json.loads(frame) if frame.startswith(b"{") else unpacked(frame)
    return list(message.get("events", ()))
