"""The leader's end of the line: servers come, say hello, and speak for their browsers."""

import asyncio
from collections.abc import Callable
from functools import singledispatchmethod

from realtime.meeting.hall import Hall
from realtime.meeting.line.address import Address
from realtime.meeting.line.connection import Connection
from realtime.meeting.line.frames import AnyFrame, Came, Figures, Frame, Gone, Hello, NotOfThisLine, Said
from realtime.meeting.line.greeting import Leader
from realtime.wire.codec import MSGPACK, NotOfThisWire
from realtime.wire.meeting import MeetingCommand

FIGURES_EVERY = 2.0


class Line:
    """All servers that speak to this process. ``secret`` is asked for over TCP only."""

    def __init__(self, hall: Hall, address: Address, secret: str) -> None:
        self._hall, self._address, self._secret = hall, address, secret
        self._greetings: dict[Connection, Leader] = {}

    async def listen(self, is_open: Callable[[], None] = lambda: None) -> None:
        """Until cancelled. Raises ``OSError`` when the address cannot be had."""
        server = await self._address.listen(self._connection)
        is_open()
        async with server:
            await self._tell_figures()

    def _connection(self) -> Connection:
        return Connection(self._begun, self._heard, self._ended)

    def _begun(self, line: Connection) -> None:
        self._greetings[line] = Leader("" if self._address.is_private else self._secret)
        line.send(self._greetings[line].challenge())

    def _ended(self, line: Connection) -> None:
        del self._greetings[line]
        for seat in self._hall.seats.cut(line):
            self._hall.cut(seat, restarts=True)

    def _heard(self, line: Connection, frame: AnyFrame) -> None:
        if not line.is_trusted and not isinstance(frame, Hello):
            raise NotOfThisLine("no hello")
        self._do(frame, line)

    @singledispatchmethod
    def _do(self, frame: Frame, line: Connection) -> None:
        raise NotOfThisLine(type(frame).__name__)

    @_do.register
    def _hello(self, frame: Hello, line: Connection) -> None:
        line.send(self._greetings[line].answer(frame))
        line.is_trusted = True

    @_do.register
    def _came(self, frame: Came, line: Connection) -> None:
        self._hall.seats.take(line, frame.socket, frame.person, frame.language)

    @_do.register
    def _said(self, frame: Said, line: Connection) -> None:
        seat = self._hall.seats.at(line, frame.socket)
        if seat is not None:
            self._hall.said(seat, _command(frame.payload))

    @_do.register
    def _gone(self, frame: Gone, line: Connection) -> None:
        seat = self._hall.seats.at(line, frame.socket)
        if seat is not None:
            self._hall.gone(seat, frame.restarts)

    async def _tell_figures(self) -> None:
        told = Figures(0, 0, 0)
        while True:
            await asyncio.sleep(FIGURES_EVERY)
            if (figures := self._hall.figures()) != told:
                told = figures
                for line in [line for line in self._greetings if line.is_trusted]:
                    line.send(figures)


def _command(payload: bytes) -> MeetingCommand:
    """A server reads what browsers say before it says it: anything else is not its own doing."""
    try:
        command = MSGPACK.command(payload)
    except NotOfThisWire as error:
        raise NotOfThisLine("no command") from error
    if not isinstance(command, MeetingCommand):
        raise NotOfThisLine("no command of a meeting")
    return command
