"""The server's end of the IPC connection to the process that leads the meetings.

When it is lost, those in a meeting are told so (``no_answer``); between few their media go on. When it is
back, they are told to join again (``interrupted``), which they do with their ``resume`` and the tracks that
are on now. This process keeps no state of meetings.
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
from realtime.meeting.ipc.address import IpcAddress
from realtime.meeting.ipc.connection import IpcConnection
from realtime.meeting.ipc.frames import (
    AnyIpcFrame,
    ClientCommand,
    ClientConnected,
    ClientDisconnected,
    DeliverMessage,
    DisconnectClient,
    HandshakeChallenge,
    HandshakeReady,
    InvalidFrame,
    IpcFrame,
    MeetingCounts,
)
from realtime.meeting.ipc.handshake import GatewayHandshake
from realtime.wire.answers import Message
from realtime.wire.close_codes import Close
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
JOIN_WAIT = 1.0  # seconds that a join waits for the connection
RETRY_SECONDS = 2.0


class MeetingSocket(Protocol):
    """What the link needs of a browser's socket. ``close_code``: why it ended, once it has."""

    person: int
    language: str
    codec: Codec
    sender: Any
    close_code: int

    def send(self, message: Message) -> None:
        """Send one message to this socket alone."""

    def frame(self, payload: bytes) -> Any:
        """Frame ``payload`` as one message of this socket's codec."""


class MeetingLink:
    """The one link of a process. ``_numbers`` and ``_browsers`` map participating sockets to their numbers
    and back; ``_inside`` has the meetings that each is in or knocks at."""

    def __init__(self, address: Callable[[], IpcAddress], secret: Callable[[], str]) -> None:
        self._address, self._secret = address, secret
        self._numbers: dict[MeetingSocket, int] = {}
        self._browsers: dict[int, MeetingSocket] = {}
        self._inside: dict[int, set[int]] = {}
        self._next = count(1)
        self._ipc: IpcConnection | None = None
        self._handshake: GatewayHandshake | None = None
        self._task: asyncio.Task[None] | None = None
        self._ready, self._ended = asyncio.Event(), asyncio.Event()

    def open(self) -> None:
        """Start on the running loop, unless started already."""
        if self._task is None:
            self._task = asyncio.ensure_future(self._stay_connected())

    async def close(self) -> None:
        """Close the connection for good."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        if self._ipc is not None:
            self._ipc.abort()

    # Browsers.

    async def forward(self, browser: MeetingSocket, command: MeetingCommand) -> None:
        """Forward a command. A join waits a moment for the connection; others are dropped without it."""
        if isinstance(command, JoinMeeting) and not await self._is_ready():
            browser.send(no_answer_message(command.meeting, browser.language))
            return
        if self._ipc is None or not self._ipc.is_trusted:
            return
        number = self._number(browser)
        if isinstance(command, JoinMeeting):
            self._inside.setdefault(number, set()).add(command.meeting)
        metrics.MEETING_SIGNALS.labels("in").inc()
        self._ipc.send(ClientCommand(number, MSGPACK.encode(command)))

    def leave(self, browser: MeetingSocket) -> None:
        """Report that a socket is gone."""
        number = self._numbers.pop(browser, None)
        if number is not None:
            self._browsers.pop(number, None)
            self._inside.pop(number, None)
            self._send(ClientDisconnected(number, restarts=browser.close_code == Close.RESTART))

    def _number(self, browser: MeetingSocket) -> int:
        if browser not in self._numbers:
            number = self._numbers[browser] = next(self._next)
            self._browsers[number] = browser
            self._send(ClientConnected(number, browser.person, browser.language))
        return self._numbers[browser]

    def _send(self, frame: AnyIpcFrame) -> None:
        if self._ipc is not None and self._ipc.is_trusted:
            self._ipc.send(frame)

    async def _is_ready(self) -> bool:
        try:
            await asyncio.wait_for(self._ready.wait(), JOIN_WAIT)
        except TimeoutError:
            return False
        return True

    # The connection.

    async def _stay_connected(self) -> None:
        pause = FIRST_PAUSE
        while True:
            self._ended.clear()
            if await self._connect():
                await self._ended.wait()
                pause = FIRST_PAUSE
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _connect(self) -> bool:
        try:
            await self._address().dial(
                lambda: IpcConnection(self._on_connected, self._on_frame, self._on_lost)
            )
        except OSError as error:
            logger.debug("Nobody leads the meetings: %s", error)
            return False
        return True

    def _on_connected(self, ipc: IpcConnection) -> None:
        self._ipc = ipc
        self._handshake = GatewayHandshake("" if self._address().is_private else self._secret())

    def _on_lost(self, _ipc: IpcConnection) -> None:
        self._ipc = None
        self._ready.clear()
        self._ended.set()
        metrics.observe_meetings(0, 0, 0)
        for browser, meeting in self._participants():
            browser.send(no_answer_message(meeting, browser.language))

    def _on_frame(self, _ipc: IpcConnection, frame: AnyIpcFrame) -> None:
        self._handle(frame)

    @singledispatchmethod
    def _handle(self, frame: IpcFrame) -> None:
        raise InvalidFrame(type(frame).__name__)

    @_handle.register
    def _answer_challenge(self, frame: HandshakeChallenge) -> None:
        if self._ipc is not None and self._handshake is not None:
            self._ipc.send(self._handshake.hello(frame))

    @_handle.register
    def _on_ready(self, frame: HandshakeReady) -> None:
        if self._ipc is None or self._handshake is None:
            return
        self._handshake.check(frame)
        self._ipc.is_trusted = True
        self._ask_to_rejoin()
        self._ready.set()

    def _ask_to_rejoin(self) -> None:
        """Forget all numbers, which the new peer does not know; tell those in a meeting to join again."""
        inside = self._participants()
        self._numbers.clear()
        self._browsers.clear()
        self._inside.clear()
        for browser, meeting in inside:
            browser.send(interrupted_message(meeting, browser.language))

    def _participants(self) -> list[tuple[MeetingSocket, int]]:
        """List the sockets that are in meetings or knock there, and at which."""
        return [(self._browsers[number], each) for number, inside in self._inside.items() for each in inside]

    @_handle.register
    def _deliver(self, frame: DeliverMessage) -> None:
        self._check_trusted()
        message = MSGPACK.message(frame.payload)
        payloads: dict[Codec, bytes] = {MSGPACK: frame.payload}
        for number in frame.sockets:
            browser = self._browsers.get(number)
            if browser is None:
                continue
            if browser.codec not in payloads:
                payloads[browser.codec] = browser.codec.encode(message)
            browser.sender.send(browser.frame(payloads[browser.codec]))
            metrics.MEETING_SIGNALS.labels("out").inc()
            self._note_left(number, message)

    def _note_left(self, number: int, message: Message) -> None:
        if isinstance(message, MeetingLeft):
            self._inside.get(number, set()).discard(message.meeting)

    @_handle.register
    def _disconnect_client(self, frame: DisconnectClient) -> None:
        self._check_trusted()
        if frame.socket in self._browsers:
            self._browsers[frame.socket].sender.close(Close.BAD_MESSAGE, "not of this wire")

    @_handle.register
    def _update_counts(self, frame: MeetingCounts) -> None:
        metrics.observe_meetings(frame.meetings, frame.members, frame.waiting)

    def _check_trusted(self) -> None:
        if self._ipc is None or not self._ipc.is_trusted:
            raise InvalidFrame("no welcome")


def no_answer_message(meeting: int, language: str) -> MeetingMessage:
    """Return the refusal of all commands, since nothing can be forwarded now."""
    sentence = sentences.why_not("no_answer", language)
    return MeetingRefused(meeting=meeting, code="no_answer", sentence=sentence, retry=RETRY_SECONDS)


def too_fast_message(command: MeetingCommand, language: str, wait: float) -> MeetingMessage:
    """Return the refusal for somebody who sends too much, and may go on in ``wait`` seconds."""
    sentence, retry = sentences.why_not("too_fast", language), max(0.1, round(wait, 1))
    return MeetingRefused(meeting=command.meeting, code="too_fast", sentence=sentence, retry=retry)


def interrupted_message(meeting: int, language: str) -> MeetingMessage:
    """Return the message that asks to join again: the process that leads has restarted."""
    sentence = sentences.why_out("interrupted", language)
    return MeetingLeft(meeting=meeting, reason="interrupted", sentence=sentence, again=True)


meeting_link = MeetingLink(lambda: IpcAddress.read(settings.HUB_MEETING_LINE), lambda: settings.SECRET_KEY)
