"""A slot and the streams it carries, without any wire: packets in, what the viewer gets out."""

from functools import partial
from itertools import count

import pytest

from realtime.meeting.media.sfu import stream_rewriter
from realtime.meeting.media.sfu.counters import SfuCounters
from realtime.meeting.media.sfu.incoming_stream import HISTORY, IncomingStream
from realtime.meeting.media.sfu.packet_senders import SinkSender
from realtime.meeting.media.sfu.receive_statistics import MOST_ASKS
from realtime.meeting.media.sfu.rtp import HEADER, HEADER_LENGTH, RtpPacket, extensions
from realtime.meeting.media.sfu.sdp import RTX_SSRC_OFFSET
from realtime.meeting.media.sfu.send_slot import SendSlot
from realtime.meeting.media.sfu.stream_rewriter import SEND_TIME_ID
from tests.realtime.meeting.media.sfu.fake_browser import DELTA, KEY

NADIA, MARCEL = 1, 2
SSRC = 500


class FakeSender:
    """A packet sender that logs."""

    def __init__(self) -> None:
        self.packets: list[bytes] = []

    def send(self, packet: bytes) -> None:
        self.packets.append(packet)

    @property
    def seqs(self) -> list[int]:
        return [HEADER.unpack_from(packet)[2] for packet in self.packets]

    @property
    def clocks(self) -> list[int]:
        return [HEADER.unpack_from(packet)[3] for packet in self.packets]

    @property
    def words(self) -> list[bytes]:
        return [packet[HEADER_LENGTH:] for packet in self.packets]


class FakeStream:
    """Sends pictures of one person, fifteen a second."""

    def __init__(self, person: int, mid: str = "l", first: int = 100) -> None:
        self.stream = IncomingStream(person, mid, 7, SfuCounters())
        self.seq = first - 1

    def show(self, payload: bytes = DELTA, seq: int | None = None) -> None:
        if seq is None:
            seq = self.seq = self.seq + 1
        self.stream.take(RtpPacket(seq & 0xFFFF, seq * 6000 & 0xFFFF_FFFF, 0xE0, payload), 100 + seq / 15)


@pytest.fixture
def screen() -> FakeSender:
    return FakeSender()


@pytest.fixture
def slot(screen: FakeSender) -> SendSlot:
    return SendSlot("v0", SSRC, 90_000, SinkSender(screen))


@pytest.fixture
def nadia() -> FakeStream:
    return FakeStream(NADIA)


@pytest.fixture
def marcel() -> FakeStream:
    return FakeStream(MARCEL, first=60_000)


def test_nothing_is_shown_before_a_key_frame(slot: SendSlot, nadia: FakeStream, screen: FakeSender) -> None:
    slot.show(nadia.stream)
    nadia.show()
    assert screen.packets == []
    assert nadia.stream.key_frames.due(100.0)
    nadia.show(KEY)
    nadia.show()
    assert screen.words == [KEY, DELTA]


def test_another_person_goes_on_where_the_one_before_was(
    slot: SendSlot, nadia: FakeStream, marcel: FakeStream, screen: FakeSender
) -> None:
    slot.show(nadia.stream)
    for payload in (KEY, DELTA):
        nadia.show(payload)
    slot.show(marcel.stream)
    nadia.show()
    marcel.show()
    marcel.show(KEY)
    assert screen.seqs == [1, 2, 3]
    assert screen.clocks[2] > screen.clocks[1]
    assert screen.words == [KEY, DELTA, KEY], "no picture of the one before under the name of the other"


def test_another_layer_of_the_same_person_takes_over_at_its_key_frame(
    slot: SendSlot, nadia: FakeStream, screen: FakeSender
) -> None:
    large = FakeStream(NADIA, "h")
    slot.show(nadia.stream)
    nadia.show(KEY)
    slot.show(large.stream)
    nadia.show(b"\x10\x01small")
    large.show()
    large.show(KEY + b"large")
    nadia.show(b"\x10\x01small")
    assert screen.words == [KEY, b"\x10\x01small", KEY + b"large"]
    assert screen.seqs == [1, 2, 3]


def test_a_change_of_mind_before_the_key_frame_changes_nothing(
    slot: SendSlot, nadia: FakeStream, screen: FakeSender
) -> None:
    large = FakeStream(NADIA, "h")
    slot.show(nadia.stream)
    nadia.show(KEY)
    slot.show(large.stream)
    slot.show(nadia.stream)
    large.show(KEY)
    nadia.show()
    assert screen.words == [KEY, DELTA]
    assert large.stream.waiting == {}


def test_what_comes_late_is_shown_in_its_place(slot: SendSlot, nadia: FakeStream, screen: FakeSender) -> None:
    slot.show(nadia.stream)
    nadia.show(KEY)
    nadia.seq += 1
    nadia.show()
    nadia.show(DELTA, seq=101)
    assert screen.seqs == [1, 3, 2]


def test_what_comes_late_from_before_the_beginning_is_not_shown(
    slot: SendSlot, nadia: FakeStream, screen: FakeSender
) -> None:
    slot.show(nadia.stream)
    nadia.show()
    nadia.seq += 1
    nadia.show(KEY)
    nadia.show(DELTA, seq=101)
    assert screen.words == [KEY]


def test_what_is_asked_for_again_is_the_same(slot: SendSlot, nadia: FakeStream, screen: FakeSender) -> None:
    slot.show(nadia.stream)
    nadia.show(KEY)
    nadia.show(b"\x10\x01lost")
    assert slot.resend(2)
    assert screen.packets[2] == screen.packets[1]


def test_what_comes_a_second_time_is_not_shown_again(
    slot: SendSlot, nadia: FakeStream, screen: FakeSender
) -> None:
    """The RTX packet first, then the packet itself, which was only slow: they have different numbers."""
    slot.show(nadia.stream)
    nadia.show(KEY)
    nadia.seq += 1
    nadia.show()
    nadia.show(DELTA, seq=101)
    nadia.show(DELTA, seq=101)
    nadia.show(DELTA, seq=102)
    assert screen.seqs == [1, 3, 2]


@pytest.mark.parametrize("send_time", [True, False])
def test_without_a_stream_for_repetitions_they_are_the_same_to_the_last_bit(
    slot: SendSlot, nadia: FakeStream, screen: FakeSender, monkeypatch: pytest.MonkeyPatch, send_time: bool
) -> None:
    """Both are encrypted under one number: other bytes would break the encryption (RFC 7714)."""
    monkeypatch.setattr(stream_rewriter, "now_send_time", partial(next, count(1000)))
    slot.agree(send_time=send_time, rtx=False)
    slot.show(nadia.stream)
    nadia.show(KEY)
    assert slot.resend(1)
    assert screen.packets[0] == screen.packets[1]


def test_with_a_stream_for_repetitions_each_packet_says_when_it_was_sent(
    slot: SendSlot, nadia: FakeStream, screen: FakeSender
) -> None:
    slot.agree(send_time=True, rtx=True)
    slot.show(nadia.stream)
    nadia.show(KEY)
    assert slot.resend(1)
    first, again = screen.packets
    assert [HEADER.unpack_from(packet)[4] for packet in (first, again)] == [SSRC, SSRC + RTX_SSRC_OFFSET]
    assert all(SEND_TIME_ID in extensions(memoryview(packet), len(packet)) for packet in (first, again))


def test_it_can_be_asked_for_after_the_slot_has_changed(
    slot: SendSlot, nadia: FakeStream, marcel: FakeStream, screen: FakeSender
) -> None:
    slot.show(nadia.stream)
    nadia.show(KEY)
    nadia.show(b"\x10\x01lost")
    slot.show(marcel.stream)
    marcel.show(KEY)
    nadia.show(b"\x10\x01never shown")
    assert slot.resend(2)
    assert screen.words[-1] == b"\x10\x01lost"
    assert slot.resend(3)
    assert screen.words[-1] == KEY, "the number has gone on to the other"


def test_what_was_never_sent_is_not(slot: SendSlot, nadia: FakeStream, screen: FakeSender) -> None:
    assert not slot.resend(1)
    slot.show(nadia.stream)
    nadia.show()
    nadia.show(KEY)
    assert [slot.resend(seq) for seq in (0, 2, 40_000)] == [False] * 3


def test_when_a_packet_will_never_come_a_key_frame_is_wanted_at_once(
    slot: SendSlot, nadia: FakeStream
) -> None:
    slot.show(nadia.stream)
    nadia.show(KEY)
    nadia.stream.key_frames.due(0.0)
    nadia.seq += 1
    nadia.show()
    asked = [nadia.stream.ask(200.0 + ask) for ask in range(MOST_ASKS + 1)]
    assert asked == [[101]] * MOST_ASKS + [[]]
    assert nadia.stream.key_frames.due(300.0)


def test_nobody_asks_a_voice_for_a_key_frame(screen: FakeSender) -> None:
    voice = IncomingStream(NADIA, "m", 7, SfuCounters())
    SendSlot("a0", SSRC, 48_000, SinkSender(screen)).show(voice)
    assert not voice.key_frames.due(200.0)


def test_memory_ends(slot: SendSlot, nadia: FakeStream) -> None:
    slot.show(nadia.stream)
    nadia.show(KEY)
    for _ in range(HISTORY):
        nadia.show()
    assert not slot.resend(1)
    assert slot.resend(2)


def test_numbers_wrap_around_and_nobody_notices(slot: SendSlot, screen: FakeSender) -> None:
    camera = FakeStream(NADIA, first=65_530)
    slot.show(camera.stream)
    camera.show(KEY)
    for _ in range(20):
        camera.show()
    assert screen.seqs == list(range(1, 22))
    assert slot.resend(21)


def test_a_slot_that_shows_nobody_sends_nothing(
    slot: SendSlot, nadia: FakeStream, screen: FakeSender
) -> None:
    slot.show(nadia.stream)
    nadia.show(KEY)
    slot.show(None)
    nadia.show(KEY)
    assert len(screen.packets) == 1
    assert (nadia.stream.forwards, nadia.stream.waiting) == ({}, {})


def test_its_clock_tells_what_was_sent(slot: SendSlot, nadia: FakeStream, screen: FakeSender) -> None:
    assert slot.clock(100.0) is None
    slot.show(nadia.stream)
    for payload in (KEY, DELTA, DELTA):
        nadia.show(payload)
    timestamp, packets, size = slot.clock(100 + 102 / 15) or (0, 0, 0)
    assert timestamp == screen.clocks[-1]
    assert (packets, size) == (3, 6)
    later, _, _ = slot.clock(101 + 102 / 15) or (0, 0, 0)
    assert later - timestamp == pytest.approx(90_000, abs=1)


def test_counts_go_on_over_a_change(slot: SendSlot, nadia: FakeStream, marcel: FakeStream) -> None:
    slot.show(nadia.stream)
    nadia.show(KEY)
    slot.show(marcel.stream)
    marcel.show(KEY)
    marcel.show()
    _, packets, size = slot.clock(5000.0) or (0, 0, 0)
    assert (packets, size) == (3, 6)
