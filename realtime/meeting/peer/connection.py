"""One media connection of a peer: a description taken or made, tracks out, streams in."""

import asyncio
import random
import struct
from collections.abc import Callable, Mapping

from aiortc.rtp import RTCP_PSFB_PLI, RtcpPacket, RtcpPsfbPacket, RtcpRtpfbPacket

from realtime.meeting.peer import control, described, packets
from realtime.meeting.peer.described import LEVEL, MID, Section
from realtime.meeting.peer.hearing import TRIES, Stream
from realtime.meeting.peer.packets import Piece
from realtime.meeting.peer.source import Source
from realtime.meeting.peer.tunnel import Loss, Tunnel

LOOK_EVERY = 0.02  # seconds between two looks for what is missing
REPORT_EVERY = 1.0
PICTURE_LOST_FIR = 4


class Connection:
    """``sources``: by mid, what is sent where the house lets us; ``up`` is called once packets can pass,
    ``showed`` with each frame of a picture, ``heard`` with each packet that was waited for, and what it holds
    of a picture."""

    def __init__(
        self, sources: Mapping[str, Source], up: Callable[[], None], loss: Loss | None = None
    ) -> None:
        self.streams: dict[int, Stream] = {}
        self.showed: Callable[[], None] = lambda: None
        self.heard: Callable[[Stream, bytes, Piece | None], None] = lambda stream, packet, piece: None
        self.sources = dict(sources)
        self.tunnel = Tunnel(self._hear, self._is_up, loss or Loss())
        self._loop = asyncio.get_running_loop()
        self._up = up
        self._by_ssrc = {source.ssrc: source for source in self.sources.values()}
        self._by_mid: dict[str, Stream] = {}
        self._given: dict[str, int | None] = {}
        self._kinds: dict[str, str] = {}
        self._repaired: set[str] = set()
        self._mid_id: int | None = None
        self._own = random.getrandbits(31) | 1

    # Descriptions.

    def is_offered(self, sdp: str) -> bool:
        """Whether ``sdp`` offers this very connection, not one begun anew. Raises as ``answer``."""
        return not self.tunnel.is_closed and self.tunnel.leads_to(described.read(sdp).remote)

    def answer(self, sdp: str) -> str:
        """Take an offer of the house. Raises ``ValueError``, ``KeyError`` when it cannot be read."""
        offer = described.read(sdp)
        for section in offer.sections:
            self._prepare(section)
        self.tunnel.connect(offer.remote, controls=offer.remote.is_lite, is_client=True)
        ssrcs = {mid: source.ssrc for mid, source in self.sources.items()}
        return described.answer(offer, self.tunnel.own(offer.remote.addresses), ssrcs)

    def offer(self) -> str:
        """Offer to send all our sources."""
        sections = [_offered(mid, source) for mid, source in self.sources.items()]
        ssrcs = {mid: source.ssrc for mid, source in self.sources.items()}
        return described.offer(sections, self.tunnel.own(), ssrcs)

    def take_answer(self, sdp: str) -> None:
        """The house answers our offer. Raises ``ValueError``, ``KeyError``."""
        answer = described.read(sdp)
        for section in answer.sections:
            self._send_by(section)
        self.tunnel.connect(answer.remote, controls=True, is_client=answer.remote.setup == "passive")

    def _prepare(self, section: Section) -> None:
        self._kinds[section.mid] = section.kind
        if "nack" in section.feedback:
            self._repaired.add(section.mid)
        self._mid_id = section.extensions.get(MID, self._mid_id)
        if section.direction == "recvonly":
            self._send_by(section)
        else:
            for ssrc in section.ssrcs[:1]:
                self._stream(section.mid, ssrc)

    def _send_by(self, section: Section) -> None:
        source = self.sources.get(section.mid)
        if source is None or section.codec is None:
            return
        source.payload_type = section.codec
        source.level_id = section.extensions.get(LEVEL)
        if MID in section.extensions:
            source.extensions = {section.extensions[MID]: section.mid.encode()}

    # Life.

    def _is_up(self) -> None:
        for source in self.sources.values():
            source.send = self.tunnel.send
        self._look()
        self._report()
        self._up()

    def give(self, slots: Mapping[str, int | None]) -> None:
        """The house says whom each section carries."""
        self._given = dict(slots)
        for mid, stream in self._by_mid.items():
            stream.give(self._given.get(mid), self._loop.time())

    def close(self) -> None:
        """End. Harmless when it has ended."""
        for source in self.sources.values():
            source.is_on = False
        self.tunnel.close()

    # Packets.

    def _hear(self, packet: bytes) -> None:
        if 191 < packet[1] < 224:
            self._hear_control(packet)
            return
        now = self._loop.time()
        try:
            arrived = packets.parse(packet)
            stream = self.streams.get(arrived.ssrc) or self._named(packet, arrived.ssrc)
            number = stream.sequence.take(arrived.sequence, arrived.timestamp, now)
            if number is None:
                return
            is_seen = stream.kind == "video" and arrived.start < arrived.end
            piece = packets.vp8_piece(packet, arrived) if is_seen else None
        except (ValueError, IndexError, KeyError, struct.error):
            self.tunnel.counts.broken += 1
            return
        self.heard(stream, packet, piece)
        if piece is not None and stream.pictures.take(number, piece, now):
            stream.showed(now)
            self.showed()

    def _named(self, packet: bytes, ssrc: int) -> Stream:
        """A stream that no description names says its section itself (RFC 8843). Raises ``KeyError``."""
        said = packets.extension(packet, self._mid_id) if self._mid_id else None
        if said is None:
            raise KeyError(ssrc)
        return self._stream(said.decode(errors="replace"), ssrc)

    def _stream(self, mid: str, ssrc: int) -> Stream:
        stream = self._by_mid.get(mid)
        if stream is None or stream.ssrc != ssrc:
            stream = Stream(mid, self._kinds[mid], ssrc)
            stream.is_repaired = mid in self._repaired
            stream.give(self._given.get(mid), self._loop.time())
            self._by_mid[mid] = self.streams[ssrc] = stream
        return stream

    def _hear_control(self, packet: bytes) -> None:
        try:
            told = RtcpPacket.parse(packet)
        except ValueError:
            self.tunnel.counts.broken += 1
            return
        for each in told:
            if isinstance(each, RtcpRtpfbPacket) and each.media_ssrc in self._by_ssrc:
                self._by_ssrc[each.media_ssrc].again(each.lost)
            elif isinstance(each, RtcpPsfbPacket) and each.fmt in (RTCP_PSFB_PLI, PICTURE_LOST_FIR):
                self._refresh(each)

    def _refresh(self, asked: RtcpPsfbPacket) -> None:
        wanted = asked.media_ssrc or int.from_bytes(asked.fci[:4], "big")
        source = self._by_ssrc.get(wanted)
        if source is not None:
            source.refresh()

    # From time to time.

    def ask_for_keys(self) -> None:
        """Ask for a key frame of each picture."""
        for stream in self.streams.values():
            if stream.kind == "video":
                self.tunnel.send_control(control.pli(self._own, stream.ssrc))

    def _look(self) -> None:
        """Ask again for what is missing."""
        now = self._loop.time()
        for stream in self.streams.values():
            if stream.sequence.missing:
                self._ask(stream, now)
            if stream.kind == "video" and stream.sequence.received and stream.pictures.wants_key(now):
                self.tunnel.send_control(control.pli(self._own, stream.ssrc))
        self._later(LOOK_EVERY, self._look)

    def _ask(self, stream: Stream, now: float) -> None:
        ask, lost = stream.sequence.due(now, TRIES if stream.is_repaired else 0)
        if ask:
            self.tunnel.send_control(control.nack(self._own, stream.ssrc, ask))
        for number in lost:
            stream.pictures.give_up(number, now)

    def _report(self) -> None:
        for packet in control.reports(self._own, self.streams.values(), self.sources.values()):
            self.tunnel.send_control(packet)
        seen = [stream.ssrc for stream in self.streams.values() if stream.kind == "video"]
        if seen:
            self.tunnel.send_control(control.remb(self._own, seen))
        self._later(REPORT_EVERY, self._report)

    def _later(self, seconds: float, what: Callable[[], None]) -> None:
        if not self.tunnel.is_closed:
            self._loop.call_later(seconds, what)


def _offered(mid: str, source: Source) -> Section:
    is_voice = source.kind == "audio"
    extensions = {MID: 3, LEVEL: 1} if is_voice else {MID: 3}
    return Section(source.kind, mid, "sendonly", 111 if is_voice else 96, extensions)
