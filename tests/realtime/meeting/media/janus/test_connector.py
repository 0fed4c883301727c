"""The session with a real Janus, and our rooms there. No browser."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from realtime.meeting.media.janus.connector import JanusConnector
from realtime.meeting.media.janus.session import JanusError, Json
from realtime.meeting.media.janus.video_room import GONE, VideoRoom
from realtime.wire.meeting import MediaOffered, MeetingMessage, MeetingRefused, Quality, ViewMeeting
from tests.machine import janus_server as machine
from tests.machine.process import wait_until

VIEW = ViewMeeting(meeting=1, pictures=9)


class QuietListener:
    """A listener that logs, and reopens lost connections."""

    def __init__(self) -> None:
        self.told: asyncio.Queue[MeetingMessage] = asyncio.Queue()
        self.again: Callable[[int], None] = lambda person: None

    def tell(self, person: int, message: MeetingMessage) -> None:
        self.told.put_nowait(message)

    def spoke(self, people: list[int]) -> None:
        """Nobody does."""

    def measured(self, person: int, quality: Quality) -> None:
        """Told to others."""

    def lost(self, person: int) -> None:
        self.again(person)

    async def hears(self, kind: type[MeetingMessage]) -> MeetingMessage:
        while not isinstance(message := await asyncio.wait_for(self.told.get(), 60), kind):
            pass
        return message


async def test_a_meeting_offers_its_places_at_once_and_takes_its_room_away_with_it(
    janus_server: machine.JanusServer,
) -> None:
    house, listener = JanusConnector.connect(janus_server.url), QuietListener()
    media = house.meeting(1, listener)
    media.open(1, VIEW)
    offered = await listener.hears(MediaOffered)
    assert isinstance(offered, MediaOffered)
    assert (offered.sdp.count("m=audio"), offered.sdp.count("m=video")) == (8, 9)
    room = await media.room()
    other = replace(room, handle=await (await house.session()).attach())
    await media.aclose()
    assert await refusal(other.destroy) in GONE
    await house.aclose()


async def test_nobody_finds_or_enters_a_room_of_the_house(janus_server: machine.JanusServer) -> None:
    house = JanusConnector.connect(janus_server.url)
    session = await house.session()
    room = await VideoRoom.create(session, 2)
    stranger = await session.attach()
    assert (await stranger.ask("list")).data["list"] == []
    words: Json = {"room": room.number, "ptype": "publisher"}
    assert await refusal(lambda: stranger.ask("join", **words)) in (429, 433)  # no pin; not the pin
    assert await refusal(lambda: stranger.ask("join", **words, pin="12345")) == 433
    streams = [{"feed": room.blank}]
    words |= {"ptype": "subscriber", "pin": room.pin, "streams": streams}
    assert await refusal(lambda: stranger.ask("join", **words)) == 433  # no private_id
    await house.aclose()


async def test_while_janus_is_away_people_are_told_and_enter_when_it_comes(
    janus_server: machine.JanusServer,
) -> None:
    janus_server.kill()
    house, listener = JanusConnector.connect(janus_server.url), QuietListener()
    house.meeting(1, listener).open(1, VIEW)
    told = await listener.hears(MeetingRefused)
    assert isinstance(told, MeetingRefused)
    assert told.code == "media_away"
    janus_server.start()
    await listener.hears(MediaOffered)
    await house.aclose()


async def test_everybody_begins_anew_when_janus_has_been_away(janus_server: machine.JanusServer) -> None:
    house, listener = JanusConnector.connect(janus_server.url), QuietListener()
    media = house.meeting(1, listener)
    listener.again = lambda person: media.open(person, VIEW)
    media.open(1, VIEW)
    first = await listener.hears(MediaOffered)
    janus_server.kill()
    await listener.hears(MeetingRefused)
    janus_server.start()
    second = await listener.hears(MediaOffered)
    assert session(first) != session(second)
    await house.aclose()


async def test_a_house_with_another_word_is_not_let_in_and_goes_on_asking(
    janus_server: machine.JanusServer, caplog: pytest.LogCaptureFixture
) -> None:
    house = JanusConnector.connect(janus_server.url.replace(machine.WORD, "another"))
    assert await asyncio.to_thread(wait_until, lambda: caplog.text.count("403") > 1)
    assert house.away
    assert machine.WORD not in caplog.text
    await house.aclose()


async def refusal(ask: Callable[[], Awaitable[object]]) -> int:
    """Return the code with which Janus refuses."""
    with pytest.raises(JanusError) as refused:
        await ask()
    return refused.value.code


def session(offered: MeetingMessage) -> str:
    assert isinstance(offered, MediaOffered)
    return offered.sdp.split("\r\n")[1].split(" ")[1]
