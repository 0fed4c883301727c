"""Frames of the line: whole however they arrive, and nothing that is not one."""

import struct
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.meeting.line.frames import (
    LARGEST,
    AnyFrame,
    Came,
    Figures,
    Gone,
    NotOfThisLine,
    Said,
    Told,
    Unpacker,
    packed,
)

FRAMES: list[AnyFrame] = [
    Came(1, 7, "fr"),
    Said(1, b"\x81"),
    Told([1, 2], b"x" * 1000),
    Gone(1),
    Gone(1, restarts=True),
    Figures(1, 2, 3),
]


@given(cuts=st.lists(st.integers(0, 1200), max_size=20))
def test_frames_are_the_same_however_they_are_cut(cuts: list[int]) -> None:
    stream = b"".join(map(packed, FRAMES))
    edges = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    unpacker = Unpacker()
    pieces = [stream[start:end] for start, end in pairwise(edges)]
    assert [frame for piece in pieces for frame in unpacker.feed(piece)] == FRAMES


@pytest.mark.parametrize(
    "stream",
    [
        struct.pack("!I", LARGEST + 1),
        struct.pack("!I", 3) + b"\xff\xff\xff",
        struct.pack("!I", 1) + b"\x81",
        packed(Gone(1))[:4] + bytes(reversed(packed(Gone(1))[4:])),
    ],
    ids=["too long", "no frame", "half a frame", "backwards"],
)
def test_what_is_no_frame_ends_the_line(stream: bytes) -> None:
    with pytest.raises(NotOfThisLine):
        list(Unpacker().feed(stream))


@given(noise=st.binary(max_size=100))
def test_any_bytes_are_frames_or_not_of_this_line(noise: bytes) -> None:
    try:
        list(Unpacker().feed(noise))
    except NotOfThisLine:
        return


def test_what_is_too_large_is_not_sent() -> None:
    with pytest.raises(NotOfThisLine):
        packed(Told([1], b"x" * LARGEST))
