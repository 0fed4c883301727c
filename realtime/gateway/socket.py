"""One browser, one socket: what it sends is obeyed in order, and answered."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import singledispatchmethod
from time import time
from typing import Any

from people.pacing import Pace
from realtime import database, metrics
from realtime.fanout.frames import Frame
from realtime.fanout.house import House
from realtime.fanout.outlet import Outlet
from realtime.fanout.standing import Admitted
from realtime.gateway.flooding import MOST_REFUSED, Flood
from realtime.gateway.following import follow
from realtime.gateway.meetings import MeetingLine, meetings, too_much
from realtime.gateway.obeying import lane, obey, too_fast
from realtime.wire import commands as c
from realtime.wire.answers import BadMessage, Message, Pong
from realtime.wire.closing import Close, code_told
from realtime.wire.codec import Codec, NotOfThisWire
from realtime.wire.meeting import MeetingCommand
from rooms import joining

Receive = Callable[[], Awaitable[dict[str, Any]]]


def ended(event: dict[str, Any]) -> int:
    """The close code of a socket that is gone, which is counted; 0 while it is not."""
    if event["type"] != "websocket.disconnect":
        return 0
    code: int = event.get("code") or 1005
    metrics.CLOSES.labels(code_told(code)).inc()
    return code


@dataclass(eq=False, slots=True)
class Socket:
    """A guest of the house. ``language`` is the person's, for sentences made here; ``ended_with`` is the
    close code, once it is gone."""

    house: House
    person: int
    language: str
    session: str
    codec: Codec
    outlet: Outlet
    pace: Pace
    meetings: MeetingLine = meetings
    ended_with: int = 1005
    follows: dict[int, Admitted] = field(default_factory=dict)
    _strikes: int = 0
    _flood: int = 0
    _meeting_flood: Flood = field(default_factory=Flood)

    def frame(self, payload: bytes) -> Frame:
        """``payload`` as one message of this socket's codec."""
        return Frame(payload, is_text=self.codec.is_text)

    def tell(self, message: Message) -> None:
        """Send one message to this socket alone."""
        self.outlet.send(self.frame(self.codec.encode(message)))

    async def live(self, receive: Receive) -> None:
        """Obey until the socket is gone."""
        while True:
            event = await receive()
            if code := ended(event):
                self.ended_with = code
                return
            await self._take(event)

    async def _take(self, event: dict[str, Any]) -> None:
        try:
            command = self._understood(event.get("text"), event.get("bytes"))
        except NotOfThisWire as error:
            self._strike(str(error))
            return
        await self._do(command)

    def _understood(self, text: str | None, data: bytes | None) -> c.Command:
        if (text is not None) != self.codec.is_text:
            raise NotOfThisWire(f"{self.codec.subprotocol} has the other kind of frame")
        return self.codec.command(text.encode() if text is not None else data or b"")

    def _strike(self, detail: str) -> None:
        self._strikes += 1
        if self._strikes > 1:
            self.outlet.close(Close.BAD_MESSAGE, "not of this wire")
        else:
            self.tell(BadMessage(detail))

    @singledispatchmethod
    async def _do(self, command: c.Command) -> None:
        raise TypeError(command)

    @_do.register
    async def _subscribe(self, command: c.Subscribe) -> None:
        if not self._signal_allowed():
            return
        await follow(self.house, self, command)

    @_do.register
    async def _unsubscribe(self, command: c.Unsubscribe) -> None:
        self.house.unfollow(self, command.room)

    @_do.register
    async def _lasting(self, command: c.Lasting) -> None:
        wait = self.pace.lasting.take()
        if wait:
            self.tell(too_fast(self.language, wait, command))
            self._refused_once_more()
            return
        self._flood = 0
        self.house.signals.wrote(command.room, self.person)
        self.tell(await self._obey(command))

    async def _obey(self, command: c.Lasting) -> Message:
        return await database.write(
            lambda: obey(self.person, self.language, command), lane(command), self.person
        )

    @_do.register
    async def _read(self, command: c.Read) -> None:
        if command.room in self.follows and self._signal_allowed():
            await database.write(lambda: joining.read(self.person, command.room, command.seq))
            self.house.mark(self, command.room, command.seq)

    @_do.register
    async def _type(self, command: c.Type) -> None:
        admitted = self.follows.get(command.room)
        if admitted is not None and not admitted.quieted and self._signal_allowed():
            self.house.signals.typing(command.room, admitted.person)

    @_do.register
    async def _ping(self, command: c.Ping) -> None:
        if self._signal_allowed():
            self.tell(Pong(int(time() * 1000)))

    @_do.register
    async def _meet(self, command: MeetingCommand) -> None:
        wait = self.pace.meeting.take()
        if not wait:
            await self.meetings.say(self, command)
            return
        match self._meeting_flood.grew():
            case "told":
                self.tell(too_much(command, self.language, wait))
            case "closed":
                self.outlet.close(Close.TOO_MUCH, "too much")

    def _signal_allowed(self) -> bool:
        """Whether there is a token for a signal; a flood of them is dropped, then closed."""
        if not self.pace.signals.take():
            self._flood = 0
            return True
        self._refused_once_more()
        if self._flood == 1:
            self.tell(too_fast(self.language, self.pace.signals.take()))
        return False

    def _refused_once_more(self) -> None:
        """Whoever does not hear that it is too much is closed."""
        self._flood += 1
        if self._flood > MOST_REFUSED:
            self.outlet.close(Close.TOO_MUCH, "too much")
