"""Sockets of browsers, whichever server they hang on: each has a number of its own here."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count

from realtime.meeting.line.connection import Connection
from realtime.meeting.line.frames import Shut, Told
from realtime.wire.codec import MSGPACK
from realtime.wire.meeting import MeetingMessage


@dataclass(eq=False, slots=True)
class Seat:
    """``meetings``: those that it is in, at whose door it is, or that it asks to join."""

    number: int
    line: Connection
    socket: int
    person: int
    language: str
    meetings: set[int] = field(default_factory=set)


class Seats:
    """All of them, by their number and by where they hang."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._seats: dict[int, Seat] = {}
        self._places: dict[Connection, dict[int, Seat]] = defaultdict(dict)

    def __getitem__(self, number: int) -> Seat:
        return self._seats[number]

    def __contains__(self, number: int) -> bool:
        return number in self._seats

    def take(self, line: Connection, socket: int, person: int, language: str) -> Seat:
        """A socket has come."""
        seat = Seat(next(self._numbers), line, socket, person, language)
        self._seats[seat.number] = self._places[line][socket] = seat
        return seat

    def at(self, line: Connection, socket: int) -> Seat | None:
        """Who sits at that socket."""
        return self._places[line].get(socket)

    def leave(self, seat: Seat) -> None:
        """The socket is gone."""
        self._seats.pop(seat.number, None)
        self._places[seat.line].pop(seat.socket, None)

    def cut(self, line: Connection) -> list[Seat]:
        """All who hung on a line that has ended; they are gone."""
        seats = list(self._places.pop(line, {}).values())
        for seat in seats:
            self._seats.pop(seat.number, None)
        return seats

    def tell(self, numbers: Iterable[int], message: MeetingMessage) -> None:
        """Written once, however many hear it."""
        lines: dict[Connection, list[int]] = defaultdict(list)
        for number in numbers:
            if number in self._seats:
                lines[self._seats[number].line].append(self._seats[number].socket)
        payload = MSGPACK.encode(message) if lines else b""
        for line, sockets in lines.items():
            line.send(Told(sockets, payload))

    def shut(self, number: int) -> None:
        """Have its socket closed."""
        if number in self._seats:
            self._seats[number].line.send(Shut(self._seats[number].socket))
