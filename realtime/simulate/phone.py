"""The device of one person: it keeps its socket as a browser does, comes back, and loses nothing."""

import asyncio
import math
import random
from collections import deque
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from websockets.exceptions import WebSocketException
from websockets.protocol import State

from realtime.simulate.client import Fact, Wire, dial, packed
from realtime.simulate.feed import Feed, Taken
from realtime.simulate.latency import TWICE
from realtime.simulate.message import Line, read
from realtime.simulate.page import Entry
from realtime.simulate.tally import Tally
from realtime.simulate.telling import Done

BASE, LONGEST = 0.5, 30.0  # seconds: the full-jitter back-off of the house's browsers
HOPEFUL = 6  # attempts more within two seconds each
ANSWER_SECONDS = 20.0  # without an answer for so long, it is said again
FOR_GOOD = 4500  # close codes from here on: do not come back
RECENT_POSTS = 60


def longest_pause(attempt: int) -> float:
    """Seconds within which a browser tries again, at its attempt number ``attempt`` from 0."""
    return min(LONGEST, BASE * 2.0 ** min(attempt, max(2, attempt - HOPEFUL)))


@dataclass(eq=False)
class Asked:
    """A lasting command on its way: ``sent`` counts how often it left, the last time at ``at``."""

    fact: Fact
    answer: "asyncio.Future[Fact]"
    sent: int = 0
    at: float = math.inf


@dataclass(eq=False)
class Phone:
    """``live_since``: following without a break since then; infinite while it is asleep or cut off."""

    url: str
    entry: Entry
    tally: Tally
    chance: random.Random
    feed: Feed = field(init=False)
    posts: deque[int] = field(init=False)
    live_since: float = math.inf
    wire: Wire | None = None
    _asked: dict[str, Asked] = field(default_factory=dict)
    _reachable: asyncio.Event = field(default_factory=asyncio.Event)
    _attempt: int = 0

    def __post_init__(self) -> None:
        self.feed = Feed(self.entry.seq)
        self.posts = deque(self.entry.posts, RECENT_POSTS)
        self._reachable.set()

    # The socket.

    async def keep_connected(self) -> None:
        """Open the socket each time it ends, until cancelled or told not to come back."""
        while True:
            await self._reachable.wait()
            code = await self._one_socket()
            if code is not None and code >= FOR_GOOD:
                self.tally.error(f"closed: {code}")
                return
            await asyncio.sleep(self.chance.random() * longest_pause(self._attempt))
            self._attempt += 1

    async def _one_socket(self) -> int | None:
        try:
            self.wire = wire = await dial(self.url, self.entry.cookie)
        except (OSError, TimeoutError, WebSocketException) as error:
            self.tally.error(f"no connection: {type(error).__name__}")
            return None
        self.tally.act("socket")
        self.tally.connected += 1
        try:
            self._follow()
            wire.listen(self._hear)
            await wire.wait_closed()
        finally:
            self.live_since = math.inf
            self.tally.connected -= 1
        return self._ended(wire)

    def _ended(self, wire: Wire) -> int | None:
        if not self._reachable.is_set():
            return None  # our own doing
        code = wire.close_code
        self.tally.closes[code or 0] += 1
        return code

    @property
    def is_open(self) -> bool:
        """Whether a socket is open."""
        return self.wire is not None and self.wire.state is State.OPEN

    @property
    def is_live(self) -> bool:
        """Whether it follows its room."""
        return self.live_since < math.inf

    def signal(self, type_: str, **fields: Any) -> None:
        """Say something about the room that is not answered; nothing when there is no socket."""
        self._send({"type": type_, "room": self.entry.room, **fields})

    def _send(self, fact: Fact) -> None:
        if self.wire is not None and self.is_open:
            self.wire.say(packed(fact))

    def _follow(self) -> None:
        self.live_since = math.inf
        self.signal("subscribe", epoch=self.entry.epoch, since=self.feed.last)

    # What the service says.

    def _hear(self, payload: bytes) -> None:
        fact, lines = read(payload)
        match fact["type"]:
            case "events":
                self._take(lines)
            case "subscribed":
                self._attempt = 0
                self._is_live(again=True)
            case "pong":
                self._is_live(again=False)
            case "reply" | "refused" | "failed":
                self._answered(fact)
            case "reset" | "bad":
                self.tally.error(fact["type"])

    def _take(self, lines: list[Line]) -> None:
        now = _now()
        for line in lines:
            match self.feed.take(line.seq, line.told):
                case Taken.KEPT:
                    self._keep(line, now)
                case Taken.KNOWN:
                    self.tally.act("known")
                case Taken.GAP:
                    self.tally.act("gap")
                    self._follow()
                    return

    def _keep(self, line: Line, now: float) -> None:
        if line.post is not None:
            self.posts.append(line.post)
        if line.by != self.entry.me:
            self.tally.ledger.heard((self.entry.room, line.seq), now, self.live_since)

    def _is_live(self, *, again: bool) -> None:
        """Nothing is missing now: say what waits, ``again`` what was said on another socket."""
        self.live_since = _now()
        for asked in self._asked.values():
            if again or not asked.sent:
                self._say(asked)

    def _answered(self, fact: Fact) -> None:
        asked = self._asked.get(fact["ref"] or "")
        if asked is not None and not asked.answer.done():
            asked.answer.set_result(fact)
        elif fact["type"] != "reply":
            self.tally.error(f"{fact['type']}: {fact.get('code', '')}")

    # What the person says.

    async def ask(self, type_: str, **fields: Any) -> Fact:
        """A lasting command, said again under the same ref until it is answered; its reply or refusal."""
        ref = str(uuid4())
        fact = {"type": type_, "ref": ref, "room": self.entry.room, **fields}
        asked = self._asked[ref] = Asked(fact, asyncio.get_running_loop().create_future())
        if self.is_live:
            self._say(asked)
        try:
            return await self._insist(asked)
        finally:
            del self._asked[ref]

    async def _insist(self, asked: Asked) -> Fact:
        while True:
            answer = await self._patiently(asked)
            if answer["type"] == "reply":
                self._acknowledged(asked, answer)
                return answer
            if answer["type"] == "refused" and answer["code"] != "too_fast":
                self.tally.error(f"refused: {answer['code']}")
                return answer
            self.tally.act("too_fast") if answer["type"] == "refused" else self.tally.error("failed")
            await asyncio.sleep(answer.get("retry") or 1.0)
            asked.answer = asyncio.get_running_loop().create_future()
            self._say(asked)

    async def _patiently(self, asked: Asked) -> Fact:
        while True:
            try:
                return await asyncio.wait_for(asyncio.shield(asked.answer), ANSWER_SECONDS)
            except TimeoutError:
                if self.live_since + ANSWER_SECONDS < _now():  # there all the time, and heard nothing
                    self.tally.error("no answer")
                    self._say(asked)

    def _say(self, asked: Asked) -> None:
        asked.sent += 1
        asked.at = _now()
        self._send(asked.fact)

    def _acknowledged(self, asked: Asked, reply: Fact) -> None:
        now = _now()
        done = Done(self.entry.me, reply["room"], reply["seq"])
        self.tally.answered(done, asked.at if asked.sent == 1 else TWICE, now)

    # What befalls it.

    async def sleep(self, seconds: float) -> None:
        """The screen goes dark: nothing is read, nobody says goodbye."""
        self.tally.act("sleep")
        wire = self.wire
        if wire is not None and self.is_open:
            self.live_since = math.inf
            wire.transport.pause_reading()
        await asyncio.sleep(seconds)
        if wire is not None and self.is_open and wire is self.wire:
            wire.transport.resume_reading()
            self._send({"type": "ping"})  # its pong comes after all that waited

    async def be_cut(self, seconds: float) -> None:
        """The network goes away without a word, and comes back."""
        self.tally.act("cut")
        self._reachable.clear()
        if self.wire is not None and self.is_open:
            self.wire.transport.abort()
        await asyncio.sleep(seconds)
        self._reachable.set()

    async def be_closed(self, seconds: float) -> None:
        """The tab is closed, properly, and opened again later."""
        self.tally.act("close")
        self._reachable.clear()
        if self.wire is not None:
            await self.wire.close(1001)
        await asyncio.sleep(seconds)
        self._reachable.set()

    async def reach(self, seq: int, patience: float) -> None:
        """Be connected and have everything up to ``seq``, after ``patience`` seconds at most."""
        self._reachable.set()
        until = _now() + patience
        while not (self.is_live and self.feed.last >= seq) and _now() < until:  # noqa: ASYNC110 - no one tells
            await asyncio.sleep(0.05)


def _now() -> float:
    return asyncio.get_running_loop().time()
