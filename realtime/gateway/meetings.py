"""The servers' end of the line to the process that leads the meetings.

Browsers are not told that the line is cut: their media go on meanwhile. When it is back, those who were in a
meeting are told to join again (``interrupted``), which they do with their ``resume`` and what is switched on
now; nothing of a meeting is remembered here.
"""

import asyncio
import logging
from collections.abc import Callable
from functools import singledispatchmethod
from itertools import count
from typing import Any, Protocol

from django.conf import settings

from realtime import metrics
from realtime.meeting import sentences
from realtime.meeting.line.address import Address
from realtime.meeting.line.connection import Connection
from realtime.meeting.line.frames import (
    AnyFrame,
    Came,
    Challenge,
    Figures,
    Frame,
    Gone,
    NotOfThisLine,
    Ready,
    Said,
    Shut,
    Told,
)
from realtime.meeting.line.greeting import Server
from realtime.wire.answers import Message
from realtime.wire.closing import Close
from realtime.wire.codec import MSGPACK, Codec
from realtime.wire.meeting import (
    JoinMeeting,
    MeetingCommand,
    MeetingLeft,
    MeetingMessage,
    MeetingRefused,
)

logger = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 1.0
PATIENCE = 1.0  # seconds that a join waits for the line
RETRY = 2.0


class Browser(Protocol):
    """What the line knows of a socket. ``ended_with``: the close code, once it is gone."""

    person: int
    language: str
    codec: Codec
    outlet: Any
    ended_with: int

    def tell(self, message: Message) -> None:
        """Send one message to this socket alone."""

    def frame(self, payload: bytes) -> Any:
        """``payload`` as one message of this socket's codec."""


class MeetingLine:
    """One a process. ``numbers``: sockets that take part, and those numbers the other way round; ``inside``:
    in which meetings, or at whose door, each of them is."""

    def __init__(self, address: Callable[[], Address], secret: Callable[[], str]) -> None:
        self._address, self._secret = address, secret
        self._numbers: dict[Browser, int] = {}
        self._browsers: dict[int, Browser] = {}
        self._inside: dict[int, set[int]] = {}
        self._next = count(1)
        self._line: Connection | None = None
        self._greeting: Server | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._ready, self._ended = asyncio.Event(), asyncio.Event()

    def open(self) -> None:
        """Begin, on the running loop. Harmless when begun already."""
        if self._keeping is None:
            self._keeping = asyncio.ensure_future(self._keep())

    async def close(self) -> None:
        """End the line."""
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
            self._keeping = None
        if self._line is not None:
            self._line.abort()

    # Browsers.

    async def say(self, browser: Browser, command: MeetingCommand) -> None:
        """Hand a command over. A join waits a moment for the line; the rest is of no use without."""
        if isinstance(command, JoinMeeting) and not await self._is_ready():
            browser.tell(no_answer(command, browser.language))
            return
        if self._line is None or not self._line.is_trusted:
            return
        number = self._number(browser)
        if isinstance(command, JoinMeeting):
            self._inside.setdefault(number, set()).add(command.meeting)
        metrics.MEETING_SIGNALS.labels("in").inc()
        self._line.send(Said(number, MSGPACK.encode(command)))

    def leave(self, browser: Browser) -> None:
        """A socket is gone."""
        number = self._numbers.pop(browser, None)
        if number is not None:
            self._browsers.pop(number, None)
            self._inside.pop(number, None)
            self._send(Gone(number, restarts=browser.ended_with == Close.RESTART))

    def _number(self, browser: Browser) -> int:
        if browser not in self._numbers:
            number = self._numbers[browser] = next(self._next)
            self._browsers[number] = browser
            self._send(Came(number, browser.person, browser.language))
        return self._numbers[browser]

    def _send(self, frame: AnyFrame) -> None:
        if self._line is not None and self._line.is_trusted:
            self._line.send(frame)

    async def _is_ready(self) -> bool:
        try:
            await asyncio.wait_for(self._ready.wait(), PATIENCE)
        except TimeoutError:
            return False
        return True

    # The line.

    async def _keep(self) -> None:
        pause = FIRST_PAUSE
        while True:
            self._ended.clear()
            if await self._dialled():
                await self._ended.wait()
                pause = FIRST_PAUSE
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _dialled(self) -> bool:
        try:
            await self._address().dial(lambda: Connection(self._begun, self._heard, self._lost))
        except OSError as error:
            logger.debug("Nobody leads the meetings: %s", error)
            return False
        return True

    def _begun(self, line: Connection) -> None:
        self._line, self._greeting = line, Server("" if self._address().is_private else self._secret())

    def _lost(self, _line: Connection) -> None:
        self._line = None
        self._ready.clear()
        self._ended.set()
        metrics.observe_meetings(0, 0, 0)

    def _heard(self, _line: Connection, frame: AnyFrame) -> None:
        self._do(frame)

    @singledispatchmethod
    def _do(self, frame: Frame) -> None:
        raise NotOfThisLine(type(frame).__name__)

    @_do.register
    def _challenged(self, frame: Challenge) -> None:
        if self._line is not None and self._greeting is not None:
            self._line.send(self._greeting.hello(frame))

    @_do.register
    def _welcomed(self, frame: Ready) -> None:
        if self._line is None or self._greeting is None:
            return
        self._greeting.check(frame)
        self._line.is_trusted = True
        self._call_back()
        self._ready.set()

    def _call_back(self) -> None:
        """Nobody knows the sockets of before; who was in a meeting is told to join again."""
        inside = [(self._browsers[number], meetings) for number, meetings in self._inside.items()]
        self._numbers.clear()
        self._browsers.clear()
        self._inside.clear()
        for browser, meetings in inside:
            for meeting in meetings:
                browser.tell(interrupted(meeting, browser.language))

    @_do.register
    def _told(self, frame: Told) -> None:
        self._check_trusted()
        message = MSGPACK.message(frame.payload)
        written: dict[Codec, bytes] = {MSGPACK: frame.payload}
        for number in frame.sockets:
            browser = self._browsers.get(number)
            if browser is None:
                continue
            if browser.codec not in written:
                written[browser.codec] = browser.codec.encode(message)
            browser.outlet.send(browser.frame(written[browser.codec]))
            metrics.MEETING_SIGNALS.labels("out").inc()
            self._note(number, message)

    def _note(self, number: int, message: Message) -> None:
        if isinstance(message, MeetingLeft):
            self._inside.get(number, set()).discard(message.meeting)

    @_do.register
    def _shut(self, frame: Shut) -> None:
        self._check_trusted()
        if frame.socket in self._browsers:
            self._browsers[frame.socket].outlet.close(Close.BAD_MESSAGE, "not of this wire")

    @_do.register
    def _figures(self, frame: Figures) -> None:
        metrics.observe_meetings(frame.meetings, frame.members, frame.waiting)

    def _check_trusted(self) -> None:
        if self._line is None or not self._line.is_trusted:
            raise NotOfThisLine("no welcome")


def no_answer(command: MeetingCommand, language: str) -> MeetingMessage:
    """Nobody leads the meetings now; the join was not taken."""
    sentence = sentences.why_not("no_answer", language)
    return MeetingRefused(meeting=command.meeting, code="no_answer", sentence=sentence, retry=RETRY)


def too_much(command: MeetingCommand, language: str, wait: float) -> MeetingMessage:
    """Somebody says more than they may; they can go on in ``wait`` seconds."""
    sentence, retry = sentences.why_not("too_fast", language), max(0.1, round(wait, 1))
    return MeetingRefused(meeting=command.meeting, code="too_fast", sentence=sentence, retry=retry)


def interrupted(meeting: int, language: str) -> MeetingMessage:
    """Somebody leads the meetings again, and knows nobody yet."""
    sentence = sentences.why_out("interrupted", language)
    return MeetingLeft(meeting=meeting, reason="interrupted", sentence=sentence, again=True)


meetings = MeetingLine(lambda: Address.read(settings.HUB_MEETING_LINE), lambda: settings.SECRET_KEY)
