"""RTP packets (RFC 3550, 8285) and the VP8 payload descriptor (RFC 7741), read and written."""

import struct
from collections.abc import Mapping
from typing import NamedTuple

HEADER = struct.Struct("!BBHII")
ONE_BYTE = 0xBEDE
MOST_PAYLOAD = 1_150  # below every path's MTU, once wrapped in SRTP, UDP and IP


def rtp(
    payload_type: int,
    sequence: int,
    timestamp: int,
    ssrc: int,
    payload: bytes,
    *,
    marker: bool = False,
    extensions: bytes = b"",
) -> bytes:
    """Write one packet. ``extensions`` as ``one_byte`` makes them."""
    first = 0x90 if extensions else 0x80
    second = payload_type | (0x80 if marker else 0)
    return HEADER.pack(first, second, sequence & 0xFFFF, timestamp & 0xFFFFFFFF, ssrc) + extensions + payload


def one_byte(elements: Mapping[int, bytes]) -> bytes:
    """Write one-byte header extensions by id, one to sixteen bytes each (RFC 8285 section 4.2)."""
    body = b"".join(bytes([number << 4 | len(data) - 1]) + data for number, data in elements.items())
    body += b"\0" * (-len(body) % 4)
    return struct.pack("!HH", ONE_BYTE, len(body) // 4) + body


class RtpHeader(NamedTuple):
    """The header of a packet; its payload is ``data[start:end]``."""

    payload_type: int
    marker: bool
    sequence: int
    timestamp: int
    ssrc: int
    start: int
    end: int


def parse(data: bytes) -> RtpHeader:
    """Read a header. Raises ``ValueError``, ``struct.error``."""
    first, second, sequence, timestamp, ssrc = HEADER.unpack_from(data)
    start, end = 12 + 4 * (first & 0x0F), len(data)
    if first & 0x10:
        start += 4 + 4 * int.from_bytes(data[start + 2 : start + 4], "big")
    if first & 0x20:
        end -= data[-1]
    if start > end:
        raise ValueError("a header longer than its packet")
    return RtpHeader(second & 0x7F, second > 0x7F, sequence, timestamp, ssrc, start, end)


def extension(data: bytes, wanted: int) -> bytes | None:
    """Return the one-byte header extension ``wanted``."""
    at = 12 + 4 * (data[0] & 0x0F)
    if not data[0] & 0x10 or int.from_bytes(data[at : at + 2], "big") != ONE_BYTE:
        return None
    end = at + 4 + 4 * int.from_bytes(data[at + 2 : at + 4], "big")
    at += 4
    while at < end:
        number, size = data[at] >> 4, (data[at] & 0x0F) + 1
        if number == wanted:
            return data[at + 1 : at + 1 + size]
        at += 1 + size if number else 1
    return None


def vp8_payloads(frame: bytes, picture: int) -> list[bytes]:
    """Split an encoded frame into payloads with descriptors; ``picture`` numbers the frame in 15 bits."""
    number = struct.pack("!BH", 0x80, 0x8000 | picture & 0x7FFF)  # I: a picture id, of two bytes
    starts = range(0, len(frame), MOST_PAYLOAD)
    return [
        bytes([0x80 | (0x10 if start == 0 else 0)]) + number + frame[start : start + MOST_PAYLOAD]
        for start in starts
    ]


class Vp8Fragment(NamedTuple):
    """A part of a VP8 frame: whether it begins or ends the frame, and whether that is a key frame."""

    timestamp: int
    begins: bool
    ends: bool
    is_key: bool


def vp8_fragment(data: bytes, arrived: RtpHeader) -> Vp8Fragment:
    """Read a VP8 payload (RFC 7741 sections 4.2 and 4.3). Raises ``IndexError`` when it is cut short."""
    at = arrived.start
    first = data[at]
    begins = first & 0x17 == 0x10
    if not begins:
        return Vp8Fragment(arrived.timestamp, False, arrived.marker, False)
    at += vp8_descriptor_size(data, at)
    return Vp8Fragment(arrived.timestamp, True, arrived.marker, not data[at] & 0x01)


def vp8_descriptor_size(data: bytes, at: int) -> int:
    """Return the size of the descriptor that begins at ``at``."""
    if not data[at] & 0x80:
        return 1
    flags, size = data[at + 1], 2
    if flags & 0x80:
        size += 2 if data[at + size] & 0x80 else 1
    return size + bool(flags & 0x40) + bool(flags & 0x30)
