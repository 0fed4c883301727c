"""A hub that is already running: people join with its codes, and a witness of ours reads its log."""

import asyncio
from collections.abc import Sequence

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import WebSocketException

from realtime.serve.sentences import CommandRefused
from realtime.simulate import phrases
from realtime.simulate.process_messages import LogLines, Newcomer, PlannedPhase
from realtime.simulate.received_log import author_of, digest_in_log
from realtime.simulate.room_page import PageUnavailable, RoomPage, open_page
from realtime.simulate.sentences import CODE_REFUSED, LOG_UNREADABLE, SESSION_NEEDS_HOUSE, STORM_NEEDS_HOUSE
from realtime.simulate.wire_client import MSGPACK, connect_wire, packed, unpacked

PATIENCE = 30.0  # seconds to read what is new in a log


class RunningHub:
    """The Hub at ``url``, entered by one join code for each room."""

    def __init__(self, url: str, codes: Sequence[str]) -> None:
        self.url = url
        self.pids: Sequence[int] = ()
        self._codes = codes
        self._witnesses: dict[int, RoomPage] = {}
        self._logs: dict[int, LogLines] = {}

    async def gather(self, rooms: int, people: int) -> list[Newcomer]:
        """Return newcomers who will join by code. Raises ``CommandRefused`` when a code is wrong."""
        for code in self._codes[:rooms]:
            entry = await self._witness(code)
            self._witnesses[entry.room], self._logs[entry.room] = entry, []
        return [
            Newcomer(f"{phrases.name(each)} {number + 1}-{each + 1}", code=code)
            for number, code in enumerate(self._codes[:rooms])
            for each in range(people)
        ]

    async def compose(self, phases: list[PlannedPhase]) -> dict[int, list[int]]:
        """Raise ``CommandRefused``: whoever comes by a code leads nothing."""
        raise CommandRefused(SESSION_NEEDS_HOUSE(name=phases[0].title))

    async def start(self, at: float) -> None:
        """Nothing to do: nothing was composed."""

    async def unsettle(self, slug: str, hostile: int, team: int) -> list[Newcomer]:
        """Raise ``CommandRefused``: whoever comes by a code is not of the team."""
        raise CommandRefused(STORM_NEEDS_HOUSE(hostile=hostile, team=team))

    async def note(self) -> None:
        """Read on in each log: the service sends a new socket only the recent past."""
        for room, entry in self._witnesses.items():
            self._logs[room] += await self._news(entry, self._last(room))

    async def read_log(self) -> dict[int, LogLines]:
        """Return the logs as the witness received them."""
        await self.note()
        return self._logs

    async def _witness(self, code: str) -> RoomPage:
        try:
            return await asyncio.to_thread(open_page, self.url, Newcomer("Témoin", code=code))
        except (PageUnavailable, OSError) as error:
            raise CommandRefused(CODE_REFUSED(code=code, url=self.url, reason=error)) from error

    def _last(self, room: int) -> int:
        return self._logs[room][-1][0] if self._logs[room] else self._witnesses[room].seq

    async def _news(self, entry: RoomPage, since: int) -> LogLines:
        try:
            async with asyncio.timeout(PATIENCE), connect_wire(self.url, entry.cookie, MSGPACK) as socket:
                asked = {"type": "subscribe", "room": entry.room, "epoch": entry.epoch, "since": since}
                await socket.send(packed(asked))
                return await _until_subscribed(socket)
        except (OSError, TimeoutError, WebSocketException) as error:
            raise CommandRefused(LOG_UNREADABLE(reason=error)) from error


async def _until_subscribed(socket: ClientConnection) -> LogLines:
    found: LogLines = []
    async for frame in socket:
        fact = unpacked(frame)
        if fact["type"] == "subscribed":
            return found
        if fact["type"] in ("reset", "refused"):
            raise CommandRefused(LOG_UNREADABLE(reason=fact["type"]))
        found += [(line["seq"], author_of(line), digest_in_log(line)) for line in fact.get("events", ())]
    raise CommandRefused(LOG_UNREADABLE(reason=socket.close_code))
