"""Writers that never give up: the client's half of "acknowledged means kept"."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from itertools import cycle, islice, repeat
from typing import Any
from uuid import uuid4

import msgspec
from websockets.exceptions import WebSocketException

from people.models import Person
from rooms import joining
from rooms.models import Event, Post, Room
from tests.cast import Cast, gather
from tests.machine.hub import Hub
from tests.machine.process import PATIENCE
from tests.realtime.visitor import SocketVisitor, signed_in, visit

MEGABYTE = 1 << 20
Gone = (WebSocketException, OSError, TimeoutError, EOFError)


@dataclass
class CrowdWriter:
    """A person who writes ``bodies`` one after the other, each under one ref, again until it is acknowledged,
    and keeps the feed: ``seen`` maps a number to its event. After each cut it stays away for one of ``gaps``;
    ``waits`` are the seconds from each command to its answer."""

    name: str
    hub: Hub
    session: str
    place: tuple[int, str]
    bodies: list[str]
    pause: float = 0.0
    port: int | None = None
    gaps: Iterator[float] = field(default_factory=lambda: repeat(0.1))
    waits: list[float] = field(default_factory=list)
    acknowledged: dict[str, int] = field(default_factory=dict)
    seen: dict[int, dict[str, Any]] = field(default_factory=dict)
    doubled: int = 0
    disordered: int = 0

    async def write_all(self, most: int | None = None) -> None:
        """Write until every body is acknowledged, or ``most`` more; write none twice."""
        unwritten = [body for body in self.bodies if body not in self.acknowledged]
        await self._write_each(unwritten[:most])

    async def write_until(self, over: asyncio.Event) -> None:
        """Write one more body after the other, each added to ``bodies``, until ``over`` is set."""
        await self._write_each(self._more_bodies(over))

    async def listen(self, until: int) -> None:
        """Stay on one socket, asking for nothing, until event ``until`` has been received."""
        async with self._visit() as socket:
            await self._follow(socket)
            while self.last < until:
                await socket.hear("events")
                self._apply(socket)

    async def catch_up(self, head: int) -> None:
        """Read events up to number ``head``, connecting again where needed."""
        while self.last < head:
            try:
                async with self._visit() as socket:
                    await self._follow(socket)
            except Gone:
                await asyncio.sleep(0.1)

    @property
    def last(self) -> int:
        """The number of the last event applied: they are in order."""
        return next(reversed(self.seen), 0)

    def _more_bodies(self, over: asyncio.Event) -> Iterator[str]:
        while not over.is_set():
            self.bodies.append(f"{self.name} · {len(self.bodies)}")
            yield self.bodies[-1]

    async def _write_each(self, bodies: Iterable[str]) -> None:
        commands = ((str(uuid4()), body) for body in bodies)
        command = next(commands, None)
        while command:
            try:
                async with self._visit() as socket:
                    await self._follow(socket)
                    while command:
                        await self._write(socket, *command)
                        command = next(commands, None)
            except Gone:
                await asyncio.sleep(next(self.gaps))

    def _visit(self) -> AbstractAsyncContextManager[SocketVisitor]:
        return visit(self.hub, self.session, port=self.port)

    async def _follow(self, socket: SocketVisitor) -> None:
        await socket.follow(*self.place, since=self.last)
        self._apply(socket)

    async def _write(self, socket: SocketVisitor, ref: str, body: str) -> None:
        began = time.monotonic()
        answer = await socket.ask("publish", ref=ref, room=self.place[0], body=body)
        self.waits.append(time.monotonic() - began)
        if answer["type"] == "failed":  # the service failed and says so: send the same command again
            raise EOFError(answer)
        assert answer["type"] == "reply", answer
        self.acknowledged[body] = answer["seq"]
        self._apply(socket)
        await asyncio.sleep(self.pause)

    def _apply(self, socket: SocketVisitor) -> None:
        """Apply only the next number, as a browser does; known ones are skipped, a gap ends the visit."""
        for line in socket.lines.pop(self.place[0], []):
            if line["seq"] <= self.last:
                self.doubled += self.seen[line["seq"]] != line
            elif line["seq"] == self.last + 1:
                self.seen[line["seq"]] = line
            else:
                self.disordered += 1


def crowd(servers: Sequence[Hub], people: int, each: int, ending: str = "") -> list[CrowdWriter]:
    """Return ``people`` new writers with ``each`` bodies in one fabrique, all with the same ``ending``, at
    the ``servers`` in turn."""
    with servers[0].inside():
        room = gather().fabrique
        writers = [Person.objects.arrive(f"Plume {number}") for number in range(people)]
        for person in writers:
            joining.join(person, room)
        room.refresh_from_db()
        place = (room.pk, room.epoch)
        return [
            CrowdWriter(person.name, server, signed_in(person), place, _bodies_of(person, each, ending))
            for person, server in zip(writers, cycle(servers), strict=False)
        ]


def _bodies_of(person: Person, each: int, ending: str) -> list[str]:
    return [f"{person.name} · {number}{ending}" for number in range(each)]


@asynccontextmanager
async def writing(writers: Sequence[CrowdWriter]) -> AsyncIterator[None]:
    """Let everybody write while the context lasts, and then until what they began is acknowledged."""
    over = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for writer in writers:
            group.create_task(writer.write_until(over))
        yield
        over.set()


async def ended_in_turn(servers: Sequence[Hub], times: int, end: Callable[[Hub], None]) -> list[CrowdWriter]:
    """End one server after another by ``end`` and start it again, while twenty people write; return them."""
    writers = crowd(servers, people=20, each=0)
    async with writing(writers):
        for server in islice(cycle(servers), times):
            await all_write_on([writer for writer in writers if writer.hub is server])
            await asyncio.to_thread(end, server)
            await asyncio.to_thread(server.start)
    return writers


async def all_write_on(writers: Sequence[CrowdWriter]) -> None:
    """Wait until each has one more body acknowledged than at the call. Raises ``TimeoutError``."""
    wanted = {id(writer): len(writer.acknowledged) for writer in writers}
    async with asyncio.timeout(PATIENCE):
        while not all(len(writer.acknowledged) > wanted[id(writer)] for writer in writers):  # noqa: ASYNC110
            await asyncio.sleep(0.02)


@asynccontextmanager
async def lean(servers: Sequence[Hub], writers: Sequence[CrowdWriter]) -> AsyncIterator[None]:
    """Check that no server grows by more than twenty megabytes meanwhile, once it is warm."""
    await asyncio.gather(*(writer.write_all(most=2) for writer in writers))
    before = [server.process.memory for server in servers]
    yield
    for server, then in zip(servers, before, strict=True):
        assert server.process.memory - then < 20 * MEGABYTE


async def all_feeds_are_the_log(writers: Sequence[CrowdWriter]) -> None:
    """Let everybody catch up, then hold every feed to the log, and what these wrote to what was acknowledged:
    others may have written there."""
    hub = writers[0].hub
    log = await asyncio.to_thread(_log_of, hub, writers[0].place[0])
    await asyncio.gather(*(writer.catch_up(len(log)) for writer in writers))
    asked = sorted(body for writer in writers for body in writer.bodies)
    assert sorted(body for writer in writers for body in writer.acknowledged) == asked
    names = [writer.name for writer in writers]
    assert await asyncio.to_thread(_bodies, hub, writers[0].place[0], names) == asked
    for writer in writers:
        assert (writer.doubled, writer.disordered) == (0, 0)
        assert [writer.seen[seq]["event"] for seq in sorted(writer.seen)] == log


def the_cast(hub: Hub) -> tuple[Cast, str, str]:
    """Return everybody, with their fabrique as it is, and the sessions of Marcel and of Awa of the staff."""
    with hub.inside():
        cast = gather()
        cast.fabrique.refresh_from_db()
        return cast, signed_in(cast.marcel), signed_in(cast.awa)


def _log_of(hub: Hub, room: int) -> list[dict[str, object]]:
    """Return the events of ``room``, which must be dense from 1."""
    with hub.inside():
        rows = list(Event.objects.filter(room=room).order_by("seq").values_list("seq", "data"))
        assert [seq for seq, _data in rows] == list(range(1, Room.objects.get(pk=room).head + 1))
    return [msgspec.json.decode(data) for _seq, data in rows]


def _bodies(hub: Hub, room: int, names: Sequence[str]) -> list[str]:
    with hub.inside():
        theirs = Post.objects.filter(room=room, author__name__in=names)
        return sorted(theirs.values_list("body", flat=True))
