"""The manager: who joins while something else happens, and what is known by then."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from database import workers
from realtime.meeting import admission
from realtime.meeting.clients import ClientRef
from realtime.meeting.manager import MeetingManager
from realtime.wire.meeting import (
    EndMeeting,
    MeetingJoined,
    MeetingLeft,
    MeetingMessage,
    MeetingRefused,
    MeetingWaiting,
)
from rooms.meetings.models import Meeting
from rooms.meetings.rights import AttendeeRights
from rooms.models import Room
from tests.realtime.meeting.fakes import (
    JOIN,
    JUDITH,
    MARCEL,
    MEETING,
    NADIA,
    NOW,
    FakeBackends,
    FakeClients,
    policy,
    recordings,
)


class ManagerHouse:
    """A manager whose database says what ``meeting`` says."""

    def __init__(self) -> None:
        self.manager = MeetingManager(policy(), FakeBackends(), recordings(), lambda: NOW)
        self.fake_clients = FakeClients(self.manager.clients)
        self.meeting = Meeting(pk=MEETING, room=Room(), opened_at=timezone.now())

    def of(
        self, person: int, _meeting: int, _now: datetime, _language: str
    ) -> tuple[Meeting, AttendeeRights]:
        return self.meeting, next(who for who in (JUDITH, NADIA, MARCEL) if who.person.id == person)

    async def join(self, client: ClientRef) -> MeetingMessage:
        """Let somebody join; return the answer."""
        heard = len(self.fake_clients.heard(client))
        self.manager.handle_command(client, JOIN)
        await asyncio.wait_for(self._answered(client, heard), 10)
        return self.fake_clients.heard(client)[heard]

    async def _answered(self, client: ClientRef, heard: int) -> None:
        while len(self.fake_clients.heard(client)) == heard:  # noqa: ASYNC110 - nobody tells the test
            await asyncio.sleep(0)


async def at_once(work: Callable[[], Any]) -> Any:
    return work()


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> ManagerHouse:
    house = ManagerHouse()
    monkeypatch.setattr(workers, "read", at_once)
    monkeypatch.setattr(admission, "admit", house.of)
    return house


async def test_who_joins_before_the_end_is_written_does_not_bring_the_meeting_back(
    house: ManagerHouse,
) -> None:
    judith, nadia = house.fake_clients.take(JUDITH), house.fake_clients.take(NADIA)
    await house.join(judith)
    house.manager.handle_command(judith, EndMeeting(meeting=MEETING))
    told = await house.join(nadia)
    assert isinstance(told, MeetingLeft)
    assert told.reason == "ended"


async def test_who_joins_while_the_database_does_not_answer_is_asked_to_come_again(
    house: ManagerHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(_work: object) -> None:
        raise OperationalError

    monkeypatch.setattr(workers, "read", away)
    told = await house.join(house.fake_clients.take(NADIA, "en"))
    assert isinstance(told, MeetingRefused)
    assert (told.code, bool(told.retry)) == ("no_answer", True)
    monkeypatch.setattr(workers, "read", at_once)
    assert isinstance(await house.join(house.fake_clients.take(NADIA)), MeetingJoined)


async def test_until_it_begins_people_knock_as_it_is_announced_by_then(house: ManagerHouse) -> None:
    house.meeting.opened_at = None
    assert isinstance(await house.join(house.fake_clients.take(NADIA)), MeetingJoined)
    house.meeting.lobby = True
    assert isinstance(await house.join(house.fake_clients.take(MARCEL)), MeetingWaiting)
