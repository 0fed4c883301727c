"""What the demuxer knows of a person's streams: never more than they may have."""

import time

from realtime.meeting.media.sfu import rtcp
from realtime.meeting.media.sfu.counters import SfuCounters
from realtime.meeting.media.sfu.demuxer import RtpDemuxer
from realtime.meeting.media.sfu.packet_senders import SinkSender
from realtime.meeting.media.sfu.quality import QualityMonitor
from realtime.meeting.media.sfu.rtcp_session import RtcpSession
from realtime.meeting.media.sfu.sdp import ReceivedSection
from realtime.meeting.media.sfu.srtp import PacketBuffer
from realtime.meeting.media.sfu.viewer import Viewer

NADIA = 1


class NoCounters:
    """A sink that drops packets."""

    def send(self, packet: bytes) -> None:
        """One packet."""


def demuxer(*answers: tuple[ReceivedSection, ...]) -> RtpDemuxer:
    """Return a demuxer after ``answers``."""
    demuxer = RtpDemuxer(NADIA, PacketBuffer(), SfuCounters(), lambda _loudness, _now: None, lambda: None)
    for answer in answers:
        demuxer.expect(answer)
    demuxer.begin()
    return demuxer


def test_of_several_answers_the_last_one_counts() -> None:
    known = demuxer(
        (ReceivedSection("m", (11,), {}), ReceivedSection("l", (12,), {})), (ReceivedSection("m", (21,), {}),)
    )
    assert known.has(21)
    assert not known.has(11)
    assert list(known.by_mid) == ["m"]


def test_clocks_are_remembered_of_streams_alone() -> None:
    reports = RtcpSession(
        demuxer((ReceivedSection("m", (11,), {}),)),
        Viewer(1, SinkSender(NoCounters())),
        QualityMonitor(0.0),
        SfuCounters(),
    )
    for ssrc in (7, 11, 12):
        reports.take(rtcp.sender_report(ssrc, 1_777_024_800.0, 0, 0, 0), time.monotonic())
    assert list(reports._sender_reports) == [11]
