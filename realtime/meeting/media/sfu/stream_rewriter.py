"""Rewriting of SSRC, sequence numbers, timestamps and VP8 picture ids.

A slot of a viewer is one continuous RTP stream, whichever participant it shows. A ``StreamRewriter`` is the
part of that stream that comes from one source: it shifts every number by a constant, so that a packet which
is NACKed is written again, byte for byte, from the source's history.
"""

import time
from struct import Struct
from typing import NamedTuple

from realtime.meeting.media.sfu.rtp import (
    HAS_EXTENSIONS,
    HEADER,
    HEADER_LENGTH,
    MARKER,
    SEQ,
    TIMESTAMP,
    VERSION,
    RtpPacket,
)
from realtime.meeting.media.sfu.vp8 import Vp8Descriptor

SEND_TIME_ID = 2
SEND_TIME_HEADER = Struct("!BBHIIII")
SEND_TIME_AT = HEADER_LENGTH + 4
ONE_EXTENSION = 0xBEDE_0001
SEND_TIME_HEAD = (SEND_TIME_ID << 4 | 2) << 24
MOST = 1 << 62

write_header, write_with_send_time, read_header = (
    HEADER.pack_into,
    SEND_TIME_HEADER.pack_into,
    HEADER.unpack_from,
)


class RewriteStart(NamedTuple):
    """Where a rewritten part begins: sequence number, timestamp, VP8 picture id, TL0PICIDX."""

    seq: int
    timestamp: int
    picture: int
    tl0: int


class StreamRewriter:
    """Rewrites packets of one source as the stream ``ssrc``, with abs-send-time if ``send_time``.

    It covers the source's packets from ``since`` to ``until`` (unwrapped numbers): SRTP must never encrypt
    two different packets under one sequence number.
    """

    __slots__ = ("_picture", "_send_time", "_seq", "_timestamp", "_tl0", "since", "ssrc", "until")

    def __init__(
        self, ssrc: int, since: int, packet: RtpPacket, begin: RewriteStart, *, send_time: bool = False
    ) -> None:
        """Map ``packet``, the source's number ``since``, to ``begin``, and what follows it likewise."""
        self.ssrc, self.since, self.until = ssrc, since, MOST
        self._send_time = send_time
        self._seq, self._timestamp = begin.seq - packet.seq, begin.timestamp - packet.timestamp
        self._picture = begin.picture - packet.vp8.picture if packet.vp8 else 0
        self._tl0 = begin.tl0 - packet.vp8.tl0 if packet.vp8 else 0

    def write(self, packet: RtpPacket, data: memoryview) -> int:
        """Write the rewritten ``packet`` to ``data``; return its length."""
        seq = (packet.seq + self._seq) & SEQ
        timestamp = (packet.timestamp + self._timestamp) & TIMESTAMP
        if self._send_time:
            element = SEND_TIME_HEAD | now_send_time()
            first = VERSION | HAS_EXTENSIONS
            write_with_send_time(
                data, 0, first, packet.second, seq, timestamp, self.ssrc, ONE_EXTENSION, element
            )
            start = SEND_TIME_HEADER.size
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
        """Map a sent sequence number back to the source's."""
        return (seq - self._seq) & SEQ

    def seq(self, source_seq: int) -> int:
        """Map the source's sequence number to the one sent."""
        return (source_seq + self._seq) & SEQ

    def timestamp(self, source_timestamp: int) -> int:
        """Map the source's RTP timestamp to the one sent."""
        return (source_timestamp + self._timestamp) & TIMESTAMP

    def picture(self, vp8: Vp8Descriptor) -> tuple[int, int]:
        """Map the source's VP8 picture id and TL0PICIDX to those sent."""
        return (vp8.picture + self._picture) & (vp8.mask or 0x7FFF), (vp8.tl0 + self._tl0) & 0xFF

    def _renumber(self, vp8: Vp8Descriptor, data: memoryview, start: int) -> None:
        number, tl0 = self.picture(vp8)
        at = start + vp8.picture_at
        if vp8.mask > 0x7F:
            data[at] = 0x80 | number >> 8
            at += 1
        data[at] = number & 0xFF
        if vp8.tl0_at:
            data[start + vp8.tl0_at] = tl0


def now_send_time() -> int:
    """Return abs-send-time: 6 bits of seconds and 18 of their fraction."""
    return int(time.monotonic() * 262_144) & 0xFF_FFFF


def rtx_packet(packet: bytes, payload_type: int, ssrc: int, seq: int) -> bytes:
    """Wrap ``packet`` for retransmission in the RTX stream ``ssrc`` (RFC 4588 section 4)."""
    first, second, original, timestamp, _ = read_header(packet)
    head = HEADER.pack(first, second & MARKER | payload_type, seq & SEQ, timestamp, ssrc)
    start = HEADER_LENGTH
    if first & HAS_EXTENSIONS:
        start = SEND_TIME_HEADER.size
        head += packet[HEADER_LENGTH : SEND_TIME_AT + 1] + now_send_time().to_bytes(3, "big")
    return bytes(head + original.to_bytes(2, "big") + packet[start:])
