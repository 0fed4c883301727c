"""Writers that never give up: the client's half of "acknowledged means kept"."""

import asyncio
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from websockets.exceptions import WebSocketException

from tests.machine.hub import Hub
from tests.realtime.visitor import Visitor, visit

Gone = (WebSocketException, OSError, TimeoutError, EOFError)


@dataclass
class Writer:
    """A person who writes ``bodies`` one after the other, each under one ref, again until it is acknowledged,
    and keeps the feed: ``seen`` maps a number to its event."""

    hub: Hub
    session: str
    place: tuple[int, str]
    bodies: list[str]
    acknowledged: dict[str, int] = field(default_factory=dict)
    seen: dict[int, dict[str, Any]] = field(default_factory=dict)
    doubled: int = 0
    disordered: int = 0

    async def write_all(self) -> None:
        """Until every body is acknowledged."""
        waiting = [(str(uuid4()), body) for body in self.bodies]
        while waiting:
            try:
                async with visit(self.hub, self.session) as socket:
                    await self._follow(socket)
                    while waiting:
                        await self._write(socket, *waiting[0])
                        waiting.pop(0)
            except Gone:
                await asyncio.sleep(0.1)

    async def catch_up(self, head: int) -> None:
        """Read on until ``head``."""
        while self.last < head:
            try:
                async with visit(self.hub, self.session) as socket:
                    await self._follow(socket)
            except Gone:
                await asyncio.sleep(0.1)

    @property
    def last(self) -> int:
        """The number of the last event applied."""
        return max(self.seen, default=0)

    async def _follow(self, socket: Visitor) -> None:
        await socket.follow(*self.place, since=self.last)
        self._apply(socket)

    async def _write(self, socket: Visitor, ref: str, body: str) -> None:
        answer = await socket.ask("publish", ref=ref, room=self.place[0], body=body)
        assert answer["type"] == "reply", answer
        self.acknowledged[body] = answer["seq"]
        self._apply(socket)

    def _apply(self, socket: Visitor) -> None:
        """As a browser does: the next number only; what is known is passed over, a gap ends the visit."""
        for line in socket.lines.pop(self.place[0], []):
            if line["seq"] <= self.last:
                self.doubled += self.seen[line["seq"]] != line
            elif line["seq"] == self.last + 1:
                self.seen[line["seq"]] = line
            else:
                self.disordered += 1
