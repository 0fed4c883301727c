"""A peer connection: negotiates, sends streams, receives streams."""

import asyncio
import random
import struct
from collections.abc import Callable, Mapping

from aiortc.rtp import RTCP_PSFB_PLI, RtcpPacket, RtcpPsfbPacket, RtcpRtpfbPacket

from realtime.meeting.peer import rtcp, rtp, sdp
from realtime.meeting.peer.receive_stream import TRIES, ReceiveStream
from realtime.meeting.peer.rtp import Vp8Fragment
from realtime.meeting.peer.sdp import LEVEL, MID, MediaSection
from realtime.meeting.peer.send_stream import SendStream
from realtime.meeting.peer.transport import PeerTransport, SimulatedLoss

NACK_EVERY = 0.02  # seconds between two looks for packets to NACK
REPORT_EVERY = 1.0
PICTURE_LOST_FIR = 4


class PeerConnection:
    """``sources``: the streams to send, by mid. ``up`` is called once media can flow, ``showed`` with each
    complete frame, ``heard`` with each packet that is no duplicate, and the VP8 fragment in it."""

    def __init__(
        self, sources: Mapping[str, SendStream], up: Callable[[], None], loss: SimulatedLoss | None = None
    ) -> None:
        self.streams: dict[int, ReceiveStream] = {}
        self.showed: Callable[[], None] = lambda: None
        self.heard: Callable[[ReceiveStream, bytes, Vp8Fragment | None], None] = (
            lambda stream, packet, piece: None
        )
        self.sources = dict(sources)
        self.transport = PeerTransport(self._receive, self._is_up, loss or SimulatedLoss())
        self._loop = asyncio.get_running_loop()
        self._up = up
        self._by_ssrc = {source.ssrc: source for source in self.sources.values()}
        self._by_mid: dict[str, ReceiveStream] = {}
        self._given: dict[str, int | None] = {}
        self._kinds: dict[str, str] = {}
        self._repaired: set[str] = set()
        self._mid_id: int | None = None
        self._own = random.getrandbits(31) | 1

    # Negotiation

    def is_offered(self, text: str) -> bool:
        """Whether ``text`` is an offer for this very connection, not for a new one. Raises as ``answer``."""
        return not self.transport.is_closed and self.transport.leads_to(sdp.read(text).remote)

    def answer(self, text: str) -> str:
        """Answer the server's offer. Raises ``ValueError``, ``KeyError`` when it cannot be read."""
        offer = sdp.read(text)
        for section in offer.sections:
            self._prepare(section)
        self.transport.connect(offer.remote, controls=offer.remote.is_lite, is_client=True)
        ssrcs = {mid: source.ssrc for mid, source in self.sources.items()}
        return sdp.answer(offer, self.transport.own(offer.remote.addresses), ssrcs)

    def offer(self) -> str:
        """Offer to send all our streams."""
        sections = [_offered(mid, source) for mid, source in self.sources.items()]
        ssrcs = {mid: source.ssrc for mid, source in self.sources.items()}
        return sdp.offer(sections, self.transport.own(), ssrcs)

    def take_answer(self, text: str) -> None:
        """Apply the server's answer. Raises ``ValueError``, ``KeyError``."""
        answer = sdp.read(text)
        for section in answer.sections:
            self._send_by(section)
        self.transport.connect(answer.remote, controls=True, is_client=answer.remote.setup == "passive")

    def _prepare(self, section: MediaSection) -> None:
        self._kinds[section.mid] = section.kind
        if "nack" in section.feedback:
            self._repaired.add(section.mid)
        self._mid_id = section.extensions.get(MID, self._mid_id)
        if section.direction == "recvonly":
            self._send_by(section)
        else:
            for ssrc in section.ssrcs[:1]:
                self._stream(section.mid, ssrc)

    def _send_by(self, section: MediaSection) -> None:
        source = self.sources.get(section.mid)
        if source is None or section.codec is None:
            return
        source.payload_type = section.codec
        source.level_id = section.extensions.get(LEVEL)
        if MID in section.extensions:
            source.extensions = {section.extensions[MID]: section.mid.encode()}

    # Life cycle

    def _is_up(self) -> None:
        for source in self.sources.values():
            source.send = self.transport.send
        self._send_nacks()
        self._send_reports()
        self._up()

    def give(self, slots: Mapping[str, int | None]) -> None:
        """Note whom each section carries, as the server says."""
        self._given = dict(slots)
        for mid, stream in self._by_mid.items():
            stream.give(self._given.get(mid), self._loop.time())

    def close(self) -> None:
        """Close. Harmless when it is closed."""
        for source in self.sources.values():
            source.is_on = False
        self.transport.close()

    # Packets

    def _receive(self, packet: bytes) -> None:
        if 191 < packet[1] < 224:
            self._receive_rtcp(packet)
            return
        now = self._loop.time()
        try:
            arrived = rtp.parse(packet)
            stream = self.streams.get(arrived.ssrc) or self._stream_by_mid(packet, arrived.ssrc)
            number = stream.sequence.take(arrived.sequence, arrived.timestamp, now)
            if number is None:
                return
            is_seen = stream.kind == "video" and arrived.start < arrived.end
            piece = rtp.vp8_fragment(packet, arrived) if is_seen else None
        except (ValueError, IndexError, KeyError, struct.error):
            self.transport.counts.broken += 1
            return
        self.heard(stream, packet, piece)
        if piece is not None and stream.pictures.take(number, piece, now):
            stream.showed(now)
            self.showed()

    def _stream_by_mid(self, packet: bytes, ssrc: int) -> ReceiveStream:
        """Create the stream of an unknown SSRC by its MID (RFC 8843). Raises ``KeyError``."""
        said = rtp.extension(packet, self._mid_id) if self._mid_id else None
        if said is None:
            raise KeyError(ssrc)
        return self._stream(said.decode(errors="replace"), ssrc)

    def _stream(self, mid: str, ssrc: int) -> ReceiveStream:
        stream = self._by_mid.get(mid)
        if stream is None or stream.ssrc != ssrc:
            stream = ReceiveStream(mid, self._kinds[mid], ssrc)
            stream.is_repaired = mid in self._repaired
            stream.give(self._given.get(mid), self._loop.time())
            self._by_mid[mid] = self.streams[ssrc] = stream
        return stream

    def _receive_rtcp(self, packet: bytes) -> None:
        try:
            told = RtcpPacket.parse(packet)
        except ValueError:
            self.transport.counts.broken += 1
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

    # Timers

    def ask_for_keys(self) -> None:
        """Send a PLI for each video stream."""
        for stream in self.streams.values():
            if stream.kind == "video":
                self.transport.send_rtcp(rtcp.pli(self._own, stream.ssrc))

    def _send_nacks(self) -> None:
        """Send NACKs, and PLIs where they are not enough."""
        now = self._loop.time()
        for stream in self.streams.values():
            if stream.sequence.missing:
                self._nack(stream, now)
            if stream.kind == "video" and stream.sequence.received and stream.pictures.wants_key(now):
                self.transport.send_rtcp(rtcp.pli(self._own, stream.ssrc))
        self._later(NACK_EVERY, self._send_nacks)

    def _nack(self, stream: ReceiveStream, now: float) -> None:
        ask, lost = stream.sequence.due(now, TRIES if stream.is_repaired else 0)
        if ask:
            self.transport.send_rtcp(rtcp.nack(self._own, stream.ssrc, ask))
        for number in lost:
            stream.pictures.give_up(number, now)

    def _send_reports(self) -> None:
        for packet in rtcp.reports(self._own, self.streams.values(), self.sources.values()):
            self.transport.send_rtcp(packet)
        seen = [stream.ssrc for stream in self.streams.values() if stream.kind == "video"]
        if seen:
            self.transport.send_rtcp(rtcp.remb(self._own, seen))
        self._later(REPORT_EVERY, self._send_reports)

    def _later(self, seconds: float, what: Callable[[], None]) -> None:
        if not self.transport.is_closed:
            self._loop.call_later(seconds, what)


def _offered(mid: str, source: SendStream) -> MediaSection:
    is_voice = source.kind == "audio"
    extensions = {MID: 3, LEVEL: 1} if is_voice else {MID: 3}
    return MediaSection(source.kind, mid, "sendonly", 111 if is_voice else 96, extensions)
