"""The line itself, both ends in one process: who is let speak on it, and what happens when it breaks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest

from realtime.gateway.meetings import MeetingLine
from realtime.meeting.carriers import HouseCarriers
from realtime.meeting.hall import Hall
from realtime.meeting.leading import Line
from realtime.meeting.line.address import Address
from realtime.meeting.line.frames import Came, NotOfThisLine, Said, Unpacker, packed
from realtime.meeting.recording.recorders import Recorders
from realtime.meeting.state.gathering import Terms
from realtime.wire.answers import Message
from realtime.wire.closing import Close
from realtime.wire.codec import JSON, Codec
from realtime.wire.meeting import JoinMeeting, MeetingRefused
from tests.machine.process import free_port

JOIN = JoinMeeting(meeting=4)


@dataclass(eq=False)
class Page:
    """A browser as the line knows it."""

    person: int = 7
    language: str = "fr"
    codec: Codec = JSON
    outlet: Any = None
    ended_with: int = 1005
    told: list[Message] = field(default_factory=list)

    def tell(self, message: Message) -> None:
        self.told.append(message)

    def frame(self, payload: bytes) -> Any:
        return payload


class Listening(Hall):
    """A hall that only notes who said what."""

    def __init__(self, folder: Path) -> None:
        terms = Terms(4, 100, lambda: "word", lambda who, now: [], Random(1))
        super().__init__(terms, HouseCarriers(0, [], "", 100), Recorders(folder))
        self.heard: asyncio.Queue[tuple[int, Any]] = asyncio.Queue()

    def said(self, seat: Any, command: Any) -> None:
        self.heard.put_nowait((seat.person, command))

    def cut(self, seat: Any, restarts: bool) -> None:
        self.heard.put_nowait((seat.person, "begins anew" if restarts else "cut"))


@asynccontextmanager
async def led(hall: Hall, address: Address, secret: str) -> AsyncIterator[None]:
    opened = asyncio.Event()
    leading = asyncio.create_task(Line(hall, address, secret).listen(opened.set))
    await asyncio.wait_for(opened.wait(), 10)
    yield
    leading.cancel()
    with suppress(asyncio.CancelledError):
        await leading


async def test_over_tcp_a_server_with_the_key_is_heard(tmp_path: Path) -> None:
    hall, address = Listening(tmp_path), Address.read(f"tcp://127.0.0.1:{free_port()}")
    line, page = MeetingLine(lambda: address, lambda: "one key"), Page()
    async with led(hall, address, "one key"):
        line.open()
        await line.say(page, JOIN)
        assert await asyncio.wait_for(hall.heard.get(), 10) == (7, JOIN)
        line.leave(page)
        assert await asyncio.wait_for(hall.heard.get(), 10) == (7, "cut")
        await line.close()


@pytest.mark.parametrize("gently", [True, False])
async def test_whose_server_ends_gently_or_not_is_known_to_come_back(gently: bool, tmp_path: Path) -> None:
    hall, address = Listening(tmp_path), Address.read(f"tcp://127.0.0.1:{free_port()}")
    line, page = MeetingLine(lambda: address, lambda: "one key"), Page(ended_with=Close.RESTART)
    async with led(hall, address, "one key"):
        line.open()
        await line.say(page, JOIN)
        assert await asyncio.wait_for(hall.heard.get(), 10) == (7, JOIN)
        if gently:
            line.leave(page)
        await line.close()
        assert await asyncio.wait_for(hall.heard.get(), 10) == (7, "begins anew")


async def test_over_tcp_a_server_without_the_key_is_not_heard(tmp_path: Path) -> None:
    hall, address = Listening(tmp_path), Address.read(f"tcp://127.0.0.1:{free_port()}")
    line, page = MeetingLine(lambda: address, lambda: "another key"), Page()
    async with led(hall, address, "one key"):
        line.open()
        await line.say(page, JOIN)
        await line.close()
    assert isinstance(page.told[0], MeetingRefused)
    assert page.told[0].code == "no_answer"
    assert hall.heard.empty()


@pytest.mark.parametrize(
    "stream", [packed(Came(1, 7, "fr")) + packed(Said(1, b"\x80")), b"\x00" * 64, b"GET /"]
)
async def test_who_does_not_say_hello_is_cut(stream: bytes, tmp_path: Path) -> None:
    hall, port = Listening(tmp_path), free_port()
    async with led(hall, Address.read(f"tcp://127.0.0.1:{port}"), "one key"):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(stream)
        writer.write_eof()
        answer = b""
        with suppress(ConnectionError):
            answer = await asyncio.wait_for(reader.read(), 10)
        writer.close()
    with suppress(NotOfThisLine):
        assert len(list(Unpacker().feed(answer))) <= 1
    assert hall.heard.empty()
