"""Subscribers: a frame is encoded once per codec, and sent at once when idle, in batches when behind."""

from dataclasses import dataclass, field, fields
from typing import Self

import msgspec
import pytest

from realtime.fanout.frames import PreparedFrame
from realtime.fanout.subscribers import MAX_BATCH_WAIT, Subscribers
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
    """A sender that takes ``seconds`` of the clock for each frame."""

    def __init__(self, clock: Clock, seconds: float = 0.0) -> None:
        self._clock, self._seconds = clock, seconds
        self.frames: list[PreparedFrame] = []

    def send(self, frame: PreparedFrame) -> None:
        self._clock.now += self._seconds
        self.frames.append(frame)

    @property
    def numbers(self) -> list[list[int]]:
        """The numbers of the lines in each frame."""
        told = [msgspec.json.decode(frame.payload) for frame in self.frames]
        return [[line["seq"] for line in message["events"]] for message in told]


def entry(seq: int) -> LogEntry:
    return LogEntry(ROOM, seq, b'{"seq":%d}' % seq, removes=False)


def subscribers(codec: Codec, *senders: Outlet) -> Subscribers:
    made = Subscribers(ROOM)
    for sender in senders:
        made.add(codec, sender)  # type: ignore[arg-type]
    return made


@pytest.mark.parametrize("what", ["lines", "signal"])
async def test_a_frame_is_made_once_for_all_who_read_the_same_codec(clock: Clock, what: str) -> None:
    codecs = Counting.like(JSON), Counting.like(MSGPACK)
    crowds = [[Outlet(clock) for _socket in range(50)] for _codec in codecs]
    told = Subscribers(ROOM)
    for codec, crowd in zip(codecs, crowds, strict=True):
        for sender in crowd:
            told.add(codec, sender)  # type: ignore[arg-type]
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
