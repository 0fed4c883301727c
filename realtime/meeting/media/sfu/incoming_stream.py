"""An RTP stream that a person sends (voice, a simulcast layer of the camera, screen), and its receivers."""

from collections.abc import Callable

from realtime.meeting.media.sfu import vp8
from realtime.meeting.media.sfu.counters import SfuCounters
from realtime.meeting.media.sfu.key_frames import KeyFrameRequester
from realtime.meeting.media.sfu.receive_statistics import ReceiveStatistics
from realtime.meeting.media.sfu.rtp import HEADER_LENGTH, RtpPacket
from realtime.meeting.media.sfu.stream_rewriter import StreamRewriter
from realtime.wire.meeting import Track

# About four seconds of the low layer, one and a half of the high one.
HISTORY = 256
TRACKS: dict[str, Track] = {"m": "microphone", "l": "camera", "h": "camera", "s": "screen"}
RATES = {"m": 48_000, "l": 90_000, "h": 90_000, "s": 90_000}

Forward = Callable[[RtpPacket], None]
Waiter = Callable[[RtpPacket, float], None]


class IncomingStream:
    """``forwards`` are called with every packet; ``waiting`` once, with the next packet at which a viewer
    can begin: a key frame, or any voice packet.

    ``ssrc`` and ``mid`` are the sender's; ``shows``: whom, and which track.
    """

    def __init__(self, person: int, mid: str, ssrc: int, counters: SfuCounters) -> None:
        self.person, self.mid, self.ssrc = person, mid, ssrc
        self.shows = (person, TRACKS[mid])
        self.statistics = ReceiveStatistics(RATES[mid])
        self.key_frames = KeyFrameRequester()
        self.forwards: dict[StreamRewriter, Forward] = {}
        self.waiting: dict[object, Waiter] = {}
        self.size = 0
        self.rate = 0
        """Bits per second, measured each second; 0 when nothing comes."""
        self.heard_at = 0.0
        self._is_video = mid != "m"
        self._history: list[RtpPacket | None] = [None] * HISTORY
        self._measured = (0, 0.0)
        self._counters = counters

    def want_key_frame(self) -> None:
        """Ask for a key frame: somebody cannot decode without one."""
        if self._is_video:
            self.key_frames.want()

    def ask(self, now: float) -> list[int]:
        """Return the packets to NACK. Once one is given up, only a key frame helps: request it."""
        given_up = self.statistics.given_up
        seqs = self.statistics.ask(now)
        if self.statistics.given_up > given_up and self.forwards:
            self.want_key_frame()
        return seqs

    def take(self, packet: RtpPacket, now: float) -> None:
        """Keep ``packet`` in the history and forward it."""
        newest = self.statistics.take(packet.seq, packet.timestamp, now)
        self.heard_at = now
        self.size += len(packet.payload)
        if self._is_video:
            packet.vp8 = vp8.read(packet.payload)
        if not newest:
            self._bring_late(packet)
            return
        self._history[packet.seq % HISTORY] = packet
        if packet.vp8 is None or packet.vp8.begins:
            self._let_in(packet, now)
        for forward in self.forwards.values():
            forward(packet)
        self._counters.packets_out += len(self.forwards)
        self._counters.bytes_out += len(self.forwards) * (HEADER_LENGTH + len(packet.payload))

    def skip(self, seq: int, timestamp: int, now: float) -> None:
        """Count a packet that is not forwarded."""
        self.statistics.take(seq, timestamp, now)
        self.statistics.missing.clear()

    def measure(self, now: float) -> None:
        """Measure the bit rate; called about once a second."""
        size, at = self._measured
        self.rate = int((self.size - size) * 8 / max(0.1, now - at))
        self._measured = (self.size, now)

    def recall(self, seq: int) -> RtpPacket | None:
        """Return the packet ``seq`` while it is in the history."""
        packet = self._history[seq % HISTORY]
        return packet if packet and packet.seq == seq & 0xFFFF else None

    def _bring_late(self, packet: RtpPacket) -> None:
        """Forward a retransmitted or reordered packet to those who had what came before it.

        And once only: its retransmission, which has a number of its own under RTX, may have been faster.
        """
        number = self.statistics.number(packet.seq)
        if number <= self.statistics.highest - HISTORY or self.recall(packet.seq):
            return
        self._history[packet.seq % HISTORY] = packet
        for rewriter, forward in self.forwards.items():
            if rewriter.since <= number:
                forward(packet)

    def _let_in(self, packet: RtpPacket, now: float) -> None:
        self.key_frames.came()
        waiting, self.waiting = self.waiting, {}
        for enter in waiting.values():
            enter(packet, now)
