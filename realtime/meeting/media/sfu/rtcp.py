"""The RTCP that the SFU reads and writes (RFC 3550, RFC 4585, RFC 5104, REMB)."""

from collections.abc import Iterable, Iterator, Sequence
from struct import Struct, pack, unpack_from
from typing import NamedTuple

from realtime.meeting.media.sfu.receive_statistics import ReportBlock

SENDER_REPORT, RECEIVER_REPORT, DESCRIPTION, BYE, FEEDBACK, PAYLOAD_FEEDBACK = 200, 201, 202, 203, 205, 206
NACK, PLI, FIR, ANY = 1, 1, 4, 15
REMB = b"REMB"
SFU_SSRC = 1
BLOCK = Struct("!IIIIII")
NTP_EPOCH = 2_208_988_800
MOST_BLOCKS = 31


class Nack(NamedTuple):
    """A receiver asks for packets of ``ssrc`` again."""

    ssrc: int
    seqs: list[int]


class KeyFrameRequest(NamedTuple):
    """A receiver needs a key frame of ``ssrc`` (PLI or FIR)."""

    ssrc: int


class Remb(NamedTuple):
    """A receiver estimates its bandwidth, in bits per second."""

    rate: int


class ReceptionReport(NamedTuple):
    """A receiver's report block. ``fraction`` lost since the last one; ``last``, ``delay``: LSR, DLSR."""

    ssrc: int
    fraction: float
    last: int
    delay: int


class SenderReport(NamedTuple):
    """A sender report: the NTP time (64 bits) at its RTP ``timestamp``."""

    ssrc: int
    ntp: int
    timestamp: int


class Bye(NamedTuple):
    """A sender ends ``ssrc``."""

    ssrc: int


RtcpMessage = Nack | KeyFrameRequest | Remb | ReceptionReport | SenderReport | Bye


def read(data: bytes) -> Iterator[RtcpMessage]:
    """Parse a compound packet. What is malformed, and all that follows it, is left out."""
    at = 0
    while at + 8 <= len(data):
        first, kind, words = unpack_from("!BBH", data, at)
        end = at + 4 + 4 * words
        if first >> 6 != 2 or end > len(data):
            return
        yield from _one(first & 0x1F, kind, data[at + 4 : end])
        at = end


def _one(count: int, kind: int, body: bytes) -> Iterator[RtcpMessage]:
    if kind == SENDER_REPORT and len(body) >= 24:
        ssrc, ntp, timestamp = unpack_from("!IQI", body)
        yield SenderReport(ssrc, ntp, timestamp)
        yield from _blocks(count, body[24:])
    elif kind == RECEIVER_REPORT:
        yield from _blocks(count, body[4:])
    elif kind == FEEDBACK and count == NACK and len(body) >= 12:
        yield Nack(int.from_bytes(body[4:8], "big"), list(_lost(body[8:])))
    elif kind == PAYLOAD_FEEDBACK and len(body) >= 8:
        yield from _payload(count, body)
    elif kind == BYE:
        yield from (Bye(ssrc) for (ssrc,) in Struct("!I").iter_unpack(body[: 4 * min(count, len(body) // 4)]))


def _blocks(count: int, body: bytes) -> Iterator[ReceptionReport]:
    for block in range(min(count, len(body) // BLOCK.size)):
        ssrc, lost, _, _, last, delay = BLOCK.unpack_from(body, block * BLOCK.size)
        yield ReceptionReport(ssrc, (lost >> 24) / 256, last, delay)


def _lost(body: bytes) -> Iterator[int]:
    """Yield the sequence numbers of generic NACKs (RFC 4585 section 6.2.1)."""
    for seq, mask in Struct("!HH").iter_unpack(body[: len(body) // 4 * 4]):
        yield seq
        yield from ((seq + bit + 1) & 0xFFFF for bit in range(16) if mask >> bit & 1)


def _payload(count: int, body: bytes) -> Iterator[RtcpMessage]:
    if count == PLI:
        yield KeyFrameRequest(int.from_bytes(body[4:8], "big"))
    elif count == FIR:
        yield from (
            KeyFrameRequest(ssrc) for ssrc, _ in Struct("!II").iter_unpack(body[8 : len(body) // 8 * 8])
        )
    elif count == ANY and body[8:12] == REMB and len(body) >= 16:
        exponent, mantissa = body[13] >> 2, (body[13] & 3) << 16 | body[14] << 8 | body[15]
        yield Remb(min(mantissa << exponent, 1 << 40))


def receiver_report(blocks: Sequence[tuple[int, ReportBlock, int, int]]) -> bytes:
    """Write a receiver report on each ``(ssrc, report, last, delay)``, 31 at most (RFC 3550 6.4.2)."""
    body = b"".join(_block(*block) for block in blocks[:MOST_BLOCKS])
    return _packet(min(len(blocks), MOST_BLOCKS), RECEIVER_REPORT, pack("!I", SFU_SSRC) + body)


def _block(ssrc: int, report: ReportBlock, last: int, delay: int) -> bytes:
    lost = min(255, report.missed * 256 // max(1, report.awaited)) << 24 | min(report.lost, 0x7F_FFFF)
    return BLOCK.pack(ssrc, lost, report.highest, report.jitter & 0xFFFF_FFFF, last, delay)


def sender_report(ssrc: int, wall: float, timestamp: int, packets: int, size: int) -> bytes:
    """Write a sender report; ``wall`` in seconds since 1970 (RFC 3550 section 6.4.1)."""
    counts = (timestamp & 0xFFFF_FFFF, packets & 0xFFFF_FFFF, size & 0xFFFF_FFFF)
    return _packet(0, SENDER_REPORT, pack("!IQIII", ssrc, ntp(wall), *counts))


def nack(ssrc: int, seqs: Iterable[int]) -> bytes:
    """Write a generic NACK for ``seqs`` of ``ssrc``."""
    items: list[list[int]] = []
    for seq in seqs:
        ahead = (seq - items[-1][0]) & 0xFFFF if items else 0
        if 1 <= ahead <= 16:
            items[-1][1] |= 1 << ahead - 1
        else:
            items.append([seq, 0])
    body = b"".join(pack("!HH", *item) for item in items)
    return _packet(NACK, FEEDBACK, pack("!II", SFU_SSRC, ssrc) + body)


def pli(ssrc: int) -> bytes:
    """Write a PLI for ``ssrc`` (RFC 4585 section 6.3.1)."""
    return _packet(PLI, PAYLOAD_FEEDBACK, pack("!II", SFU_SSRC, ssrc))


def remb(rate: int, ssrcs: Sequence[int]) -> bytes:
    """Write a REMB: the bits per second that a sender may send on ``ssrcs`` together."""
    exponent = max(0, rate.bit_length() - 18)
    head = REMB + bytes([len(ssrcs), exponent << 2 | rate >> exponent >> 16])
    body = pack("!II", SFU_SSRC, 0) + head + pack("!H", rate >> exponent & 0xFFFF)
    return _packet(ANY, PAYLOAD_FEEDBACK, body + b"".join(pack("!I", ssrc) for ssrc in ssrcs))


def ntp(wall: float) -> int:
    """Convert seconds since 1970 to a 64-bit NTP timestamp."""
    return int((wall + NTP_EPOCH) * (1 << 32))


def _packet(count: int, kind: int, body: bytes) -> bytes:
    return pack("!BBH", 0x80 | count, kind, len(body) // 4) + body
