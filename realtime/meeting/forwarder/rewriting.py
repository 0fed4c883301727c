"""One slot of a receiver is one stream to it, whoever it shows: numbers, clock and name never jump.

A ``Segment`` is the part of that stream that comes from one source. Within it all moves by constants, so that
a packet which is asked for again is written again from the source's memory.
"""

import time
from struct import Struct
from typing import NamedTuple

from realtime.meeting.forwarder.rtp import (
    HAS_EXTENSIONS,
    HEADER,
    HEADER_LENGTH,
    MARKER,
    SEQ,
    TIMESTAMP,
    VERSION,
    Packet,
)
from realtime.meeting.forwarder.vp8 import Descriptor

STAMP_ID = 2
STAMPED = Struct("!BBHIIII")
STAMP_AT = HEADER_LENGTH + 4
ONE_EXTENSION = 0xBEDE_0001
STAMP_HEAD = (STAMP_ID << 4 | 2) << 24
MOST = 1 << 62

write_header, write_stamped, read_header = HEADER.pack_into, STAMPED.pack_into, HEADER.unpack_from


class Beginning(NamedTuple):
    """The numbers with which a segment begins: of the packet, of its clock, of its picture."""

    seq: int
    timestamp: int
    picture: int
    tl0: int


class Segment:
    """Writes packets of one source as the stream ``ssrc``, each with the time of sending if ``stamped``.

    It holds the source's packets from ``since`` to ``until``, counted without wrap-around: no number of the
    stream may ever be sealed twice with other words in it.
    """

    __slots__ = ("_picture", "_seq", "_stamped", "_timestamp", "_tl0", "since", "ssrc", "until")

    def __init__(
        self, ssrc: int, since: int, packet: Packet, begin: Beginning, *, stamped: bool = False
    ) -> None:
        """Write ``packet``, the source's number ``since``, as ``begin`` says, and what follows after it."""
        self.ssrc, self.since, self.until = ssrc, since, MOST
        self._stamped = stamped
        self._seq, self._timestamp = begin.seq - packet.seq, begin.timestamp - packet.timestamp
        self._picture = begin.picture - packet.vp8.picture if packet.vp8 else 0
        self._tl0 = begin.tl0 - packet.vp8.tl0 if packet.vp8 else 0

    def write(self, packet: Packet, data: memoryview) -> int:
        """Write ``packet`` on ``data``; its length."""
        seq = (packet.seq + self._seq) & SEQ
        timestamp = (packet.timestamp + self._timestamp) & TIMESTAMP
        if self._stamped:
            stamp = STAMP_HEAD | now_stamp()
            first = VERSION | HAS_EXTENSIONS
            write_stamped(data, 0, first, packet.second, seq, timestamp, self.ssrc, ONE_EXTENSION, stamp)
            start = STAMPED.size
        else:
            write_header(data, 0, VERSION, packet.second, seq, timestamp, self.ssrc)
            start = HEADER_LENGTH
        payload = packet.payload
        end = start + len(payload)
        data[start:end] = payload
        if packet.vp8 and packet.vp8.mask:
            self._renumber(packet.vp8, data, start)
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

    def _renumber(self, vp8: Descriptor, data: memoryview, start: int) -> None:
        number, tl0 = self.picture(vp8)
        at = start + vp8.picture_at
        if vp8.mask > 0x7F:
            data[at] = 0x80 | number >> 8
            at += 1
        data[at] = number & 0xFF
        if vp8.tl0_at:
            data[start + vp8.tl0_at] = tl0


def now_stamp() -> int:
    """The time of sending (abs-send-time): seconds, six bits of them and eighteen of their fractions."""
    return int(time.monotonic() * 262_144) & 0xFF_FFFF


def repetition(packet: bytes, payload_type: int, ssrc: int, seq: int) -> bytes:
    """``packet`` once more, in the stream ``ssrc`` that only repeats (RFC 4588 section 4)."""
    first, second, original, timestamp, _ = read_header(packet)
    head = HEADER.pack(first, second & MARKER | payload_type, seq & SEQ, timestamp, ssrc)
    start = HEADER_LENGTH
    if first & HAS_EXTENSIONS:
        start = STAMPED.size
        head += packet[HEADER_LENGTH : STAMP_AT + 1] + now_stamp().to_bytes(3, "big")
    return bytes(head + original.to_bytes(2, "big") + packet[start:])
