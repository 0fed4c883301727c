"""What is known of a person's streams before and while they come: never more than they may have."""

import time

from realtime.meeting.forwarder import rtcp
from realtime.meeting.forwarder.arriving import Arrivals
from realtime.meeting.forwarder.counters import Counters
from realtime.meeting.forwarder.description import Heard
from realtime.meeting.forwarder.health import Health
from realtime.meeting.forwarder.outlets import SinkOutlet
from realtime.meeting.forwarder.reports import Reports
from realtime.meeting.forwarder.srtp import Tray
from realtime.meeting.forwarder.viewer import Viewer

NADIA = 1


class Nobody:
    """Takes packets, and does nothing with them."""

    def send(self, packet: bytes) -> None:
        """One packet."""


def arrivals(*answers: tuple[Heard, ...]) -> Arrivals:
    """What is ready after ``answers``."""
    arrivals = Arrivals(NADIA, Tray(), Counters(), lambda _loudness, _now: None, lambda: None)
    for answer in answers:
        arrivals.expect(answer)
    arrivals.begin()
    return arrivals


def test_of_several_answers_the_last_one_counts() -> None:
    known = arrivals((Heard("m", (11,), {}), Heard("l", (12,), {})), (Heard("m", (21,), {}),))
    assert known.has(21)
    assert not known.has(11)
    assert list(known.by_mid) == ["m"]


def test_clocks_are_remembered_of_streams_alone() -> None:
    reports = Reports(
        arrivals((Heard("m", (11,), {}),)), Viewer(1, SinkOutlet(Nobody())), Health(0.0), Counters()
    )
    for ssrc in (7, 11, 12):
        reports.take(rtcp.sender_report(ssrc, 1_777_024_800.0, 0, 0, 0), time.monotonic())
    assert list(reports._clocks) == [11]
