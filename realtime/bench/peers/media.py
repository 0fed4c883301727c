"""A media mode alone, with the least signalling that lets people in: what carries is measured, nothing else.

``python -m realtime.bench.peers.media PORT forwarder`` or ``… PORT janus URL``. One stream speaks for many:
each message is its length and a person's id, then a command or message of the wire in MessagePack.
"""

import asyncio
import struct
import sys
from functools import partial

from realtime.meeting.forwarder import ForwarderSocket
from realtime.meeting.janus.server import JanusServer
from realtime.meeting.media import BadDescription, Media
from realtime.wire.codec import MSGPACK
from realtime.wire.meeting import (
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
HEADER = struct.Struct("!II")


class BareMeeting:
    """Everybody who asks is in. Hears what the media tell."""

    def __init__(self) -> None:
        self.media: Media | None = None
        self._ways: dict[int, asyncio.StreamWriter] = {}

    # What the media tell.

    def tell(self, person: int, message: MeetingMessage) -> None:
        """To one person."""
        way = self._ways.get(person)
        if way is not None:
            payload = MSGPACK.encode(message)
            way.write(HEADER.pack(len(payload), person) + payload)

    def spoke(self, people: list[int]) -> None:
        """Nobody asks."""

    def measured(self, person: int, quality: Quality) -> None:
        """The crowd measures itself."""

    def lost(self, person: int) -> None:
        """Make it anew."""
        print(f"lost: {person}", file=sys.stderr, flush=True)

    # What people say.

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One stream, to its end."""
        while True:
            try:
                size, person = HEADER.unpack(await reader.readexactly(HEADER.size))
                command = MSGPACK.command(await reader.readexactly(size))
            except (asyncio.IncompleteReadError, ConnectionError):
                writer.close()
                return
            self._ways[person] = writer
            if isinstance(command, MeetingCommand) and self.media is not None:
                self._obey(self.media, person, command)

    def _obey(self, media: Media, person: int, command: MeetingCommand) -> None:
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

    def _join(self, media: Media, person: int, command: JoinMeeting) -> None:
        state = MeetingState(mode=media.mode)
        joined = MeetingJoined(
            meeting=MEETING, me=person, resume="", resumed=False, state=state, members=[], ice=[]
        )
        self.tell(person, joined)
        media.open(person, ViewMeeting(meeting=MEETING, pictures=command.pictures, first=180))
        media.announce(person, "microphone", command.microphone)
        media.announce(person, "camera", command.camera)

    def _hear(self, media: Media, person: int, signal: OfferMedia | AnswerMedia | TrickleMedia) -> None:
        try:
            media.hear(person, signal)
        except BadDescription as error:
            print(f"{person}: {error}", file=sys.stderr, flush=True)


def _media(mode: str, where: str, meeting: BareMeeting) -> Media:
    if mode == "janus":
        return JanusServer.connect(where).meeting(MEETING, meeting)
    return ForwarderSocket.bind("127.0.0.1", 0, ["127.0.0.1"]).meeting(MEETING, meeting)


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
