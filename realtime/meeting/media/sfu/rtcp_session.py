"""The RTCP of one connection, both ways: NACK, PLI, transport-wide feedback and reports."""

import time
from collections.abc import Iterator, Sequence

from realtime.meeting.media.sfu import rtcp
from realtime.meeting.media.sfu.counters import SfuCounters
from realtime.meeting.media.sfu.demuxer import RtpDemuxer
from realtime.meeting.media.sfu.incoming_stream import IncomingStream
from realtime.meeting.media.sfu.quality import QualityMonitor
from realtime.meeting.media.sfu.receive_statistics import ReportBlock
from realtime.meeting.media.sfu.token_bucket import TokenBucket
from realtime.meeting.media.sfu.viewer import Viewer

EVERY = 1.0
# The limit for one person's sending: both simulcast layers, a screen, a voice.
MOST_HEARD = 4_500_000
RESENT_PER_SECOND = 400.0
TOLD_PER_SECOND = 300.0
LARGEST = 1100


def _share(reports: Sequence[ReportBlock]) -> float:
    """Return the share lost of all streams together."""
    return sum(report.missed for report in reports) / max(1, sum(report.awaited for report in reports))


def _delay(seconds: float) -> int:
    """Convert to 65536ths of a second, as the 32 bits of DLSR hold it."""
    return min(int(seconds * 65_536), 0xFFFF_FFFF)


class RtcpSession:
    """``take`` handles the browser's RTCP; ``due`` returns ours."""

    def __init__(
        self, demuxer: RtpDemuxer, viewer: Viewer, quality_monitor: QualityMonitor, counters: SfuCounters
    ) -> None:
        self._demuxer, self._viewer, self._quality_monitor, self._counters = (
            demuxer,
            viewer,
            quality_monitor,
            counters,
        )
        now = time.monotonic()
        self._pace, self._resends = TokenBucket(now, TOLD_PER_SECOND), TokenBucket(now, RESENT_PER_SECOND)
        self._next = 0.0
        self._sender_reports: dict[int, tuple[int, float]] = {}

    def take(self, packet: bytes, now: float) -> None:
        """Handle a compound packet of the browser."""
        if not self._pace.allows(now):
            self._counters.excess += 1
            return
        for message in rtcp.read(packet):
            match message:
                case rtcp.Nack():
                    self._resend(message, now)
                case rtcp.KeyFrameRequest() if slot := self._viewer.by_ssrc.get(message.ssrc):
                    slot.want_key_frame()
                case rtcp.Remb():
                    self._viewer.downlink.estimate(message.rate)
                case rtcp.ReceptionReport() if message.ssrc in self._viewer.by_ssrc:
                    self._viewer.downlink.lose(message.fraction)
                case rtcp.SenderReport() if self._demuxer.has(message.ssrc):
                    self._sender_reports[message.ssrc] = (message.ntp >> 16 & 0xFFFF_FFFF, now)

    def due(self, now: float) -> list[bytes]:
        """Return the packets to send now: NACKs and PLIs at once, reports every second."""
        wanted: list[bytes] = []
        for stream in self._demuxer.by_mid.values():
            if stream.statistics.missing or stream.key_frames.is_wanted:
                wanted += self._requests(stream, now)
        if self._demuxer.twcc.is_used:
            wanted += self._twcc(now)
        due = [b"".join(wanted)] if wanted else []
        if now >= self._next:
            self._next = now + EVERY
            due += self._receiver_reports(now)
        return due

    def _requests(self, stream: IncomingStream, now: float) -> Iterator[bytes]:
        """Yield NACK and PLI for the sender of ``stream``."""
        if seqs := stream.ask(now):
            self._counters.nacks_out += 1
            yield rtcp.nack(stream.ssrc, seqs)
        if stream.key_frames.due(now):
            self._counters.pictures_asked += 1
            yield rtcp.pli(stream.ssrc)

    def _twcc(self, now: float) -> Iterator[bytes]:
        """Yield transport-wide feedback on the packets that arrived since the last one."""
        ssrc = next((stream.ssrc for stream in self._demuxer.by_mid.values()), 0)
        if (report := self._demuxer.twcc.report(ssrc, now)) is not None:
            yield report

    def _receiver_reports(self, now: float) -> Iterator[bytes]:
        streams = [stream for stream in self._demuxer.by_mid.values() if stream.size]
        blocks = []
        for stream in streams:
            stream.measure(now)
            last, at = self._sender_reports.get(stream.ssrc, (0, now))
            blocks.append((stream.ssrc, stream.statistics.report(), last, _delay(now - at)))
        self._quality_monitor.uplink += (
            _share([report for _, report, _, _ in blocks]) - self._quality_monitor.uplink
        ) * 0.3
        self._quality_monitor.downlink = self._viewer.downlink.loss
        limit = b"" if self._demuxer.twcc.is_used else rtcp.remb(MOST_HEARD, [s.ssrc for s in streams])
        yield rtcp.receiver_report(blocks) + limit
        yield from self._own_sender_reports(now)

    def _own_sender_reports(self, now: float) -> Iterator[bytes]:
        """Yield sender reports of all slots, by which a browser synchronises voices and pictures."""
        wall, packed = time.time(), b""
        for slot in self._viewer.slots.values():
            if clock := slot.clock(now):
                packed += rtcp.sender_report(slot.ssrc, wall, *clock)
            if len(packed) > LARGEST:
                yield packed
                packed = b""
        if packed:
            yield packed

    def _resend(self, lost: rtcp.Nack, now: float) -> None:
        self._counters.nacks_in += 1
        slot = self._viewer.by_ssrc.get(lost.ssrc)
        for seq in lost.seqs if slot else ():
            if not self._resends.allows(now):
                return
            if slot and slot.resend(seq):
                self._counters.resent += 1
