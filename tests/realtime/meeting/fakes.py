"""Fakes to lead meetings without a server, a database or media."""

from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, cast

from realtime.meeting.clients import ClientRef, ClientRefs
from realtime.meeting.ipc.connection import IpcConnection
from realtime.meeting.ipc.frames import AnyIpcFrame, DeliverMessage
from realtime.meeting.media.interface import MediaBackend, MediaListener
from realtime.meeting.media.mesh import MeshBackend
from realtime.meeting.recording.manager import RecordingManager
from realtime.meeting.state.machine import MeetingPolicy
from realtime.wire.codec import MSGPACK
from realtime.wire.meeting import JoinMeeting, MeetingMessage, Mode
from rooms.events import ShownPerson
from rooms.meetings.rights import AttendeeRights

MEETING = 4
NOW = 1_777_024_800_000
JUDITH = AttendeeRights(ShownPerson(1, "Judith", "artist"), host=True)
NADIA = AttendeeRights(ShownPerson(2, "Nadia", "participant"))
MARCEL = AttendeeRights(ShownPerson(3, "Marcel", "participant"))
JOIN = JoinMeeting(meeting=MEETING)


def policy() -> MeetingPolicy:
    """A policy without Janus or TURN servers."""
    return MeetingPolicy(4, 100, lambda: "word", lambda _person, _at: [], Random(4))


def recordings() -> RecordingManager:
    """Recordings of a server on which nobody records."""
    return RecordingManager(Path("nowhere"))


@dataclass(eq=False)
class FakeConnection:
    """An IPC connection that logs the messages delivered, by socket."""

    heard: dict[int, list[MeetingMessage]] = field(default_factory=dict)

    def send(self, frame: AnyIpcFrame) -> None:
        if isinstance(frame, DeliverMessage):
            for socket in frame.sockets:
                self.heard.setdefault(socket, []).append(cast(Any, MSGPACK.message(frame.payload)))


class FakeBackends:
    """Creates backends of one class; the last one is ``media``."""

    def __init__(self, kind: type[MeshBackend] = MeshBackend) -> None:
        self._kind = kind
        self.media: MeshBackend

    def can_forward(self) -> bool:
        return True

    def create(self, _mode: Mode, meeting: int, listener: MediaListener) -> MediaBackend:
        self.media = self._kind(meeting, listener)
        return self.media


class FakeClients:
    """Clients, and what each was sent."""

    def __init__(self, clients: ClientRefs) -> None:
        self.clients, self.connection = clients, FakeConnection()

    def take(self, who: AttendeeRights, language: str = "fr") -> ClientRef:
        """Connect a page of ``who``."""
        person = who.person.id
        return self.clients.connect(cast(IpcConnection, self.connection), 10 * person, person, language)

    def heard(self, client: ClientRef) -> list[MeetingMessage]:
        """Return all that was sent to a client."""
        return self.connection.heard.get(client.socket, [])
