"""One browser's socket: its commands are done in order, and answered."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import singledispatchmethod
from time import time
from typing import Any

from database import workers
from people.pacing import Pace
from realtime import metrics
from realtime.fanout.access_rights import Access
from realtime.fanout.connection_registry import ConnectionRegistry
from realtime.fanout.frames import PreparedFrame
from realtime.fanout.socket_sender import SocketSender
from realtime.gateway.dispatch import execute, too_fast
from realtime.gateway.flood_guard import MAX_REFUSED, FloodGuard
from realtime.gateway.meeting_link import MeetingLink, meeting_link, too_fast_message
from realtime.gateway.subscriptions import follow
from realtime.wire import commands as c
from realtime.wire.answers import BadMessage, Message, Pong
from realtime.wire.close_codes import Close, close_label
from realtime.wire.codec import Codec, InvalidMessage
from realtime.wire.meeting import MeetingCommand
from rooms import joining
from rooms.command import Command, Lasting

Receive = Callable[[], Awaitable[dict[str, Any]]]


def close_code_of(event: dict[str, Any]) -> int:
    """Return the close code of a disconnect, and count it; 0 for another event."""
    if event["type"] != "websocket.disconnect":
        return 0
    code: int = event.get("code") or 1005
    metrics.CLOSES.labels(close_label(code)).inc()
    return code


@dataclass(eq=False, slots=True)
class ClientSocket:
    """A ``RoomSubscriber`` with its commands. ``language`` is the person's, for sentences made here;
    ``close_code``: why the socket ended, once it has."""

    registry: ConnectionRegistry
    person: int
    language: str
    session: str
    codec: Codec
    sender: SocketSender
    pace: Pace
    meeting_link: MeetingLink = meeting_link
    close_code: int = 1005
    access_by_room: dict[int, Access] = field(default_factory=dict)
    _rejected: int = 0
    _refused_in_a_row: int = 0
    _meeting_flood: FloodGuard = field(default_factory=FloodGuard)

    def frame(self, payload: bytes) -> PreparedFrame:
        """Frame ``payload`` as one message of this socket's codec."""
        return PreparedFrame(payload, is_text=self.codec.is_text)

    def send(self, message: Message) -> None:
        """Send one message to this socket alone."""
        self.sender.send(self.frame(self.codec.encode(message)))

    async def run(self, receive: Receive) -> None:
        """Handle commands until the socket is closed."""
        while True:
            event = await receive()
            if code := close_code_of(event):
                self.close_code = code
                return
            await self._handle(event)

    async def _handle(self, event: dict[str, Any]) -> None:
        try:
            command = self._decode_command(event.get("text"), event.get("bytes"))
        except InvalidMessage as error:
            self._reject(str(error))
            return
        await self._dispatch(command)

    def _decode_command(self, text: str | None, data: bytes | None) -> Command:
        if (text is not None) != self.codec.is_text:
            raise InvalidMessage(f"{self.codec.subprotocol} has the other kind of frame")
        return self.codec.command(text.encode() if text is not None else data or b"")

    def _reject(self, detail: str) -> None:
        self._rejected += 1
        if self._rejected > 1:
            self.sender.close(Close.BAD_MESSAGE, "not of this wire")
        else:
            self.send(BadMessage(detail))

    @singledispatchmethod
    async def _dispatch(self, command: Command) -> None:
        raise TypeError(command)

    @_dispatch.register
    async def _subscribe(self, command: c.Subscribe) -> None:
        if not self._signal_allowed():
            return
        await follow(self.registry, self, command)

    @_dispatch.register
    async def _unsubscribe(self, command: c.Unsubscribe) -> None:
        self.registry.unsubscribe(self, command.room)

    @_dispatch.register
    async def _lasting(self, command: Lasting) -> None:
        wait = self.pace.lasting.take()
        if wait:
            self.send(too_fast(self.language, wait, command))
            self._count_refused()
            return
        self._refused_in_a_row = 0
        self.registry.signals.stopped_typing(command.room, self.person)
        answer = await execute(self.person, self.language, command)
        self.send(answer)
        if access := self.access_by_room.get(command.room):
            self.registry.struggling.was_answered(command.room, access.person, answer)

    @_dispatch.register
    async def _read(self, command: c.Read) -> None:
        if command.room in self.access_by_room and self._signal_allowed():
            await workers.write(lambda: joining.read(self.person, command.room, command.seq))
            self.registry.send_read_mark(self, command.room, command.seq)

    @_dispatch.register
    async def _type(self, command: c.Type) -> None:
        access = self.access_by_room.get(command.room)
        if access is not None and not access.is_quiet(int(time() * 1000)) and self._signal_allowed():
            self.registry.signals.typing(command.room, access.person)

    @_dispatch.register
    async def _look(self, command: c.Look) -> None:
        access = self.access_by_room.get(command.room)
        if access is not None and access.leads and self._signal_allowed():
            self.registry.look(command.room, access.person, command.piece)

    @_dispatch.register
    async def _unsent(self, command: c.Unsent) -> None:
        access = self.access_by_room.get(command.room)
        if access is not None and not access.leads and self._signal_allowed():
            self.registry.struggling.holds_unsent(command.room, access.person, on=command.on)

    @_dispatch.register
    async def _ping(self, command: c.Ping) -> None:
        if self._signal_allowed():
            self.send(Pong(int(time() * 1000)))

    @_dispatch.register
    async def _meeting(self, command: MeetingCommand) -> None:
        wait = self.pace.meeting.take()
        if not wait:
            await self.meeting_link.forward(self, command)
            return
        match self._meeting_flood.count_refused():
            case "tell":
                self.send(too_fast_message(command, self.language, wait))
            case "close":
                self.sender.close(Close.TOO_MUCH, "too much")

    def _signal_allowed(self) -> bool:
        """Return whether a signal is within the pace; too many are dropped, then the socket is closed."""
        if not self.pace.signals.take():
            self._refused_in_a_row = 0
            return True
        self._count_refused()
        if self._refused_in_a_row == 1:
            self.send(too_fast(self.language, self.pace.signals.take()))
        return False

    def _count_refused(self) -> None:
        """Count a refused message; close the socket after ``MAX_REFUSED`` in a row."""
        self._refused_in_a_row += 1
        if self._refused_in_a_row > MAX_REFUSED:
            self.sender.close(Close.TOO_MUCH, "too much")
