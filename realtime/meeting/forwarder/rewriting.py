"""One slot of a receiver is one stream to it, whoever it shows: numbers, clock and name never jump.

A ``Segment`` is the part of that stream that comes from one source. Within it all moves by constants, so
that a packet which is asked for again is written again, the same to the last bit, from the source's memory.
"""

from typing import NamedTuple

from realtime.meeting.forwarder.rtp import HEADER, HEADER_LENGTH, SEQ, TIMESTAMP, VERSION, Packet
from realtime.meeting.forwarder.vp8 import Descriptor

write_header = HEADER.pack_into


MOST = 1 << 62


class Beginning(NamedTuple):
    """The numbers with which a segment begins: of the packet, of its clock, of its picture."""

    seq: int
    timestamp: int
    picture: int
    tl0: int


class Segment:
    """Writes packets of one source as the stream ``ssrc``.

    It holds the source's packets from ``since`` to ``until``, counted without wrap-around: no number of the
    stream may ever be sealed twice with other words in it.
    """

    __slots__ = ("_picture", "_seq", "_timestamp", "_tl0", "since", "ssrc", "until")

    def __init__(self, ssrc: int, since: int, packet: Packet, begin: Beginning) -> None:
        """Write ``packet``, the source's number ``since``, as ``begin`` says, and what follows after it."""
        self.ssrc, self.since, self.until = ssrc, since, MOST
        seq, timestamp, picture, tl0 = begin
        self._seq, self._timestamp = seq - packet.seq, timestamp - packet.timestamp
        self._picture = picture - packet.vp8.picture if packet.vp8 else 0
        self._tl0 = tl0 - packet.vp8.tl0 if packet.vp8 else 0

    def write(self, packet: Packet, data: memoryview) -> int:
        """Write ``packet`` on ``data``; its length."""
        payload = packet.payload
        end = HEADER_LENGTH + len(payload)
        write_header(
            data,
            0,
            VERSION,
            packet.second,
            (packet.seq + self._seq) & SEQ,
            (packet.timestamp + self._timestamp) & TIMESTAMP,
            self.ssrc,
        )
        data[HEADER_LENGTH:end] = payload
        if packet.vp8:
            self._renumber(packet.vp8, data)
        return end

    def source_seq(self, seq: int) -> int:
        """The source's number of what was sent as ``seq``."""
        return (seq - self._seq) & SEQ

    def seq(self, source_seq: int) -> int:
        """The number under which the source's ``source_seq`` is sent."""
        return (source_seq + self._seq) & SEQ

    def timestamp(self, source_timestamp: int) -> int:
        """The same for the clock."""
        return (source_timestamp + self._timestamp) & TIMESTAMP

    def picture(self, vp8: Descriptor) -> tuple[int, int]:
        """The same for the two picture numbers."""
        return (vp8.picture + self._picture) & (vp8.mask or 0x7FFF), (vp8.tl0 + self._tl0) & 0xFF

    def _renumber(self, vp8: Descriptor, data: memoryview) -> None:
        if at := vp8.picture_at:
            number = (vp8.picture + self._picture) & vp8.mask
            if vp8.mask > 0x7F:
                data[HEADER_LENGTH + at] = 0x80 | number >> 8
                at += 1
            data[HEADER_LENGTH + at] = number & 0xFF
        if at := vp8.tl0_at:
            data[HEADER_LENGTH + at] = (vp8.tl0 + self._tl0) & 0xFF
