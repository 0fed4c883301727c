"""One media section towards a viewer: which stream it carries, and how a change of it goes unnoticed."""

from typing import NamedTuple, Protocol

from realtime.meeting.forwarder.description import REPEATS, RTX
from realtime.meeting.forwarder.rewriting import Beginning, Segment, repetition
from realtime.meeting.forwarder.rtp import Packet
from realtime.meeting.forwarder.srtp import LARGEST
from realtime.meeting.forwarder.stream import Forward, Stream


class Outlet(Protocol):
    """How packets reach a viewer."""

    def writer(self, segment: Segment) -> Forward:
        """What brings each packet of ``segment`` to the viewer."""

    def send(self, packet: bytes) -> None:
        """Bring one packet, as it is."""


class Sent(NamedTuple):
    """What a slot has sent so far: the counts, and where its numbers and its clock stand."""

    packets: int = 0
    size: int = 0
    seq: int = 0
    timestamp: int = 0
    at: float = 0.0
    picture: int = 0
    tl0: int = 0


class Passage(NamedTuple):
    """A stream on its way through a slot, and how much of it there was before."""

    stream: Stream
    segment: Segment
    write: Forward
    packets: int
    size: int


class Slot:
    """Carries one stream at a time as ``ssrc``, whose clock has ``rate`` Hz.

    Counts are not kept for each packet: they are the source's own, since the moment it was taken.
    """

    def __init__(self, mid: str, ssrc: int, rate: int, outlet: Outlet) -> None:
        self.mid, self.ssrc, self.rate = mid, ssrc, rate
        self._stamped = self._repeats = False
        self._repeated = 0
        self._outlet = outlet
        self._now: Passage | None = None
        self._before: Passage | None = None
        self._next: Stream | None = None
        self._sent = Sent()

    def agree(self, *, stamped: bool, repeats: bool) -> None:
        """Whether the viewer reads when packets were sent, and takes repetitions as a stream of their own.

        Without that stream, what is asked for again is sealed again under its number: nothing in it may have
        changed, not even the time.
        """
        self._stamped, self._repeats = stamped and repeats, repeats

    @property
    def stream(self) -> Stream | None:
        """What is on its way to be shown, or is shown."""
        return self._next or (self._now and self._now.stream)

    def show(self, stream: Stream | None) -> None:
        """Carry ``stream`` from its next beginning on; until then what was, if it shows the same."""
        if stream is self.stream:
            return
        self._stop_waiting()
        if self._now and (stream is None or stream.shows != self._now.stream.shows):
            self._cut()
        if stream and not (self._now and self._now.stream is stream):
            self._next = stream
            stream.waiting[self] = self._enter
            stream.want_key_frame()

    def resend(self, seq: int) -> bool:
        """Send again what went out as ``seq``; whether it is still known."""
        for passage in filter(None, (self._now, self._before)):
            segment, stream = passage.segment, passage.stream
            source_seq = segment.source_seq(seq)
            packet = stream.recall(source_seq)
            if packet and segment.since <= stream.reception.number(source_seq) <= segment.until:
                self._repeat(packet, passage)
                return True
        return False

    def want_key_frame(self) -> None:
        """The viewer cannot go on without one."""
        if self.stream:
            self.stream.want_key_frame()

    def clock(self, now: float) -> tuple[int, int, int] | None:
        """Its timestamp at ``now``, and how many packets and bytes it has sent; None when nothing passes."""
        if not self._now:
            return None
        sent = self._progress(self._now)
        return sent.timestamp + int((now - sent.at) * self.rate), sent.packets, sent.size

    def _enter(self, packet: Packet, now: float) -> None:
        """``next`` begins with ``packet``."""
        stream, self._next = self._next, None
        if stream is None:
            return
        self._cut()
        sent = self._sent
        passed = max(1, int((now - sent.at) * self.rate)) if sent.at else 0
        begin = Beginning(sent.seq + 1, sent.timestamp + passed, sent.picture + 1, sent.tl0 + 1)
        number = stream.reception.number(packet.seq)
        segment = Segment(self.ssrc, number, packet, begin, stamped=self._stamped)
        write = self._outlet.writer(segment)
        counted = stream.reception.received - 1, stream.size - len(packet.payload)
        self._now = Passage(stream, segment, write, *counted)
        stream.forwards[segment] = write

    def _repeat(self, packet: Packet, passage: Passage) -> None:
        if not self._repeats:
            passage.write(packet)  # the same to the last bit
            return
        data = memoryview(bytearray(LARGEST))
        written = bytes(data[: passage.segment.write(packet, data)])
        self._repeated += 1
        self._outlet.send(repetition(written, RTX, self.ssrc + REPEATS, self._repeated))

    def _cut(self) -> None:
        """Carry nothing more of the stream of now; what was sent of it can still be asked for again."""
        if not self._now:
            return
        self._sent = self._progress(self._now)
        self._now.segment.until = self._now.stream.reception.highest
        del self._now.stream.forwards[self._now.segment]
        self._before, self._now = self._now, None

    def _stop_waiting(self) -> None:
        if self._next:
            del self._next.waiting[self]
            self._next = None

    def _progress(self, passage: Passage) -> Sent:
        """What has been sent, read off the source."""
        stream, segment, sent = passage.stream, passage.segment, self._sent
        of = stream.reception
        last = stream.recall(of.highest)
        return Sent(
            sent.packets + of.received - passage.packets,
            sent.size + stream.size - passage.size,
            segment.seq(of.highest),
            segment.timestamp(of.highest_timestamp),
            of.highest_at,
            *(segment.picture(last.vp8) if last and last.vp8 else (sent.picture, sent.tl0)),
        )
