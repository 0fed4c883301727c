"""A person's device: it keeps a socket open as a browser does, reconnects, and repeats unanswered
commands."""

import asyncio
import math
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from websockets.exceptions import WebSocketException
from websockets.protocol import State

from realtime.simulate.latency import SENT_AGAIN
from realtime.simulate.process_messages import Acknowledged
from realtime.simulate.received_log import LineStatus, ReceivedLog
from realtime.simulate.received_message import ReceivedLine, read
from realtime.simulate.room_page import RoomPage
from realtime.simulate.session_watch import SessionWatch
from realtime.simulate.tally import RunTally
from realtime.simulate.wire_client import Fact, WireClient, dial, packed

# Commands that leave no line of their own in the log, and refusals that only say: not in this phase.
UNLOGGED = {"text.keep", "phase.finish"}
HUSHED = {"phase_silent", "phase_led", "session_over"}
BASE, LONGEST = 0.5, 30.0  # seconds: the full-jitter back-off of the browser modules
HOPEFUL = 6  # further attempts within two seconds each, before the back-off grows
ANSWER_SECONDS = 20.0  # a command unanswered for so long is sent again
FOR_GOOD = 4500  # close codes from here on mean: do not reconnect
RECENT_POSTS = 60


def longest_pause(attempt: int) -> float:
    """Return the upper bound of the pause before attempt number ``attempt`` (from 0), in seconds."""
    return min(LONGEST, BASE * 2.0 ** min(attempt, max(2, attempt - HOPEFUL)))


@dataclass(eq=False)
class PendingCommand:
    """A lasting command without an answer yet: sent ``sent`` times, the last time at ``at``."""

    fact: Fact
    answer: "asyncio.Future[Fact]"
    sent: int = 0
    at: float = math.inf


@dataclass(eq=False)
class Phone:
    """``live_since``: subscribed without interruption since then; infinite while asleep or disconnected.
    ``expected``: refusals that are no errors. ``is_measured``: whether what it sends is timed. ``listener``
    hears each new line. ``is_slow``: its line is a slow one."""

    url: str
    entry: RoomPage
    tally: RunTally
    chance: random.Random
    feed: ReceivedLog = field(init=False)
    posts: deque[int] = field(init=False)
    live_since: float = math.inf
    wire: WireClient | None = None
    watch: SessionWatch | None = None
    expected: set[str] = field(default_factory=lambda: set(HUSHED))
    is_measured: bool = True
    is_slow: bool = False
    listener: Callable[[ReceivedLine], None] | None = None
    _pending: dict[str, PendingCommand] = field(default_factory=dict)
    _reachable: asyncio.Event = field(default_factory=asyncio.Event)
    _attempt: int = 0

    def __post_init__(self) -> None:
        self.feed = ReceivedLog(self.entry.seq)
        self.posts = deque(self.entry.posts, RECENT_POSTS)
        self._reachable.set()

    # The socket.

    async def keep_connected(self) -> None:
        """Reopen the socket each time it ends, until cancelled or told not to reconnect."""
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

    def _ended(self, wire: WireClient) -> int | None:
        if not self._reachable.is_set():
            return None  # closed by this side
        code = wire.close_code
        self.tally.closes[code or 0] += 1
        return code

    @property
    def is_open(self) -> bool:
        """Whether a socket is open."""
        return self.wire is not None and self.wire.state is State.OPEN

    @property
    def is_live(self) -> bool:
        """Whether it is subscribed and up to date."""
        return self.live_since < math.inf

    def signal(self, type_: str, **fields: Any) -> None:
        """Send a signal about the room, which is not answered. Does nothing without a socket."""
        self._send({"type": type_, "room": self.entry.room, **fields})

    def _send(self, fact: Fact) -> None:
        if self.wire is not None and self.is_open:
            self.wire.say(packed(fact))

    def _follow(self) -> None:
        self.live_since = math.inf
        self.signal("subscribe", epoch=self.entry.epoch, since=self.feed.last)

    # From the service.

    def _hear(self, payload: bytes) -> None:
        fact, lines = read(payload)
        if self.watch is not None:
            self.watch.hear(payload, lines)
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

    def _take(self, lines: list[ReceivedLine]) -> None:
        now = _now()
        for line in lines:
            if line.emptied and line.seq <= self.feed.last:
                self.tally.act("known")
                continue
            match self.feed.take(line.seq, line.told):
                case LineStatus.KEPT:
                    self._keep(line, now)
                case LineStatus.KNOWN:
                    self.tally.act("known")
                case LineStatus.GAP:
                    self.tally.act("gap")
                    self._follow()
                    return

    def _keep(self, line: ReceivedLine, now: float) -> None:
        if line.post is not None:
            self.posts.append(line.post)
        if self.listener is not None:
            self.listener(line)
        if line.by != self.entry.me:
            position = self.entry.room, line.seq
            self.tally.heard(position, now, self.live_since, slow=self.is_slow)

    def _is_live(self, *, again: bool) -> None:
        """Mark the phone up to date and send what is pending; ``again``: also what an older socket sent."""
        self.live_since = _now()
        for pending in self._pending.values():
            if again or not pending.sent:
                self._say(pending)

    def _answered(self, fact: Fact) -> None:
        pending = self._pending.get(fact["ref"] or "")
        if pending is not None and not pending.answer.done():
            pending.answer.set_result(fact)
        elif fact["type"] != "reply":
            self.tally.error(f"{fact['type']}: {fact.get('code', '')}")

    # From the person.

    async def ask(self, type_: str, **fields: Any) -> Fact:
        """Send a lasting command under one ref until it is answered. Return its reply or refusal."""
        ref = str(uuid4())
        fact = {"type": type_, "ref": ref, "room": self.entry.room, **fields}
        pending = self._pending[ref] = PendingCommand(fact, asyncio.get_running_loop().create_future())
        if self.is_live:
            self._say(pending)
        try:
            return await self._insist(pending)
        finally:
            del self._pending[ref]

    async def _insist(self, pending: PendingCommand) -> Fact:
        while True:
            answer = await self._patiently(pending)
            if answer["type"] == "reply":
                if pending.fact["type"] not in UNLOGGED:
                    self._acknowledged(pending, answer)
                return answer
            if answer["type"] == "refused" and answer["code"] in self.expected:
                self.tally.act("hushed")
                return answer
            if answer["type"] == "refused" and answer["code"] != "too_fast":
                self.tally.error(f"refused: {answer['code']}")
                return answer
            self.tally.act("too_fast") if answer["type"] == "refused" else self.tally.error("failed")
            await asyncio.sleep(answer.get("retry") or 1.0)
            pending.answer = asyncio.get_running_loop().create_future()
            self._say(pending)

    async def _patiently(self, pending: PendingCommand) -> Fact:
        while True:
            try:
                return await asyncio.wait_for(asyncio.shield(pending.answer), ANSWER_SECONDS)
            except TimeoutError:
                if self.live_since + ANSWER_SECONDS < _now():  # connected all the time, without an answer
                    self.tally.error("no answer")
                    self._say(pending)

    def _say(self, pending: PendingCommand) -> None:
        pending.sent += 1
        pending.at = _now()
        self._send(pending.fact)

    def _acknowledged(self, pending: PendingCommand, reply: Fact) -> None:
        now = _now()
        done = Acknowledged(self.entry.me, reply["room"], reply["seq"])
        self.tally.answered(done, pending.at if pending.sent == 1 and self.is_measured else SENT_AGAIN, now)

    # Disturbances.

    async def sleep(self, seconds: float) -> None:
        """Sleep: stop reading without closing the socket."""
        self.tally.act("sleep")
        wire = self.wire
        if wire is not None and self.is_open:
            self.live_since = math.inf
            wire.transport.pause_reading()
        await asyncio.sleep(seconds)
        if wire is not None and self.is_open and wire is self.wire:
            wire.transport.resume_reading()
            self._send({"type": "ping"})  # its pong follows everything that was queued

    async def be_cut(self, seconds: float) -> None:
        """Lose the network without a closing handshake, and regain it."""
        self.tally.act("cut")
        self._reachable.clear()
        if self.wire is not None and self.is_open:
            self.wire.transport.abort()
        await asyncio.sleep(seconds)
        self._reachable.set()

    async def be_closed(self, seconds: float) -> None:
        """Close the tab with a closing handshake, and open it again."""
        self.tally.act("close")
        self._reachable.clear()
        if self.wire is not None:
            await self.wire.close(1001)
        await asyncio.sleep(seconds)
        self._reachable.set()

    async def reach(self, seq: int, patience: float) -> None:
        """Wait up to ``patience`` seconds until connected with every line up to ``seq``."""
        self._reachable.set()
        until = _now() + patience
        while not (self.is_live and self.feed.last >= seq) and _now() < until:  # noqa: ASYNC110 - nothing signals it
            await asyncio.sleep(0.05)


def _now() -> float:
    return asyncio.get_running_loop().time()
