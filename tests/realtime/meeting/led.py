"""Meetings led without a server, a database or media: who sits where, and what each seat is told."""

from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, cast

from realtime.meeting.line.connection import Connection
from realtime.meeting.line.frames import AnyFrame, Told
from realtime.meeting.media import Media, MediaListener
from realtime.meeting.mesh import Mesh
from realtime.meeting.recording.recorders import Recorders
from realtime.meeting.seats import Seat, Seats
from realtime.meeting.state.gathering import Terms
from realtime.wire.codec import MSGPACK
from realtime.wire.meeting import JoinMeeting, MeetingMessage, Mode
from rooms.events import ShownPerson
from rooms.meetings.standing import Standing

MEETING = 4
NOW = 1_777_024_800_000
JUDITH = Standing(ShownPerson(1, "Judith", "artist"), host=True)
NADIA = Standing(ShownPerson(2, "Nadia", "participant"))
MARCEL = Standing(ShownPerson(3, "Marcel", "participant"))
JOIN = JoinMeeting(meeting=MEETING)


def terms() -> Terms:
    """A house that has nothing but itself."""
    return Terms(4, 100, lambda: "word", lambda _person, _at: [], Random(4))


def recorders() -> Recorders:
    """Of a house in which nobody records."""
    return Recorders(Path("nowhere"))


@dataclass(eq=False)
class Notebook:
    """A line on which everything is written down, by socket."""

    heard: dict[int, list[MeetingMessage]] = field(default_factory=dict)

    def send(self, frame: AnyFrame) -> None:
        if isinstance(frame, Told):
            for socket in frame.sockets:
                self.heard.setdefault(socket, []).append(cast(Any, MSGPACK.message(frame.payload)))


class Carriers:
    """Gives out one kind of media; the last one is ``media``."""

    def __init__(self, kind: type[Mesh] = Mesh) -> None:
        self._kind = kind
        self.media: Mesh

    def forwards(self) -> bool:
        return True

    def carrier(self, _mode: Mode, meeting: int, listener: MediaListener) -> Media:
        self.media = self._kind(meeting, listener)
        return self.media


class Benches:
    """Seats, and what they heard."""

    def __init__(self, seats: Seats) -> None:
        self.seats, self.line = seats, Notebook()

    def take(self, who: Standing, language: str = "fr") -> Seat:
        """A page of ``who``."""
        person = who.person.id
        return self.seats.take(cast(Connection, self.line), 10 * person, person, language)

    def heard(self, seat: Seat) -> list[MeetingMessage]:
        """All that was told there."""
        return self.line.heard.get(seat.socket, [])
