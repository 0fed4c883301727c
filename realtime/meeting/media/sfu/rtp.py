"""RTP packets (RFC 3550 section 5.1) as the SFU needs them: header, one-byte extensions, payload."""

from struct import Struct

from realtime.meeting.media.sfu.vp8 import Vp8Descriptor

HEADER = Struct("!BBHII")
HEADER_LENGTH = HEADER.size
VERSION = 0x80
MARKER = 0x80
HAS_PADDING, HAS_EXTENSIONS, CSRC_COUNT = 0x20, 0x10, 0x0F
ONE_BYTE_EXTENSIONS = 0xBEDE
SEQ, TIMESTAMP = 0xFFFF, 0xFFFF_FFFF


class MalformedPacket(ValueError):
    """These bytes are no valid packet."""


class RtpPacket:
    """One packet of a sender, parsed. ``second`` is the second header byte: marker and payload type."""

    __slots__ = ("payload", "second", "seq", "timestamp", "vp8")

    def __init__(
        self, seq: int, timestamp: int, second: int, payload: bytes, vp8: Vp8Descriptor | None = None
    ) -> None:
        self.seq, self.timestamp, self.second = seq, timestamp, second
        self.payload, self.vp8 = payload, vp8


def is_rtcp(second: int) -> bool:
    """Whether the second byte of a datagram says RTCP (RFC 5761 section 4)."""
    return 192 <= second <= 223


def payload_bounds(data: memoryview, length: int) -> tuple[int, int]:
    """Return the bounds of the payload of the packet in ``data[:length]``. Raises ``MalformedPacket``."""
    first = data[0]
    start, end = HEADER_LENGTH + 4 * (first & CSRC_COUNT), length
    if first & HAS_EXTENSIONS:
        if start + 4 > length:
            raise MalformedPacket("the extensions are cut")
        start += 4 + 4 * ((data[start + 2] << 8) | data[start + 3])
    if first & HAS_PADDING:
        end -= data[length - 1]
    if start > end:
        raise MalformedPacket("the payload is cut")
    return start, end


def extensions(data: memoryview, length: int) -> dict[int, bytes]:
    """Return the one-byte header extensions by id (RFC 8285 section 4.2); none of another form."""
    found: dict[int, bytes] = {}
    if not data[0] & HAS_EXTENSIONS:
        return found
    at = HEADER_LENGTH + 4 * (data[0] & CSRC_COUNT)
    if at + 4 > length or (data[at] << 8 | data[at + 1]) != ONE_BYTE_EXTENSIONS:
        return found
    end = min(length, at + 4 + 4 * (data[at + 2] << 8 | data[at + 3]))
    at += 4
    while at < end and (head := data[at]) >> 4 != 15:
        size = (head & 15) + 1
        if head:
            found[head >> 4] = bytes(data[at + 1 : min(end, at + 1 + size)])
            at += size
        at += 1
    return found


def newer(seq: int, than: int) -> bool:
    """Whether the 16-bit ``seq`` comes after ``than`` (RFC 1982)."""
    return 0 < (seq - than) & SEQ < 0x8000
