"""One media section towards a viewer: which stream it carries, switched without a gap in its numbers."""

from typing import NamedTuple, Protocol

from realtime.meeting.media.sfu.incoming_stream import Forward, IncomingStream
from realtime.meeting.media.sfu.rtp import RtpPacket
from realtime.meeting.media.sfu.sdp import RTX, RTX_SSRC_OFFSET
from realtime.meeting.media.sfu.srtp import LARGEST
from realtime.meeting.media.sfu.stream_rewriter import RewriteStart, StreamRewriter, rtx_packet


class PacketSender(Protocol):
    """How packets reach a viewer."""

    def writer(self, rewriter: StreamRewriter) -> Forward:
        """Return the function that sends each packet of ``rewriter`` to the viewer."""

    def send(self, packet: bytes) -> None:
        """Send one packet as it is."""


class SendState(NamedTuple):
    """How far a slot has come: packet and byte counts, and its latest numbers."""

    packets: int = 0
    size: int = 0
    seq: int = 0
    timestamp: int = 0
    at: float = 0.0
    picture: int = 0
    tl0: int = 0


class SlotSource(NamedTuple):
    """The stream that a slot carries, and its counts when the slot took it."""

    stream: IncomingStream
    rewriter: StreamRewriter
    write: Forward
    packets: int
    size: int


class SendSlot:
    """Carries one stream at a time as ``ssrc``, whose clock has ``rate`` Hz.

    Counting each packet would cost too much: the counts are the source's own, since the slot took it.
    """

    def __init__(self, mid: str, ssrc: int, rate: int, sender: PacketSender) -> None:
        self.mid, self.ssrc, self.rate = mid, ssrc, rate
        self._send_time = self._rtx = False
        self._rtx_seq = 0
        self._sender = sender
        self._current: SlotSource | None = None
        self._previous: SlotSource | None = None
        self._next: IncomingStream | None = None
        self._sent = SendState()

    def agree(self, *, send_time: bool, rtx: bool) -> None:
        """Set what the viewer negotiated: abs-send-time, and RTX.

        Without RTX, a retransmission is protected again under its own number: it must be identical, so it
        can carry no time of sending.
        """
        self._send_time, self._rtx = send_time and rtx, rtx

    @property
    def stream(self) -> IncomingStream | None:
        """Return the stream that is shown, or is about to be."""
        return self._next or (self._current and self._current.stream)

    def show(self, stream: IncomingStream | None) -> None:
        """Switch to ``stream`` at its next key frame; meanwhile keep the present one of the same track."""
        if stream is self.stream:
            return
        self._stop_waiting()
        if self._current and (stream is None or stream.shows != self._current.stream.shows):
            self._detach()
        if stream and not (self._current and self._current.stream is stream):
            self._next = stream
            stream.waiting[self] = self._switch
            stream.want_key_frame()

    def resend(self, seq: int) -> bool:
        """Retransmit ``seq``; return whether it is still known."""
        for source in filter(None, (self._current, self._previous)):
            rewriter, stream = source.rewriter, source.stream
            source_seq = rewriter.source_seq(seq)
            packet = stream.recall(source_seq)
            if packet and rewriter.since <= stream.statistics.number(source_seq) <= rewriter.until:
                self._retransmit(packet, source)
                return True
        return False

    def want_key_frame(self) -> None:
        """Request a key frame: the viewer cannot decode without one."""
        if self.stream:
            self.stream.want_key_frame()

    def clock(self, now: float) -> tuple[int, int, int] | None:
        """Return the timestamp at ``now``, and the packets and bytes sent; None when the slot is empty."""
        if not self._current:
            return None
        sent = self._progress(self._current)
        return sent.timestamp + int((now - sent.at) * self.rate), sent.packets, sent.size

    def _switch(self, packet: RtpPacket, now: float) -> None:
        """Switch to the next stream, which begins with ``packet``."""
        stream, self._next = self._next, None
        if stream is None:
            return
        self._detach()
        sent = self._sent
        passed = max(1, int((now - sent.at) * self.rate)) if sent.at else 0
        begin = RewriteStart(sent.seq + 1, sent.timestamp + passed, sent.picture + 1, sent.tl0 + 1)
        number = stream.statistics.number(packet.seq)
        rewriter = StreamRewriter(self.ssrc, number, packet, begin, send_time=self._send_time)
        write = self._sender.writer(rewriter)
        counted = stream.statistics.received - 1, stream.size - len(packet.payload)
        self._current = SlotSource(stream, rewriter, write, *counted)
        stream.forwards[rewriter] = write

    def _retransmit(self, packet: RtpPacket, source: SlotSource) -> None:
        if not self._rtx:
            source.write(packet)  # identical, so that SRTP encrypts nothing else under this number
            return
        data = memoryview(bytearray(LARGEST))
        written = bytes(data[: source.rewriter.write(packet, data)])
        self._rtx_seq += 1
        self._sender.send(rtx_packet(written, RTX, self.ssrc + RTX_SSRC_OFFSET, self._rtx_seq))

    def _detach(self) -> None:
        """Stop carrying the present stream; what was sent of it can still be NACKed."""
        if not self._current:
            return
        self._sent = self._progress(self._current)
        self._current.rewriter.until = self._current.stream.statistics.highest
        del self._current.stream.forwards[self._current.rewriter]
        self._previous, self._current = self._current, None

    def _stop_waiting(self) -> None:
        if self._next:
            del self._next.waiting[self]
            self._next = None

    def _progress(self, source: SlotSource) -> SendState:
        """Compute what has been sent from the source's own counts."""
        stream, rewriter, sent = source.stream, source.rewriter, self._sent
        of = stream.statistics
        last = stream.recall(of.highest)
        return SendState(
            sent.packets + of.received - source.packets,
            sent.size + stream.size - source.size,
            rewriter.seq(of.highest),
            rewriter.timestamp(of.highest_timestamp),
            of.highest_at,
            *(rewriter.picture(last.vp8) if last and last.vp8 else (sent.picture, sent.tl0)),
        )
