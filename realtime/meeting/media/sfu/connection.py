"""The media connection of one participant: ICE, DTLS, then SRTP both ways."""

import logging
import time
from collections.abc import Iterable
from typing import Protocol

from aioice.stun import Message

from realtime.meeting.media.sfu.counters import SfuCounters
from realtime.meeting.media.sfu.demuxer import RtpDemuxer
from realtime.meeting.media.sfu.dtls import DtlsCertificate, DtlsHandshake, HandshakeFailed
from realtime.meeting.media.sfu.ice import Address, IceLiteAgent
from realtime.meeting.media.sfu.incoming_stream import Forward
from realtime.meeting.media.sfu.packet_senders import SrtpSender
from realtime.meeting.media.sfu.quality import QualityMonitor
from realtime.meeting.media.sfu.rtcp_session import RtcpSession
from realtime.meeting.media.sfu.rtp import MalformedPacket, is_rtcp
from realtime.meeting.media.sfu.sdp import SdpAnswer, SfuEndpoint, mids, offer, read_answer
from realtime.meeting.media.sfu.send_batch import SendBatch
from realtime.meeting.media.sfu.srtp import PacketBuffer, Protector, Unprotector
from realtime.meeting.media.sfu.stream_rewriter import StreamRewriter
from realtime.meeting.media.sfu.token_bucket import TokenBucket
from realtime.meeting.media.sfu.viewer import Viewer
from realtime.wire.meeting import Quality

logger = logging.getLogger(__name__)


JUDGED_EVERY = 0.25
MOST_EARLY = 4  # datagrams kept of a browser whose DTLS arrives before its answer


class NotConnected(RuntimeError):
    """A slot was filled before the connection could send."""


class ConnectionListener(Protocol):
    """What a connection reports to its meeting."""

    def media_connected(self, person: int) -> None:
        """Media can flow both ways."""

    def stream_started(self, person: int) -> None:
        """A new stream of ``person`` has begun."""

    def voice_received(self, person: int, loudness: float, now: float) -> None:
        """A voice packet of ``person`` is about to be forwarded."""

    def quality_changed(self, person: int, quality: Quality) -> None:
        """The quality of the connection has changed."""

    def connection_ended(self, person: int) -> None:
        """The connection has ended; nothing of it is left."""


class SharedTransport(Protocol):
    """What the shared UDP socket offers to each connection."""

    buffer: PacketBuffer
    counters: SfuCounters
    certificate: DtlsCertificate
    addresses: list[Address]
    batch: SendBatch

    def send(self, datagram: bytes, address: Address) -> None:
        """Send one datagram at once."""

    def register(self, connection: "SfuConnection") -> None:
        """Route connectivity checks that name ``connection`` to it."""

    def map_address(self, connection: "SfuConnection", address: Address) -> None:
        """Route datagrams from ``address`` to ``connection``."""

    def unmap_address(self, connection: "SfuConnection", address: Address) -> None:
        """Stop routing datagrams from ``address`` to ``connection``."""

    def forget(self, connection: "SfuConnection") -> None:
        """Route nothing to it any more."""


class SfuConnection:
    """The connection of ``person``. Once ``up``, it is the ``PacketSender`` of its own viewer."""

    def __init__(
        self, transport: SharedTransport, listener: ConnectionListener, person: int, pictures: int
    ) -> None:
        now = time.monotonic()
        self.person, self.pictures = person, pictures
        self.agent = IceLiteAgent()
        self.viewer = Viewer(pictures, self)
        self.quality_monitor = QualityMonitor(now)
        self.demuxer = RtpDemuxer(
            person, transport.buffer, transport.counters, self._voice_received, self._stream_started
        )
        self._transport, self._listener = transport, listener
        self._rate_limit = TokenBucket(now)
        self._handshake: DtlsHandshake | None = None
        self._early: list[tuple[bytes, Address]] = []
        self._unprotector: Unprotector | None = None
        self._sender: SrtpSender | None = None
        self._rtcp = RtcpSession(self.demuxer, self.viewer, self.quality_monitor, transport.counters)
        self._retransmits_at = self._judged_at = 0.0
        self._is_over = False

    @property
    def up(self) -> bool:
        """Whether media can flow."""
        return self._sender is not None

    def offer(self) -> str:
        """Return our offer."""
        endpoint = SfuEndpoint(
            self.agent.ufrag,
            self.agent.password,
            self._transport.certificate.fingerprint,
            self._transport.addresses,
        )
        return offer(endpoint, self.viewer.ssrcs)

    def answer(self, sdp: str) -> None:
        """Apply the browser's answer; until DTLS is done, the last one counts. Raises ``BadDescription``."""
        answer: SdpAnswer = read_answer(sdp, mids(self.pictures))
        if self.up:
            return
        self.agent.peer = answer.ufrag
        self.demuxer.expect(answer.heard)
        self.viewer.agree(answer.shown)
        self._handshake = DtlsHandshake(self._transport.certificate, answer.fingerprint)
        early, self._early = self._early, []
        for datagram, address in early:
            self.handle_dtls(datagram, address)

    def handle_stun(self, check: Message, address: Address, size: int) -> None:
        """Answer a connectivity check of ``size`` bytes that names this connection."""
        result = self.agent.answer(check, address)
        if result is None:
            self._transport.counters.strange += 1
        elif len(result.answer) <= size:
            self.quality_monitor.heard(time.monotonic())
            self._transport.map_address(self, address)
            if result.forgotten:
                self._transport.unmap_address(self, result.forgotten)
            self._transport.send(result.answer, address)
            if result.chosen and self._sender:
                self._sender.set_address(address)

    def handle_dtls(self, datagram: bytes, address: Address) -> None:
        """Take a DTLS record from an ``address`` that has passed a check."""
        if not self._handshake:
            # The answer comes over the WebSocket, which is slower.
            self._early = [*self._early, (datagram, address)][:MOST_EARLY]
            return
        if not self._rate_limit.allows(time.monotonic()):
            return  # DTLS retransmits
        if not self.up:
            # Before nomination a browser checks from each of its addresses, but sends from the best one.
            # What is sent to another is lost, and retransmitted only a second later.
            self.agent.address = address
        try:
            self._send_dtls(self._handshake.take(datagram))
            if self._handshake.done and not self.up:
                self._start_srtp(self._handshake, address)
        except HandshakeFailed as error:
            logger.warning("the media connection of person %s is refused: %s", self.person, error)
            self._end()
            return
        self._retransmits_at = 0.0
        if self._handshake.ended:
            self._end()

    def handle_srtp(self, length: int, arrived: float) -> None:
        """Take an SRTP or SRTCP packet from the shared buffer; the kernel received it at ``arrived``."""
        now = time.monotonic()
        if not self._unprotector:
            return
        if not self._rate_limit.allows(now):
            self._transport.counters.excess += 1
            return
        data = self._transport.buffer.data
        if is_rtcp(data[1]):
            self._handle_rtcp(self._unprotector.unprotect_rtcp(length), now)
            return
        if self.demuxer.accepts(int.from_bytes(data[8:12], "big")) and (
            size := self._unprotector.unprotect(length)
        ):
            self.quality_monitor.heard(now)
            self._take(size, now, arrived)
        else:
            self._transport.counters.forged += 1

    def tick(self, now: float) -> None:
        """Retransmit DTLS, send RTCP and judge quality; called fifty times a second."""
        if self._handshake and not self.up:
            self._retransmit_dtls(self._handshake, now)
        if self._sender:
            for report in self._rtcp.due(now):
                self._sender.report(report)
        if now >= self._judged_at + JUDGED_EVERY and not self._is_over:
            self._judged_at = now
            self._judge(now)

    def writer(self, rewriter: StreamRewriter) -> Forward:
        """Return the function that sends the packets of ``rewriter`` to the browser."""
        if self._sender is None:
            raise NotConnected
        return self._sender.writer(rewriter)

    def send(self, packet: bytes) -> None:
        """Send one RTP packet to the browser."""
        if self._sender:
            self._sender.send(packet)

    def shut(self) -> None:
        """Close the connection and say so to the browser (DTLS close_notify)."""
        self._is_over = True
        if self._handshake and self.agent.address:
            self._send_dtls(self._handshake.shutdown())
        self.viewer.shut()
        self._unprotector = self._sender = self._handshake = None
        self._transport.forget(self)

    def _judge(self, now: float) -> None:
        if quality := self.quality_monitor.judge(now):
            self._listener.quality_changed(self.person, quality)
        if self.quality_monitor.is_gone(now):
            self._end()

    def _take(self, length: int, now: float, arrived: float) -> None:
        try:
            self.demuxer.take(length, now, arrived)
        except (MalformedPacket, IndexError):
            self._transport.counters.malformed += 1

    def _handle_rtcp(self, length: int, now: float) -> None:
        if not length:
            self._transport.counters.forged += 1
            return
        self.quality_monitor.heard(now)
        self._rtcp.take(bytes(self._transport.buffer.data[:length]), now)

    def _start_srtp(self, handshake: DtlsHandshake, address: Address) -> None:
        profile, receive_key, send_key = handshake.keys()
        transport = self._transport
        self._unprotector = Unprotector(transport.buffer, profile, receive_key)
        self._sender = SrtpSender(transport.batch, Protector(profile, send_key), address)
        self.demuxer.begin()
        self._listener.media_connected(self.person)

    def _retransmit_dtls(self, handshake: DtlsHandshake, now: float) -> None:
        timeout = handshake.timeout()
        if timeout is None:
            return
        if not self._retransmits_at:
            self._retransmits_at = now + timeout
        elif now >= self._retransmits_at:
            self._retransmits_at = 0.0
            try:
                self._send_dtls(handshake.retransmit())
            except HandshakeFailed:
                self._end()

    def _send_dtls(self, datagrams: Iterable[bytes]) -> None:
        for datagram in datagrams:
            if self.agent.address:
                self._transport.send(datagram, self.agent.address)

    def _end(self) -> None:
        """End the connection for a reason of the network's; whoever hears of it may open another at once."""
        if self._is_over:
            return
        self.shut()
        self._listener.connection_ended(self.person)

    def _voice_received(self, loudness: float, now: float) -> None:
        self._listener.voice_received(self.person, loudness, now)

    def _stream_started(self) -> None:
        self._listener.stream_started(self.person)
