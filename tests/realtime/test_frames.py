"""Frames, against RFC 6455 section 5.2 and an independent reader of it."""

import asyncio

import pytest

from realtime.fanout.frames import PreparedFrame
from tests.realtime.raw_websocket import BINARY, TEXT, RawClient


async def read(wire: bytes) -> tuple[int, bytes, bytes]:
    reader = asyncio.StreamReader()
    reader.feed_data(wire)
    reader.feed_eof()
    frame = await RawClient(reader, None).receive()  # type: ignore[arg-type]  # it only reads
    assert frame.fin
    return frame.opcode, frame.payload, await reader.read()


def test_a_short_text_is_the_example_of_the_rfc() -> None:
    assert PreparedFrame.text(b"Hello").wire == bytes.fromhex("81 05 48 65 6c 6c 6f")  # section 5.7


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65535, 65536, 300_000])
async def test_every_length_form_is_read_back_whole(size: int) -> None:
    assert await read(PreparedFrame.binary(b"\x07" * size).wire) == (BINARY, b"\x07" * size, b"")


@pytest.mark.parametrize(("size", "header"), [(125, 2), (126, 4), (65535, 4), (65536, 10)])
def test_the_length_takes_no_more_bytes_than_needed(size: int, header: int) -> None:
    assert len(PreparedFrame.text(b"a" * size).wire) == header + size


async def test_text_and_binary_say_so() -> None:
    assert await read(PreparedFrame.text("été".encode()).wire) == (TEXT, "été".encode(), b"")
    assert PreparedFrame.text(b"").is_text
    assert not PreparedFrame.binary(b"").is_text


def test_the_wire_is_built_once() -> None:
    frame = PreparedFrame.text(b"once")
    assert frame.wire is frame.wire
    assert frame.payload == b"once"
