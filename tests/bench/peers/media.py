"""A media server with minimal signalling, so that nothing but the media server is measured.

``python -m tests.bench.peers.media PORT forwarder`` or ``… PORT janus URL``. One stream speaks for many:
each message is its length and a person's id, then a command or message of the wire in MessagePack.
"""

import asyncio
import struct
import sys
from functools import partial, reduce
from operator import or_
from typing import Any, cast

import msgspec

from realtime.meeting.media.interface import BadDescription, MediaBackend
from realtime.meeting.media.janus.connector import JanusConnector
from realtime.meeting.media.sfu import SfuServer
from realtime.wire.meeting import (
    MEETING_COMMANDS,
    AnswerMedia,
    JoinMeeting,
    LeaveMeeting,
    MeetingCommand,
    MeetingJoined,
    MeetingMessage,
    MeetingState,
    MuteTrack,
    OfferMedia,
    Quality,
    TrickleMedia,
    ViewMeeting,
)

MEETING = 1
# The codec of the whole wire needs the rooms, and they a database.
ENCODER = msgspec.msgpack.Encoder(uuid_format="canonical")
DECODER: Any = msgspec.msgpack.Decoder(reduce(or_, cast(Any, MEETING_COMMANDS)))
HEADER = struct.Struct("!II")


class BareMeeting:
    """Admits everybody, and listens to the media server."""

    def __init__(self) -> None:
        self.media: MediaBackend | None = None
        self._ways: dict[int, asyncio.StreamWriter] = {}

    # From the media server.

    def tell(self, person: int, message: MeetingMessage) -> None:
        """Send ``message`` to ``person``."""
        way = self._ways.get(person)
        if way is not None:
            payload = ENCODER.encode(message)
            way.write(HEADER.pack(len(payload), person) + payload)

    def spoke(self, people: list[int]) -> None:
        """Ignored: no guest shows who speaks."""

    def measured(self, person: int, quality: Quality) -> None:
        """Ignored: the guests measure for themselves."""

    def lost(self, person: int) -> None:
        """Report a lost connection on standard error."""
        print(f"lost: {person}", file=sys.stderr, flush=True)

    # From the guests.

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one stream until it ends."""
        while True:
            try:
                size, person = HEADER.unpack(await reader.readexactly(HEADER.size))
                command = DECODER.decode(await reader.readexactly(size))
            except (asyncio.IncompleteReadError, ConnectionError):
                writer.close()
                return
            self._ways[person] = writer
            if isinstance(command, MeetingCommand) and self.media is not None:
                self._obey(self.media, person, command)

    def _obey(self, media: MediaBackend, person: int, command: MeetingCommand) -> None:
        match command:
            case JoinMeeting():
                self._join(media, person, command)
            case LeaveMeeting():
                media.shut(person)
            case MuteTrack():
                media.announce(person, command.track, command.on)
            case ViewMeeting():
                media.view(person, command)
            case OfferMedia() | AnswerMedia() | TrickleMedia():
                self._hear(media, person, command)

    def _join(self, media: MediaBackend, person: int, command: JoinMeeting) -> None:
        state = MeetingState(mode=media.mode)
        joined = MeetingJoined(
            meeting=MEETING, me=person, resume="", resumed=False, state=state, members=[], ice=[]
        )
        self.tell(person, joined)
        media.open(person, ViewMeeting(meeting=MEETING, pictures=command.pictures, first=180))
        media.announce(person, "microphone", command.microphone)
        media.announce(person, "camera", command.camera)

    def _hear(
        self, media: MediaBackend, person: int, signal: OfferMedia | AnswerMedia | TrickleMedia
    ) -> None:
        try:
            media.apply_signal(person, signal)
        except BadDescription as error:
            print(f"{person}: {error}", file=sys.stderr, flush=True)


def _media(mode: str, where: str, meeting: BareMeeting) -> MediaBackend:
    if mode == "janus":
        return JanusConnector.connect(where).meeting(MEETING, meeting)
    return SfuServer.bind("127.0.0.1", 0, ["127.0.0.1"]).meeting(MEETING, meeting)


async def main() -> None:
    """Serve until ended."""
    port, mode, *where = sys.argv[1:]
    meeting = BareMeeting()
    meeting.media = _media(mode, "".join(where), meeting)
    server = await asyncio.start_server(partial(BareMeeting.serve, meeting), "127.0.0.1", int(port))
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
