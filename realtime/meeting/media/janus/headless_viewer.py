"""A headless viewer of a meeting at Janus: a peer connection of our own, which hands its packets to a sink.

Each section goes on as one continuous RTP stream, however often the peer connection is made anew. After a
change of person a picture begins with a key frame, as in a browser.
"""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from realtime.meeting.media.headless import VIDEO_MID, PacketSink, visible_person
from realtime.meeting.media.janus.participant import JanusParticipant
from realtime.meeting.media.janus.sdp import SanitizedSdp
from realtime.meeting.media.janus.subscriber import VOICES
from realtime.meeting.media.janus.video_room import VideoRoom
from realtime.meeting.media.slot_layout import TrackRef
from realtime.meeting.peer.connection import PeerConnection
from realtime.meeting.peer.receive_stream import ReceiveStream
from realtime.meeting.peer.rtp import Vp8Fragment
from realtime.wire.meeting import MediaSlot, Quality, Track

MIDS = (*(f"a{number}" for number in range(VOICES)), VIDEO_MID)
CYCLE = 1 << 16
KEY_AGAIN = 0.5  # seconds between two PLIs while a key frame is awaited
KEY_EVERY = 10.0  # and while none is: a film can be sought to key frames only


class _Backend(Protocol):
    """What the viewer needs of its backend."""

    async def room(self) -> VideoRoom: ...
    def add_headless(self, viewer: "JanusHeadlessViewer") -> None: ...
    def remove_headless(self) -> None: ...


class JanusHeadlessViewer:
    """A ``HeadlessViewer``, and the ``ParticipantListener`` of its own ``JanusParticipant``."""

    def __init__(self, media: _Backend, sink: PacketSink) -> None:
        self._media, self._sink = media, sink
        self._splicers = {mid: StreamSplicer(number) for number, mid in enumerate(MIDS, 1)}
        self._names: dict[str, str] = {}  # our mids, by Janus's
        self._slots: list[MediaSlot] = []
        self._connection: PeerConnection | None = None
        self._is_on = True
        self._asking: asyncio.TimerHandle | None = None
        media.add_headless(self)

    @property
    def ssrcs(self) -> dict[str, int]:
        return {mid: splicer.ssrc for mid, splicer in self._splicers.items()}

    @property
    def is_connected(self) -> bool:
        return self._connection is not None and self._connection.transport.is_up

    def layout(self) -> Sequence[MediaSlot]:
        return self._slots

    def detach(self) -> None:
        if self._is_on:
            self._is_on = False
            self._hang_up()
            self._media.remove_headless()

    # ParticipantListener

    async def room(self) -> VideoRoom:
        return await self._media.room()

    def offered(self, participant: JanusParticipant, sdp: str) -> None:
        """Answer Janus's offer as a browser would."""
        if self._connection is None:
            self._connection = PeerConnection({}, self._request_key_frames)
            self._connection.heard = self._hear
            for splicer in self._splicers.values():
                splicer.begin()
        self._names = _named(SanitizedSdp.read(sdp).mids)
        participant.answer(SanitizedSdp.read(self._connection.answer(sdp)))

    def placed(self, participant: JanusParticipant, wanted: Sequence[TrackRef]) -> None:
        before, self._slots = self._slots, [self._renamed(slot) for slot in participant.slots(wanted)]
        if visible_person(self._slots) != visible_person(before):
            self._splicers[VIDEO_MID].darken()

    def gone(self, participant: JanusParticipant) -> None:
        """Come again: Janus has gone away, and will be back."""
        if self._is_on:
            self._hang_up()
            self._media.add_headless(self)

    def broken(self, participant: JanusParticipant) -> None:
        if self._is_on:
            self._media.remove_headless()
            self.gone(participant)

    def answered(self, participant: JanusParticipant, sdp: str) -> None:
        """Do nothing: this participant never offers."""

    def refused(self, participant: JanusParticipant) -> None:
        """Do nothing: Janus refused our answer, which is logged already."""

    def flows(self, participant: JanusParticipant) -> None:
        """Do nothing, here and below: this participant publishes nothing."""

    def talks(self, participant: JanusParticipant, loudness: float | None) -> None: ...
    def comes(self, participant: JanusParticipant, track: Track, on: bool) -> None: ...
    def slots_added(self, participant: JanusParticipant) -> None: ...

    def measured(self, participant: JanusParticipant, quality: Quality) -> None:
        """Do nothing: nobody needs to know how good its connection is."""

    # Packets

    def _hear(self, stream: ReceiveStream, packet: bytes, piece: Vp8Fragment | None) -> None:
        splicer = self._splicers[self._names[stream.mid]]
        if piece is not None and splicer.is_dark:
            if not (piece.begins and piece.is_key):
                return
            splicer.begin()
        self._sink.send(splicer.carry(packet))

    def _request_key_frames(self, waited: float = 0.0) -> None:
        """Send a PLI from time to time; more often while a key frame is awaited."""
        if self._connection is None:
            return
        if self._splicers[VIDEO_MID].is_dark or waited >= KEY_EVERY:
            self._connection.ask_for_keys()
            waited = 0.0
        later = asyncio.get_running_loop().call_later
        self._asking = later(KEY_AGAIN, self._request_key_frames, waited + KEY_AGAIN)

    # Internals

    def _renamed(self, slot: MediaSlot) -> MediaSlot:
        return MediaSlot(mid=self._names[slot.mid], person=slot.person, source=slot.source)

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
        if self._asking is not None:
            self._asking.cancel()
        self._connection, self._slots = None, []


class StreamSplicer:
    """Joins the packets of several connections, or from before and after a pause, into one RTP stream."""

    def __init__(self, ssrc: int) -> None:
        self.ssrc = ssrc
        self.is_dark = True
        self._begins, self._next, self._shift = True, 0, 0

    def begin(self) -> None:
        """Number the next packet right after the last one."""
        self._begins, self.is_dark = True, False

    def darken(self) -> None:
        """Drop a picture's packets until ``begin``."""
        self.is_dark = True

    def carry(self, packet: bytes) -> bytes:
        """Rewrite ``packet`` as one of this stream."""
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
    """Map Janus's mids to ours: the voices in their order, and the picture."""
    voices = [mid for kind, mid in mids if kind == "audio"]
    pictures = [mid for kind, mid in mids if kind == "video"]
    return dict(zip([*voices, *pictures], MIDS, strict=True))
