"""The IPC with both ends in one process: authentication, delivery, and lost connections."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest

from realtime.gateway.meeting_link import MeetingLink
from realtime.meeting.ipc.address import IpcAddress
from realtime.meeting.ipc.frames import ClientCommand, ClientConnected, FrameDecoder, InvalidFrame, encode
from realtime.meeting.ipc_server import IpcServer
from realtime.meeting.manager import MeetingManager
from realtime.meeting.media.backends import ConfiguredBackends
from realtime.meeting.recording.manager import RecordingManager
from realtime.meeting.state.machine import MeetingPolicy
from realtime.wire.answers import Message
from realtime.wire.close_codes import Close
from realtime.wire.codec import JSON, Codec
from realtime.wire.meeting import JoinMeeting, MeetingRefused
from tests.machine.share import free_port

JOIN = JoinMeeting(meeting=4)


@dataclass(eq=False)
class FakeSocket:
    """A browser's socket as the gateway knows it."""

    person: int = 7
    language: str = "fr"
    codec: Codec = JSON
    sender: Any = None
    close_code: int = 1005
    told: list[Message] = field(default_factory=list)

    def send(self, message: Message) -> None:
        self.told.append(message)

    def frame(self, payload: bytes) -> Any:
        return payload


class CommandLog(MeetingManager):
    """A manager that only logs commands."""

    def __init__(self, folder: Path) -> None:
        policy = MeetingPolicy(4, 100, lambda: "word", lambda who, now: [], Random(1))
        super().__init__(policy, ConfiguredBackends(0, [], "", 100), RecordingManager(folder))
        self.heard: asyncio.Queue[tuple[int, Any]] = asyncio.Queue()

    def handle_command(self, client: Any, command: Any) -> None:
        self.heard.put_nowait((client.person, command))

    def client_lost(self, client: Any, restarts: bool) -> None:
        self.heard.put_nowait((client.person, "begins anew" if restarts else "cut"))


@asynccontextmanager
async def led(manager: MeetingManager, address: IpcAddress, secret: str) -> AsyncIterator[None]:
    opened = asyncio.Event()
    leading = asyncio.create_task(IpcServer(manager, address, secret).listen(opened.set))
    await asyncio.wait_for(opened.wait(), 10)
    yield
    leading.cancel()
    with suppress(asyncio.CancelledError):
        await leading


async def test_over_tcp_a_server_with_the_key_is_heard(tmp_path: Path) -> None:
    manager, address = CommandLog(tmp_path), IpcAddress.read(f"tcp://127.0.0.1:{free_port()}")
    link, page = MeetingLink(lambda: address, lambda: "one key"), FakeSocket()
    async with led(manager, address, "one key"):
        link.open()
        await link.forward(page, JOIN)
        assert await asyncio.wait_for(manager.heard.get(), 10) == (7, JOIN)
        link.leave(page)
        assert await asyncio.wait_for(manager.heard.get(), 10) == (7, "cut")
        await link.close()


@pytest.mark.parametrize("gently", [True, False])
async def test_whose_server_ends_gently_or_not_is_known_to_come_back(gently: bool, tmp_path: Path) -> None:
    manager, address = CommandLog(tmp_path), IpcAddress.read(f"tcp://127.0.0.1:{free_port()}")
    link, page = MeetingLink(lambda: address, lambda: "one key"), FakeSocket(close_code=Close.RESTART)
    async with led(manager, address, "one key"):
        link.open()
        await link.forward(page, JOIN)
        assert await asyncio.wait_for(manager.heard.get(), 10) == (7, JOIN)
        if gently:
            link.leave(page)
        await link.close()
        assert await asyncio.wait_for(manager.heard.get(), 10) == (7, "begins anew")


async def test_over_tcp_a_server_without_the_key_is_not_heard(tmp_path: Path) -> None:
    manager, address = CommandLog(tmp_path), IpcAddress.read(f"tcp://127.0.0.1:{free_port()}")
    link, page = MeetingLink(lambda: address, lambda: "another key"), FakeSocket()
    async with led(manager, address, "one key"):
        link.open()
        await link.forward(page, JOIN)
        await link.close()
    assert isinstance(page.told[0], MeetingRefused)
    assert page.told[0].code == "no_answer"
    assert manager.heard.empty()


@pytest.mark.parametrize(
    "stream",
    [encode(ClientConnected(1, 7, "fr")) + encode(ClientCommand(1, b"\x80")), b"\x00" * 64, b"GET /"],
)
async def test_who_does_not_say_hello_is_cut(stream: bytes, tmp_path: Path) -> None:
    manager, port = CommandLog(tmp_path), free_port()
    async with led(manager, IpcAddress.read(f"tcp://127.0.0.1:{port}"), "one key"):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(stream)
        writer.write_eof()
        answer = b""
        with suppress(ConnectionError):
            answer = await asyncio.wait_for(reader.read(), 10)
        writer.close()
    with suppress(InvalidFrame):
        assert len(list(FrameDecoder().feed(answer))) <= 1
    assert manager.heard.empty()
