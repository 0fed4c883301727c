"""IPC frames: reassembled however they arrive; everything else is refused."""

import struct
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.meeting.ipc.frames import (
    LARGEST,
    AnyIpcFrame,
    ClientCommand,
    ClientConnected,
    ClientDisconnected,
    DeliverMessage,
    FrameDecoder,
    InvalidFrame,
    MeetingCounts,
    encode,
)

FRAMES: list[AnyIpcFrame] = [
    ClientConnected(1, 7, "fr"),
    ClientCommand(1, b"\x81"),
    DeliverMessage([1, 2], b"x" * 1000),
    ClientDisconnected(1),
    ClientDisconnected(1, restarts=True),
    MeetingCounts(1, 2, 3),
]


@given(cuts=st.lists(st.integers(0, 1200), max_size=20))
def test_frames_are_the_same_however_they_are_cut(cuts: list[int]) -> None:
    stream = b"".join(map(encode, FRAMES))
    edges = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    unpacker = FrameDecoder()
    pieces = [stream[start:end] for start, end in pairwise(edges)]
    assert [frame for piece in pieces for frame in unpacker.feed(piece)] == FRAMES


@pytest.mark.parametrize(
    "stream",
    [
        struct.pack("!I", LARGEST + 1),
        struct.pack("!I", 3) + b"\xff\xff\xff",
        struct.pack("!I", 1) + b"\x81",
        encode(ClientDisconnected(1))[:4] + bytes(reversed(encode(ClientDisconnected(1))[4:])),
    ],
    ids=["too long", "no frame", "half a frame", "backwards"],
)
def test_what_is_no_frame_ends_the_line(stream: bytes) -> None:
    with pytest.raises(InvalidFrame):
        list(FrameDecoder().feed(stream))


@given(noise=st.binary(max_size=100))
def test_any_bytes_are_frames_or_not_of_this_line(noise: bytes) -> None:
    try:
        list(FrameDecoder().feed(noise))
    except InvalidFrame:
        return


def test_what_is_too_large_is_not_sent() -> None:
    with pytest.raises(InvalidFrame):
        encode(DeliverMessage([1], b"x" * LARGEST))
