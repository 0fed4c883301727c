"""All meetings of the house: who joins while something else happens, and what is known by then."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from realtime import database
from realtime.meeting import admitting
from realtime.meeting.hall import Hall
from realtime.meeting.seats import Seat
from realtime.wire.meeting import (
    EndMeeting,
    MeetingJoined,
    MeetingLeft,
    MeetingMessage,
    MeetingRefused,
    MeetingWaiting,
)
from rooms.meetings.standing import Standing
from rooms.models import Meeting, Room
from tests.realtime.meeting.led import (
    JOIN,
    JUDITH,
    MARCEL,
    MEETING,
    NADIA,
    NOW,
    Benches,
    Carriers,
    recorders,
    terms,
)


class House:
    """A hall whose database says what ``meeting`` says."""

    def __init__(self) -> None:
        self.hall = Hall(terms(), Carriers(), recorders(), lambda: NOW)
        self.benches = Benches(self.hall.seats)
        self.meeting = Meeting(pk=MEETING, room=Room(), opened_at=timezone.now())

    def of(self, person: int, _meeting: int, _now: datetime, _language: str) -> tuple[Meeting, Standing]:
        return self.meeting, next(who for who in (JUDITH, NADIA, MARCEL) if who.person.id == person)

    async def join(self, seat: Seat) -> MeetingMessage:
        """What somebody is answered who joins."""
        heard = len(self.benches.heard(seat))
        self.hall.said(seat, JOIN)
        await asyncio.wait_for(self._answered(seat, heard), 10)
        return self.benches.heard(seat)[heard]

    async def _answered(self, seat: Seat, heard: int) -> None:
        while len(self.benches.heard(seat)) == heard:  # noqa: ASYNC110 - nobody tells the test
            await asyncio.sleep(0)


async def at_once(work: Callable[[], Any]) -> Any:
    return work()


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    house = House()
    monkeypatch.setattr(database, "read", at_once)
    monkeypatch.setattr(admitting, "of", house.of)
    return house


async def test_who_joins_before_the_end_is_written_does_not_bring_the_meeting_back(house: House) -> None:
    judith, nadia = house.benches.take(JUDITH), house.benches.take(NADIA)
    await house.join(judith)
    house.hall.said(judith, EndMeeting(meeting=MEETING))
    told = await house.join(nadia)
    assert isinstance(told, MeetingLeft)
    assert told.reason == "ended"


async def test_who_joins_while_the_database_does_not_answer_is_asked_to_come_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(_work: object) -> None:
        raise OperationalError

    monkeypatch.setattr(database, "read", away)
    told = await house.join(house.benches.take(NADIA, "en"))
    assert isinstance(told, MeetingRefused)
    assert (told.code, bool(told.retry)) == ("no_answer", True)
    monkeypatch.setattr(database, "read", at_once)
    assert isinstance(await house.join(house.benches.take(NADIA)), MeetingJoined)


async def test_until_it_begins_people_knock_as_it_is_announced_by_then(house: House) -> None:
    house.meeting.opened_at = None
    assert isinstance(await house.join(house.benches.take(NADIA)), MeetingJoined)
    house.meeting.lobby = True
    assert isinstance(await house.join(house.benches.take(MARCEL)), MeetingWaiting)
