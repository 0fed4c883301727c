"""A rencontre that Janus carries is recorded as well."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.machine.janus_server import JanusServer
from tests.realtime.meeting.evening import MeetingEvening
from tests.realtime.meeting.recording.recorded_party import (
    RecordedParty,
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
    """A Janus, for the hub that is started after this."""
    monkeypatch.setenv("JANUS_URL", janus_server.url)
    return janus_server


@asynccontextmanager
async def recorded_at_janus(evening: MeetingEvening) -> AsyncIterator[RecordedParty]:
    """Everybody inside, connected with Janus, and recorded."""
    async with gathered(evening) as party:
        await recorded(party)
        assert party.seat(0).attendee.mode == "janus"
        yield party


@pytest.mark.usefixtures("at_janus")
async def test_voices_and_whoever_is_in_the_spotlight_are_in_the_film(evening: MeetingEvening) -> None:
    async with recorded_at_janus(evening) as party:
        party.say(0, "spotlight", person=party.seat(1).attendee.me)
        party.seat(0).attendee.speak(True)
        await asyncio.sleep(3)
        party.say(0, "spotlight", person=party.seat(0).attendee.me)
        party.seat(2).attendee.speak(True)
        await asyncio.sleep(3)
        party.seat(0).attendee.speak(False)
        await asyncio.sleep(3)
        await stopped(party, evening)
    seen = await asyncio.to_thread(film, evening)
    heard = {who: spoke(seen, who) for who in (0, 2)}
    assert heard[0][0] < heard[2][0] < heard[0][-1] < heard[2][-1]
    shown = [who for picture in seen.pictures for who in (0, 1) if abs(picture.red - red(who)) < 12]
    assert len(shown) == len(seen.pictures), "no picture of one on what was left of the other"
    lit = shown[shown.index(1) :]  # on a busy machine the film begins before the spotlight is heard of
    assert lit == sorted(lit, reverse=True)
    assert set(lit) == {0, 1}


async def test_a_recording_goes_on_when_janus_is_back(at_janus: JanusServer, evening: MeetingEvening) -> None:
    async with recorded_at_janus(evening) as party:
        party.seat(0).attendee.speak(True)
        await asyncio.sleep(3)
        party.seat(0).attendee.speak(False)
        at_janus.kill()
        await asyncio.to_thread(at_janus.start)
        await until(lambda: all(seat.attendee.counts["rebuilt"] for seat in party.table.guests))
        await until(lambda: all(seat.is_connected() for seat in party.table.guests))
        party.seat(2).attendee.speak(True)
        await asyncio.sleep(4)
        await stopped(party, evening)
    seen = await asyncio.to_thread(film, evening)
    assert spoke(seen, 0)
    assert spoke(seen, 2)
    assert spoke(seen, 0)[-1] < spoke(seen, 2)[0]


async def test_hosts_are_told_when_janus_stays_away(at_janus: JanusServer, evening: MeetingEvening) -> None:
    async with recorded_at_janus(evening) as party:
        await until(lambda: len(rows(evening)) == 1)
        at_janus.kill()
        await party.all_are("off")
        assert party.seat(0).attendee.counts["refused: recording_failed"] == 1
        await ended(evening)
