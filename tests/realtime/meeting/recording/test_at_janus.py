"""A rencontre that Janus carries is recorded by the house all the same."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.machine.janus_server import JanusServer
from tests.realtime.meeting.evening import Evening
from tests.realtime.meeting.recording.gathered import (
    Gathering,
    ended,
    film,
    gathered,
    recorded,
    red,
    rows,
    spoke,
    stopped,
    until,
)

pytestmark = [pytest.mark.janus, pytest.mark.network]


@pytest.fixture
def at_janus(janus_server: JanusServer, monkeypatch: pytest.MonkeyPatch) -> JanusServer:
    """Who carries the rencontres of the hub that is started after this."""
    monkeypatch.setenv("JANUS_URL", janus_server.url)
    return janus_server


@asynccontextmanager
async def recorded_at_janus(evening: Evening) -> AsyncIterator[Gathering]:
    """Everybody inside, connected with Janus, and recorded."""
    async with gathered(evening) as gathering:
        await recorded(gathering)
        assert gathering.seat(0).attendee.mode == "janus"
        yield gathering


@pytest.mark.usefixtures("at_janus")
async def test_voices_and_whoever_is_in_the_spotlight_are_in_the_film(evening: Evening) -> None:
    async with recorded_at_janus(evening) as gathering:
        gathering.say(0, "spotlight", person=gathering.seat(1).attendee.me)
        gathering.seat(0).attendee.speak(True)
        await asyncio.sleep(3)
        gathering.say(0, "spotlight", person=gathering.seat(0).attendee.me)
        gathering.seat(2).attendee.speak(True)
        await asyncio.sleep(3)
        gathering.seat(0).attendee.speak(False)
        await asyncio.sleep(3)
        await stopped(gathering, evening)
    seen = await asyncio.to_thread(film, evening)
    heard = {who: spoke(seen, who) for who in (0, 2)}
    assert heard[0][0] < heard[2][0] < heard[0][-1] < heard[2][-1]
    shown = [who for picture in seen.pictures for who in (0, 1) if abs(picture.red - red(who)) < 12]
    assert len(shown) > len(seen.pictures) - 3, "hardly a picture of one on what was left of the other"
    assert shown == sorted(shown, reverse=True)
    assert set(shown) == {0, 1}


async def test_a_recording_goes_on_when_janus_is_back(at_janus: JanusServer, evening: Evening) -> None:
    async with recorded_at_janus(evening) as gathering:
        gathering.seat(0).attendee.speak(True)
        await asyncio.sleep(3)
        gathering.seat(0).attendee.speak(False)
        at_janus.kill()
        await asyncio.to_thread(at_janus.start)
        await until(lambda: all(seat.attendee.counts["rebuilt"] for seat in gathering.table.seats))
        await until(lambda: all(seat.is_connected() for seat in gathering.table.seats))
        gathering.seat(2).attendee.speak(True)
        await asyncio.sleep(4)
        await stopped(gathering, evening)
    seen = await asyncio.to_thread(film, evening)
    assert spoke(seen, 0)
    assert spoke(seen, 2)
    assert spoke(seen, 0)[-1] < spoke(seen, 2)[0]


async def test_hosts_are_told_when_janus_stays_away(at_janus: JanusServer, evening: Evening) -> None:
    async with recorded_at_janus(evening) as gathering:
        await until(lambda: len(rows(evening)) == 1)
        at_janus.kill()
        await gathering.all_are("off")
        assert gathering.seat(0).attendee.counts["refused: recording_failed"] == 1
        await ended(evening)
