"""The reports of one connection, both ways: what is asked again, what is lost, which key frame is wanted."""

import time
from collections.abc import Iterator, Sequence

from realtime.meeting.forwarder import rtcp
from realtime.meeting.forwarder.arriving import Arrivals
from realtime.meeting.forwarder.counters import Counters
from realtime.meeting.forwarder.health import Health
from realtime.meeting.forwarder.pace import Pace
from realtime.meeting.forwarder.reception import Report
from realtime.meeting.forwarder.stream import Stream
from realtime.meeting.forwarder.viewer import Viewer

EVERY = 1.0
# What the house takes from one person: a large and a small picture, a screen, a voice.
MOST_HEARD = 4_500_000
RESENT_PER_SECOND = 400.0
TOLD_PER_SECOND = 300.0
LARGEST = 1100


def _share(reports: Sequence[Report]) -> float:
    """The share lost of all streams together."""
    return sum(report.missed for report in reports) / max(1, sum(report.awaited for report in reports))


def _delay(seconds: float) -> int:
    """In 65536ths of a second, as the 32 bits of a report hold it."""
    return min(int(seconds * 65_536), 0xFFFF_FFFF)


class Reports:
    """``take`` what the browser tells; ``due`` is what is to be told to it."""

    def __init__(self, arrivals: Arrivals, viewer: Viewer, health: Health, counters: Counters) -> None:
        self._arrivals, self._viewer, self._health, self._counters = arrivals, viewer, health, counters
        now = time.monotonic()
        self._pace, self._resends = Pace(now, TOLD_PER_SECOND), Pace(now, RESENT_PER_SECOND)
        self._next = 0.0
        self._clocks: dict[int, tuple[int, float]] = {}

    def take(self, packet: bytes, now: float) -> None:
        """A compound packet of the browser."""
        if not self._pace.allows(now):
            self._counters.excess += 1
            return
        for told in rtcp.read(packet):
            match told:
                case rtcp.Lost():
                    self._resend(told, now)
                case rtcp.PictureWanted() if slot := self._viewer.by_ssrc.get(told.ssrc):
                    slot.want_key_frame()
                case rtcp.Estimate():
                    self._viewer.downlink.estimate(told.rate)
                case rtcp.Heard() if told.ssrc in self._viewer.by_ssrc:
                    self._viewer.downlink.lose(told.fraction)
                case rtcp.Clock() if self._arrivals.has(told.ssrc):
                    self._clocks[told.ssrc] = (told.ntp >> 16 & 0xFFFF_FFFF, now)

    def due(self, now: float) -> list[bytes]:
        """What to send now, asked fifty times a second: requests at once, figures every second."""
        wanted: list[bytes] = []
        for stream in self._arrivals.by_mid.values():
            if stream.reception.missing or stream.key_frames.is_wanted:
                wanted += self._requests(stream, now)
        if self._arrivals.journal.is_used:
            wanted += self._journal(now)
        due = [b"".join(wanted)] if wanted else []
        if now >= self._next:
            self._next = now + EVERY
            due += self._figures(now)
        return due

    def _requests(self, stream: Stream, now: float) -> Iterator[bytes]:
        """What to ask the sender of ``stream`` for."""
        if seqs := stream.ask(now):
            self._counters.nacks_out += 1
            yield rtcp.nack(stream.ssrc, seqs)
        if stream.key_frames.due(now):
            self._counters.pictures_asked += 1
            yield rtcp.pli(stream.ssrc)

    def _journal(self, now: float) -> Iterator[bytes]:
        """When the packets of the last moment arrived."""
        ssrc = next((stream.ssrc for stream in self._arrivals.by_mid.values()), 0)
        if (report := self._arrivals.journal.report(ssrc, now)) is not None:
            yield report

    def _figures(self, now: float) -> Iterator[bytes]:
        streams = [stream for stream in self._arrivals.by_mid.values() if stream.size]
        blocks = []
        for stream in streams:
            stream.measure(now)
            last, at = self._clocks.get(stream.ssrc, (0, now))
            blocks.append((stream.ssrc, stream.reception.report(), last, _delay(now - at)))
        self._health.uplink += (_share([report for _, report, _, _ in blocks]) - self._health.uplink) * 0.3
        self._health.downlink = self._viewer.downlink.loss
        limit = b"" if self._arrivals.journal.is_used else rtcp.remb(MOST_HEARD, [s.ssrc for s in streams])
        yield rtcp.receiver_report(blocks) + limit
        yield from self._clocks_shown(now)

    def _clocks_shown(self, now: float) -> Iterator[bytes]:
        """The sender reports of all slots, by which a browser keeps voices and pictures together."""
        wall, packed = time.time(), b""
        for slot in self._viewer.slots.values():
            if clock := slot.clock(now):
                packed += rtcp.sender_report(slot.ssrc, wall, *clock)
            if len(packed) > LARGEST:
                yield packed
                packed = b""
        if packed:
            yield packed

    def _resend(self, lost: rtcp.Lost, now: float) -> None:
        self._counters.nacks_in += 1
        slot = self._viewer.by_ssrc.get(lost.ssrc)
        for seq in lost.seqs if slot else ():
            if not self._resends.allows(now):
                return
            if slot and slot.resend(seq):
                self._counters.resent += 1
