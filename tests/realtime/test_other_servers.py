"""The whole application under other ASGI servers, end to end."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from realtime.simulate.process_messages import Newcomer
from realtime.simulate.room_page import RoomPage, open_page
from realtime.simulate.wire_client import JSON, connect_wire
from tests.cast import gather
from tests.machine.hub import Hub
from tests.realtime.visitor import SocketVisitor

pytestmark = pytest.mark.storage

APPLICATION = "asgi:application"
FALLBACKS = {
    "daphne": ("daphne", "--bind", "127.0.0.1", "--port", "{port}", APPLICATION),
    "uvicorn": ("uvicorn", "--host", "127.0.0.1", "--port", "{port}", APPLICATION),
}


@pytest.fixture(params=FALLBACKS)
def plain(hub: Hub, request: pytest.FixtureRequest) -> Hub:
    """The Hub, served by a server that is not ours."""
    words = [word.format(port=hub.port) for word in FALLBACKS[request.param]]
    hub.stop_server()
    hub.process.command = [sys.executable, "-P", "-m", *words]
    hub.start()
    return hub


async def come_in(hub: Hub, name: str, code: str) -> RoomPage:
    """Join as a newcomer does: the code, a name, and the page of the fabrique."""
    return await asyncio.to_thread(open_page, hub.url, Newcomer(name, code=code))


@asynccontextmanager
async def listening(hub: Hub, entry: RoomPage) -> AsyncIterator[SocketVisitor]:
    """Connect, and follow the fabrique from the number of its page."""
    async with connect_wire(hub.url, entry.cookie, JSON) as socket:
        visitor = SocketVisitor(socket)
        assert (await visitor.follow(entry.room, entry.epoch, entry.seq))["type"] == "subscribed"
        yield visitor


async def test_two_who_sign_in_there_hear_each_other(plain: Hub) -> None:
    with plain.inside():
        code = gather().fabrique.code
    assert code
    aline, bachir = [await come_in(plain, name, code) for name in ("Aline", "Bachir")]
    async with listening(plain, aline) as writer, listening(plain, bachir) as reader:
        for body in ("Bonjour *à tous*", "Encore un mot"):
            reply = await writer.ask("publish", room=aline.room, body=body)
            assert reply["type"] == "reply"
        assert (await reader.hear_line("post.published"))["event"]["post"]["html"] == (
            "<p>Bonjour <em>à tous</em></p>"
        )
        while reader.numbers(bachir.room)[-1:] != [reply["seq"]]:
            await reader.hear("events")
        assert [line["event"]["post"]["body"] for line in reader.lines[bachir.room]] == [
            "Bonjour *à tous*",
            "Encore un mot",
        ]
    assert plain.process.text().count("it hands over no socket") == 1
