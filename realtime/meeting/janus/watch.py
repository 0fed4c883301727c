"""A viewer of a meeting at Janus whom nobody sees: a peer of our own, which hands over what comes.

However often its connection is made anew, each section goes on as one stream, without a gap that was none.
After a change of person a picture begins with a key frame, as a browser would wait for one.
"""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from realtime.meeting.janus.descriptions import Description
from realtime.meeting.janus.down import VOICES, Source
from realtime.meeting.janus.member import Member
from realtime.meeting.janus.room import Room
from realtime.meeting.peer.connection import Connection
from realtime.meeting.peer.hearing import Stream
from realtime.meeting.peer.packets import Piece
from realtime.meeting.watching import PICTURE, Sink, seen
from realtime.wire.meeting import MediaSlot, Quality, Track

MIDS = (*(f"a{number}" for number in range(VOICES)), PICTURE)
CYCLE = 1 << 16
KEY_AGAIN = 0.5  # seconds between two requests for a key frame that is awaited
KEY_EVERY = 10.0  # and for one that is not: in a film one can jump to key frames only


class Meeting(Protocol):
    """What a watch needs of its meeting."""

    async def room(self) -> Room: ...
    def seat(self, watch: "JanusWatch") -> None: ...
    def unseat(self) -> None: ...


class JanusWatch:
    """``Watch`` of realtime/meeting/watching.py, and to its own ``Member`` what the meeting is to others."""

    def __init__(self, media: Meeting, sink: Sink) -> None:
        self._media, self._sink = media, sink
        self._lanes = {mid: Lane(number) for number, mid in enumerate(MIDS, 1)}
        self._names: dict[str, str] = {}  # ours, by Janus's
        self._slots: list[MediaSlot] = []
        self._connection: Connection | None = None
        self._is_on = True
        self._asking: asyncio.TimerHandle | None = None
        media.seat(self)

    @property
    def ssrcs(self) -> dict[str, int]:
        return {mid: lane.ssrc for mid, lane in self._lanes.items()}

    @property
    def hears(self) -> bool:
        return self._connection is not None and self._connection.tunnel.is_up

    def told(self) -> Sequence[MediaSlot]:
        return self._slots

    def detach(self) -> None:
        if self._is_on:
            self._is_on = False
            self._hang_up()
            self._media.unseat()

    # What its member tells (realtime.meeting.janus.member.Meeting).

    async def room(self) -> Room:
        return await self._media.room()

    def offered(self, member: Member, sdp: str) -> None:
        """Janus offers: answer as a browser would."""
        if self._connection is None:
            self._connection = Connection({}, self._ask_for_keys)
            self._connection.heard = self._hear
            for lane in self._lanes.values():
                lane.begin()
        self._names = _named(Description.read(sdp).mids)
        member.answer(Description.read(self._connection.answer(sdp)))

    def placed(self, member: Member, wanted: Sequence[Source]) -> None:
        before, self._slots = self._slots, [self._renamed(slot) for slot in member.slots(wanted)]
        if seen(self._slots) != seen(before):
            self._lanes[PICTURE].darken()

    def gone(self, member: Member) -> None:
        """Janus is away: come again with it."""
        if self._is_on:
            self._hang_up()
            self._media.seat(self)

    def broken(self, member: Member) -> None:
        if self._is_on:
            self._media.unseat()
            self.gone(member)

    def answered(self, member: Member, sdp: str) -> None:
        """It never offers."""

    def refused(self, member: Member) -> None:
        """Janus does not take our answer, and has said so to the log."""

    def flows(self, member: Member) -> None:
        """It sends nothing, so this, and all that follows, is never told of it."""

    def talks(self, member: Member, loudness: float | None) -> None: ...
    def comes(self, member: Member, track: Track, on: bool) -> None: ...
    def widened(self, member: Member) -> None: ...

    def measured(self, member: Member, quality: Quality) -> None:
        """Nobody needs to know how good its line is."""

    # Packets.

    def _hear(self, stream: Stream, packet: bytes, piece: Piece | None) -> None:
        lane = self._lanes[self._names[stream.mid]]
        if piece is not None and lane.is_dark:
            if not (piece.begins and piece.is_key):
                return
            lane.begin()
        self._sink.send(lane.carry(packet))

    def _ask_for_keys(self, waited: float = 0.0) -> None:
        """From time to time; sooner while one is awaited."""
        if self._connection is None:
            return
        if self._lanes[PICTURE].is_dark or waited >= KEY_EVERY:
            self._connection.ask_for_keys()
            waited = 0.0
        later = asyncio.get_running_loop().call_later
        self._asking = later(KEY_AGAIN, self._ask_for_keys, waited + KEY_AGAIN)

    # Within.

    def _renamed(self, slot: MediaSlot) -> MediaSlot:
        return MediaSlot(mid=self._names[slot.mid], person=slot.person, source=slot.source)

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
        if self._asking is not None:
            self._asking.cancel()
        self._connection, self._slots = None, []


class Lane:
    """One section as one stream: what comes by several connections, or after a pause, goes on in it."""

    def __init__(self, ssrc: int) -> None:
        self.ssrc = ssrc
        self.is_dark = True
        self._begins, self._next, self._shift = True, 0, 0

    def begin(self) -> None:
        """The next packet follows the last one."""
        self._begins, self.is_dark = True, False

    def darken(self) -> None:
        """Of a picture: nothing until ``begin``."""
        self.is_dark = True

    def carry(self, packet: bytes) -> bytes:
        """``packet`` as one of this stream."""
        number = int.from_bytes(packet[2:4], "big")
        if self._begins:
            self._begins, self._shift = False, self._next - number
        number = (number + self._shift) % CYCLE
        if (number - self._next) % CYCLE < CYCLE // 2:
            self._next = (number + 1) % CYCLE
        return (
            packet[:2] + number.to_bytes(2, "big") + packet[4:8] + self.ssrc.to_bytes(4, "big") + packet[12:]
        )


def _named(mids: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Our names of Janus's sections: voices in their order, and the picture."""
    voices = [mid for kind, mid in mids if kind == "audio"]
    pictures = [mid for kind, mid in mids if kind == "video"]
    return dict(zip([*voices, *pictures], MIDS, strict=True))
