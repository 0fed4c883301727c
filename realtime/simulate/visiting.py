"""A service that runs already: people come through its door, and its log is read by a witness of ours."""

import asyncio
from collections.abc import Sequence

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import WebSocketException

from realtime.serve.sentences import Refusal
from realtime.simulate import phrases
from realtime.simulate.client import MSGPACK, door, packed, unpacked
from realtime.simulate.feed import digest
from realtime.simulate.page import Entry, NoWayIn, open_page
from realtime.simulate.sentences import CODE_REFUSED, LOG_UNREADABLE
from realtime.simulate.telling import Lines, Newcomer

PATIENCE = 30.0  # seconds to read what is new in a log


class RunningService:
    """The Hub at ``url``, entered by one join code for each room."""

    def __init__(self, url: str, codes: Sequence[str]) -> None:
        self.url = url
        self.pids: Sequence[int] = ()
        self._codes = codes
        self._witnesses: dict[int, Entry] = {}
        self._logs: dict[int, Lines] = {}

    async def gather(self, rooms: int, people: int) -> list[Newcomer]:
        """Nobody is made: they come as newcomers do. Raises ``Refusal`` when a code leads nowhere."""
        for code in self._codes[:rooms]:
            entry = await self._witness(code)
            self._witnesses[entry.room], self._logs[entry.room] = entry, []
        return [
            Newcomer(f"{phrases.name(each)} {number + 1}-{each + 1}", code=code)
            for number, code in enumerate(self._codes[:rooms])
            for each in range(people)
        ]

    async def note(self) -> None:
        """Read on in each log: a service tells a fresh socket only so much of its past."""
        for room, entry in self._witnesses.items():
            self._logs[room] += await self._news(entry, self._last(room))

    async def read_log(self) -> dict[int, Lines]:
        """As a fresh socket was told it."""
        await self.note()
        return self._logs

    async def _witness(self, code: str) -> Entry:
        try:
            return await asyncio.to_thread(open_page, self.url, Newcomer("Témoin", code=code))
        except (NoWayIn, OSError) as error:
            raise Refusal(CODE_REFUSED(code=code, url=self.url, reason=error)) from error

    def _last(self, room: int) -> int:
        return self._logs[room][-1][0] if self._logs[room] else self._witnesses[room].seq

    async def _news(self, entry: Entry, since: int) -> Lines:
        try:
            async with asyncio.timeout(PATIENCE), door(self.url, entry.cookie, MSGPACK) as socket:
                asked = {"type": "subscribe", "room": entry.room, "epoch": entry.epoch, "since": since}
                await socket.send(packed(asked))
                return await _until_subscribed(socket)
        except (OSError, TimeoutError, WebSocketException) as error:
            raise Refusal(LOG_UNREADABLE(reason=error)) from error


async def _until_subscribed(socket: ClientConnection) -> Lines:
    found: Lines = []
    async for frame in socket:
        fact = unpacked(frame)
        if fact["type"] == "subscribed":
            return found
        if fact["type"] in ("reset", "refused"):
            raise Refusal(LOG_UNREADABLE(reason=fact["type"]))
        found += [(line["seq"], line["by"], digest(line)) for line in fact.get("events", ())]
    raise Refusal(LOG_UNREADABLE(reason=socket.close_code))
