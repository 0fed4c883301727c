"""The audience of a room: a frame is made once a codec, leaves at once when idle, in batches when behind."""

from dataclasses import dataclass, field, fields
from typing import Self

import msgspec
import pytest

from realtime.fanout.audience import LONGEST_WAIT, Audience
from realtime.fanout.frames import Frame
from realtime.wire.answers import Message, Presence
from realtime.wire.codec import JSON, MSGPACK, Codec
from realtime.wire.commands import Command
from rooms.log import Entry
from tests.realtime.clock import Clock

ROOM = 7
NOBODY = Presence(ROOM, 0, [])


@dataclass(frozen=True)
class Counting(Codec):
    """A codec that keeps what it ever wrote."""

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
    """One socket, which takes ``seconds`` of the clock for each frame."""

    def __init__(self, clock: Clock, seconds: float = 0.0) -> None:
        self._clock, self._seconds = clock, seconds
        self.frames: list[Frame] = []

    def send(self, frame: Frame) -> None:
        self._clock.now += self._seconds
        self.frames.append(frame)

    @property
    def numbers(self) -> list[list[int]]:
        """The numbers of the lines in each frame."""
        told = [msgspec.json.decode(frame.payload) for frame in self.frames]
        return [[line["seq"] for line in message["events"]] for message in told]


def entry(seq: int) -> Entry:
    return Entry(ROOM, seq, b'{"seq":%d}' % seq, removes=False)


def audience(codec: Codec, *outlets: Outlet) -> Audience:
    made = Audience(ROOM)
    for outlet in outlets:
        made.add(codec, outlet)  # type: ignore[arg-type]
    return made


@pytest.mark.parametrize("what", ["lines", "signal"])
async def test_a_frame_is_made_once_for_all_who_read_the_same_codec(clock: Clock, what: str) -> None:
    codecs = Counting.like(JSON), Counting.like(MSGPACK)
    crowds = [[Outlet(clock) for _socket in range(50)] for _codec in codecs]
    told = Audience(ROOM)
    for codec, crowd in zip(codecs, crowds, strict=True):
        for outlet in crowd:
            told.add(codec, outlet)  # type: ignore[arg-type]
    if what == "lines":
        told.tell([entry(1), entry(2)])
    else:
        told.say(NOBODY)
    for codec, crowd in zip(codecs, crowds, strict=True):
        assert len(codec.written) == 1
        assert {id(frame) for outlet in crowd for frame in outlet.frames} == {id(crowd[0].frames[0])}
        assert crowd[0].frames[0].payload == codec.written[0]
        assert [len(outlet.frames) for outlet in crowd] == [1] * 50


async def test_nothing_is_made_for_a_codec_that_nobody_reads_any_more(clock: Clock) -> None:
    codec, outlet = Counting.like(MSGPACK), Outlet(clock)
    told = audience(codec, outlet)
    told.discard(codec, outlet)  # type: ignore[arg-type]
    told.tell([entry(1)])
    told.say(NOBODY)
    assert (len(told), codec.written, outlet.frames) == (0, [], [])


async def test_a_line_leaves_at_once_where_nothing_is_being_told(clock: Clock) -> None:
    outlet = Outlet(clock)
    told = audience(JSON, outlet)
    for seq in range(1, 4):
        told.tell([entry(seq)])
        assert outlet.numbers[-1] == [seq]


async def test_what_comes_while_a_crowd_is_told_leaves_as_one_batch(clock: Clock) -> None:
    codec = Counting.like(JSON)
    crowd = [Outlet(clock, seconds=0.001) for _socket in range(60)]
    told = audience(codec, *crowd)
    for seq in range(1, 21):
        told.tell([entry(seq)])
    assert crowd[0].numbers == [[1]]
    await clock.go_on(0.1)
    assert [outlet.numbers for outlet in crowd] == [[[1], list(range(2, 21))]] * 60
    assert len(codec.written) == 2


async def test_no_crowd_is_so_slow_that_a_line_waits_for_long(clock: Clock) -> None:
    outlet = Outlet(clock, seconds=30)
    told = audience(JSON, outlet)
    told.tell([entry(1)])
    told.tell([entry(2)])
    await clock.go_on(2 * LONGEST_WAIT)
    assert outlet.numbers == [[1], [2]]


async def test_who_has_caught_up_is_told_at_once_again(clock: Clock) -> None:
    outlet = Outlet(clock, seconds=0.05)
    told = audience(JSON, outlet)
    told.tell([entry(1)])
    told.tell([entry(2)])
    await clock.go_on(1)
    told.tell([entry(3)])
    assert outlet.numbers == [[1], [2], [3]]


async def test_a_signal_does_not_wait_with_the_lines(clock: Clock) -> None:
    outlet = Outlet(clock, seconds=0.05)
    told = audience(JSON, outlet)
    told.tell([entry(1)])
    told.tell([entry(2)])
    told.say(NOBODY)
    assert outlet.frames[-1].payload == JSON.encode(NOBODY)
    assert len(outlet.frames) == 2
