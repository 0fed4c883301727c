"""Subscribers: a frame is encoded once per codec, and sent at once when idle, in batches when behind."""

from dataclasses import dataclass, field, fields
from typing import Self

import msgspec
import pytest

from realtime.fanout.frames import PreparedFrame
from realtime.fanout.subscribers import FRAME_BYTES, MAX_BATCH_WAIT, Subscribers
from realtime.wire.answers import Message, Presence
from realtime.wire.codec import JSON, MSGPACK, Codec
from rooms.command import Command
from rooms.log import LogEntry
from tests.realtime.clock import Clock

ROOM = 7
NOBODY = Presence(ROOM, 0, [])


@dataclass(frozen=True)
class Counting(Codec):
    """A codec that records what it encodes."""

    written: list[bytes] = field(default_factory=list, compare=False)

    @classmethod
    def like(cls, codec: Codec) -> Self:
        return cls(*(getattr(codec, each.name) for each in fields(codec)))

    def encode(self, message: Message | Command) -> bytes:
        self.written.append(super().encode(message))
        return self.written[-1]

    def events(self, room: int, lines: list[bytes]) -> bytes:
        self.written.append(super().events(room, lines))
        return self.written[-1]


class Outlet:
    """A sender that takes ``seconds`` of the clock for each frame, and is behind after ``most`` of them."""

    def __init__(self, clock: Clock, seconds: float = 0.0, most: int = 1_000) -> None:
        self._clock, self._seconds, self._most = clock, seconds, most
        self.left_at: list[int] = []
        self.frames: list[PreparedFrame] = []

    def send(self, frame: PreparedFrame) -> None:
        self._clock.now += self._seconds
        self.frames.append(frame)

    @property
    def is_behind(self) -> bool:
        return len(self.frames) >= self._most

    @property
    def numbers(self) -> list[list[int]]:
        """The numbers of the lines in each frame."""
        told = [msgspec.json.decode(frame.payload) for frame in self.frames]
        return [[line["seq"] for line in message["events"]] for message in told]


def entry(seq: int, size: int = 0) -> LogEntry:
    return LogEntry(ROOM, seq, b'{"seq":%d,"words":"%s"}' % (seq, b"x" * size), removes=False)


def subscribers(codec: Codec, *senders: Outlet) -> Subscribers:
    made = Subscribers(ROOM)
    for sender in senders:
        made.add(codec, sender, sender.left_at.append)  # type: ignore[arg-type]
    return made


@pytest.mark.parametrize("what", ["lines", "signal"])
async def test_a_frame_is_made_once_for_all_who_read_the_same_codec(clock: Clock, what: str) -> None:
    codecs = Counting.like(JSON), Counting.like(MSGPACK)
    crowds = [[Outlet(clock) for _socket in range(50)] for _codec in codecs]
    told = Subscribers(ROOM)
    for codec, crowd in zip(codecs, crowds, strict=True):
        for sender in crowd:
            told.add(codec, sender, sender.left_at.append)  # type: ignore[arg-type]
    if what == "lines":
        told.send_entries([entry(1), entry(2)])
    else:
        told.send_signal(NOBODY)
    for codec, crowd in zip(codecs, crowds, strict=True):
        assert len(codec.written) == 1
        assert {id(frame) for sender in crowd for frame in sender.frames} == {id(crowd[0].frames[0])}
        assert crowd[0].frames[0].payload == codec.written[0]
        assert [len(sender.frames) for sender in crowd] == [1] * 50


async def test_nothing_is_made_for_a_codec_that_nobody_reads_any_more(clock: Clock) -> None:
    codec, sender = Counting.like(MSGPACK), Outlet(clock)
    told = subscribers(codec, sender)
    told.discard(codec, sender)  # type: ignore[arg-type]
    told.send_entries([entry(1)])
    told.send_signal(NOBODY)
    assert (len(told), codec.written, sender.frames) == (0, [], [])


async def test_a_line_leaves_at_once_where_nothing_is_being_told(clock: Clock) -> None:
    sender = Outlet(clock)
    told = subscribers(JSON, sender)
    for seq in range(1, 4):
        told.send_entries([entry(seq)])
        assert sender.numbers[-1] == [seq]


async def test_what_comes_while_a_crowd_is_told_leaves_as_one_batch(clock: Clock) -> None:
    codec = Counting.like(JSON)
    crowd = [Outlet(clock, seconds=0.001) for _socket in range(60)]
    told = subscribers(codec, *crowd)
    for seq in range(1, 21):
        told.send_entries([entry(seq)])
    assert crowd[0].numbers == [[1]]
    await clock.go_on(0.1)
    assert [sender.numbers for sender in crowd] == [[[1], list(range(2, 21))]] * 60
    assert len(codec.written) == 2


async def test_no_crowd_is_so_slow_that_a_line_waits_for_long(clock: Clock) -> None:
    sender = Outlet(clock, seconds=30)
    told = subscribers(JSON, sender)
    told.send_entries([entry(1)])
    told.send_entries([entry(2)])
    await clock.go_on(2 * MAX_BATCH_WAIT)
    assert sender.numbers == [[1], [2]]


async def test_who_has_caught_up_is_told_at_once_again(clock: Clock) -> None:
    sender = Outlet(clock, seconds=0.05)
    told = subscribers(JSON, sender)
    told.send_entries([entry(1)])
    told.send_entries([entry(2)])
    await clock.go_on(1)
    told.send_entries([entry(3)])
    assert sender.numbers == [[1], [2], [3]]


async def test_a_signal_does_not_wait_with_the_lines(clock: Clock) -> None:
    sender = Outlet(clock, seconds=0.05)
    told = subscribers(JSON, sender)
    told.send_entries([entry(1)])
    told.send_entries([entry(2)])
    told.send_signal(NOBODY)
    assert sender.frames[-1].payload == JSON.encode(NOBODY)
    assert len(sender.frames) == 2


async def test_what_comes_all_at_once_leaves_in_pieces(clock: Clock) -> None:
    sender = Outlet(clock)
    told = subscribers(JSON, sender)
    told.send_entries([entry(seq, size=FRAME_BYTES // 3) for seq in range(1, 12)])
    assert max(len(frame.wire) for frame in sender.frames) < 1.1 * FRAME_BYTES
    assert [seq for numbers in sender.numbers for seq in numbers] == list(range(1, 12))


async def test_a_line_larger_than_a_piece_is_one(clock: Clock) -> None:
    sender = Outlet(clock)
    told = subscribers(JSON, sender)
    told.send_entries([entry(1), entry(2, size=3 * FRAME_BYTES), entry(3)])
    assert sender.numbers == [[1], [2], [3]]


async def test_who_is_behind_is_told_no_more_and_leaves_with_the_number_they_have_heard(clock: Clock) -> None:
    slow, quick = Outlet(clock, most=2), Outlet(clock)
    told = subscribers(JSON, slow, quick)
    told.send_entries([entry(seq, size=FRAME_BYTES) for seq in range(1, 6)])
    assert slow.numbers == [[1], [2]]
    assert slow.left_at == [2]
    told.send_entries([entry(6)])
    told.send_signal(NOBODY)
    assert len(slow.frames) == 2
    assert len(quick.frames) == 7
    assert not quick.left_at
