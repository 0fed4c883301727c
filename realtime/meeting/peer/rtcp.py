"""The RTCP that a peer sends (RFC 3550, 4585): reports each second, NACK and PLI at once."""

import struct
import time
from collections.abc import Iterable

from aiortc.rtp import (
    RTCP_PSFB_APP,
    RTCP_PSFB_PLI,
    RTCP_RTPFB_NACK,
    RtcpPsfbPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSenderInfo,
    RtcpSrPacket,
    pack_remb_fci,
)

from realtime.meeting.peer.receive_stream import ReceiveStream
from realtime.meeting.peer.send_stream import SendStream

NTP_EPOCH = 2_208_988_800
MOST_REPORTS = 31
PLENTY = 20_000_000  # bits per second that a person on this machine can receive


def nack(own: int, ssrc: int, numbers: list[int]) -> bytes:
    """Write a generic NACK."""
    return bytes(RtcpRtpfbPacket(fmt=RTCP_RTPFB_NACK, ssrc=own, media_ssrc=ssrc, lost=sorted(numbers)))


def pli(own: int, ssrc: int) -> bytes:
    """Write a PLI."""
    return bytes(RtcpPsfbPacket(fmt=RTCP_PSFB_PLI, ssrc=own, media_ssrc=ssrc))


def remb(own: int, ssrcs: list[int], bits: int = PLENTY) -> bytes:
    """Write a REMB (draft-alvestrand-rmcat-remb)."""
    fci = pack_remb_fci(bits, ssrcs[:255])
    return bytes(RtcpPsfbPacket(fmt=RTCP_PSFB_APP, ssrc=own, media_ssrc=0, fci=fci))


def reports(own: int, streams: Iterable[ReceiveStream], sources: Iterable[SendStream]) -> Iterable[bytes]:
    """Write receiver reports, of at most 31 streams each, and sender reports."""
    infos = [_received(stream) for stream in streams if stream.sequence.highest >= 0]
    for start in range(0, len(infos), MOST_REPORTS):
        yield bytes(RtcpRrPacket(ssrc=own, reports=infos[start : start + MOST_REPORTS]))
    for source in sources:
        if source.is_on and source.packets:
            yield bytes(RtcpSrPacket(ssrc=source.ssrc, sender_info=_sent(source)))


def _received(stream: ReceiveStream) -> RtcpReceiverInfo:
    share, lost = stream.sequence.report()
    return RtcpReceiverInfo(
        ssrc=stream.ssrc,
        fraction_lost=share,
        packets_lost=lost,
        highest_sequence=stream.sequence.highest & 0xFFFFFFFF,
        jitter=int(stream.sequence.jitter),
        lsr=0,
        dlsr=0,
    )


def _sent(source: SendStream) -> RtcpSenderInfo:
    now = time.time() + NTP_EPOCH
    whole, part = int(now), int((now % 1) * 2**32)
    return RtcpSenderInfo(
        ntp_timestamp=struct.unpack("!Q", struct.pack("!II", whole & 0xFFFFFFFF, part))[0],
        rtp_timestamp=source.timestamp & 0xFFFFFFFF,
        packet_count=source.packets & 0xFFFFFFFF,
        octet_count=source.bytes & 0xFFFFFFFF,
    )
