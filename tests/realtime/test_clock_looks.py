"""What the clock of sessions does in one look, and what it leaves to the processes that have people there."""

import asyncio
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from database import workers
from realtime.fanout import session_clock
from realtime.fanout.session_clock import STAND_BACK_SECONDS, SessionClock
from realtime.wire.answers import CutOff, Message, Tally
from rooms.events import ShownPerson
from rooms.sessions import advancing, attending, reading
from rooms.sessions.advancing import Awaited
from rooms.sessions.attending import Attending

PEOPLED, EMPTY = 1, 2
LEA = ShownPerson(9, "Léa", "participant")
AGES = timedelta(hours=1)


@dataclass
class _FakeLeaders:
    """Those who lead, and what they were told."""

    told: list[CutOff] = field(default_factory=list)
    forgot: list[set[int]] = field(default_factory=list)

    def tell(self, signal: CutOff) -> None:
        self.told.append(signal)

    def forget(self, rooms: Collection[int]) -> None:
        self.forgot.append(set(rooms))


@dataclass
class _House:
    """Sessions as the database has them, rooms as this process has them. ``advanced``: what it passed on."""

    sessions: list[Awaited] = field(default_factory=list)
    advanced: list[int] = field(default_factory=list)
    broken: set[int] = field(default_factory=set)
    moved: list[tuple[int, timedelta]] = field(default_factory=list)
    told: list[Message] = field(default_factory=list)
    leaders: _FakeLeaders = field(default_factory=_FakeLeaders)
    noted: list[tuple[int, set[int]]] = field(default_factory=list)
    reads: int = 0

    def present_in(self, room: int) -> Collection[int]:
        return {7} if room == PEOPLED else ()

    def tell(self, _room: int, signal: Message) -> None:
        self.told.append(signal)

    def awaited(self) -> list[Awaited]:
        self.reads += 1
        return list(self.sessions)

    def advance(self, session: int, _room: int) -> Awaited | None:
        if session in self.broken:
            raise OSError("broken on purpose")
        self.advanced.append(session)
        of = next(each for each in self.sessions if each.session == session)
        return replace(of, due_at=timezone.now() + AGES)

    def move(self, of: Awaited, by: timedelta) -> bool:
        self.moved.append((of.session, by))
        self.sessions = [replace(each, due_at=each.due_at and each.due_at + by) for each in self.sessions]
        return True

    def attending(self, present: Mapping[int, Collection[int]], _now: datetime) -> dict[int, Attending]:
        """Everybody who is there is new, and somebody else is cut off."""
        return {session: Attending(frozenset(people), (LEA,)) for session, people in present.items()}

    def note(self, session: int, people: Collection[int]) -> None:
        self.noted.append((session, set(people)))

    def has(self, session: int, room: int, seconds: float) -> None:
        """Add a session whose phase ends in so many seconds."""
        due_at = timezone.now() + timedelta(seconds=seconds)
        self.sessions.append(Awaited(session, room, 10 * session, 1, due_at, None))


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> _House:
    made = _House()

    async def here(work: Callable[[], Any], _group: int | None = None) -> Any:
        return work()

    monkeypatch.setattr(workers, "read", here)
    monkeypatch.setattr(workers, "write", here)
    monkeypatch.setattr(advancing, "awaited", made.awaited)
    monkeypatch.setattr(advancing, "advance", made.advance)
    monkeypatch.setattr(advancing, "move", made.move)
    monkeypatch.setattr(attending, "look", made.attending)
    monkeypatch.setattr(attending, "note", made.note)
    monkeypatch.setattr(reading, "tallies", lambda phases: {each: reading.Headcount(2, 1) for each in phases})
    return made


async def test_what_is_due_where_people_are_is_done_at_once_and_not_again(house: _House) -> None:
    house.has(1, PEOPLED, -0.01)
    clock = SessionClock(house, house.leaders)
    await clock.look()
    await clock.look()
    assert house.advanced == [1]
    assert house.reads == 1


@pytest.fixture
def seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clock look once an hour, so that a phase can be longer than a busy machine holds a test up."""
    monkeypatch.setattr(session_clock, "LOOK_SECONDS", AGES.total_seconds())


@pytest.mark.usefixtures("seldom")
async def test_it_sleeps_until_the_next_phase_ends(house: _House) -> None:
    house.has(1, PEOPLED, 600)
    assert 300 < await SessionClock(house, house.leaders).look() <= 600


async def test_a_room_without_people_is_left_to_other_processes_for_a_moment(house: _House) -> None:
    house.has(1, EMPTY, -0.01)
    clock = SessionClock(house, house.leaders)
    assert await clock.look() <= STAND_BACK_SECONDS
    assert house.advanced == []
    await asyncio.sleep(STAND_BACK_SECONDS)
    await clock.look()
    assert house.advanced == [1]


async def test_what_another_process_did_meanwhile_is_read_and_not_done_again(house: _House) -> None:
    house.has(1, EMPTY, -0.01)
    clock = SessionClock(house, house.leaders)
    await clock.look()
    house.sessions = [replace(each, due_at=timezone.now() + AGES) for each in house.sessions]
    await asyncio.sleep(STAND_BACK_SECONDS)
    await clock.look()
    assert (house.advanced, house.reads) == ([], 2)


async def test_a_session_that_fails_keeps_no_other_from_passing(
    house: _House, caplog: pytest.LogCaptureFixture
) -> None:
    for session in (1, 2, 3):
        house.has(session, PEOPLED, -0.01)
    house.broken = {2}
    await SessionClock(house, house.leaders).look()
    assert house.advanced == [1, 3]
    assert "session 2 could not pass on" in caplog.text


async def test_how_many_have_finished_is_told_when_it_changes(house: _House) -> None:
    house.has(1, PEOPLED, 60)
    house.has(2, EMPTY, 60)
    clock = SessionClock(house, house.leaders)
    await clock.look()
    clock._look_at = 0.0  # a second later
    await clock.look()
    assert house.told == [Tally(PEOPLED, 10, 2, 1)]


async def test_those_who_lead_are_told_who_is_cut_off_where_people_are(house: _House) -> None:
    house.has(1, PEOPLED, 60)
    house.has(2, EMPTY, 60)
    await SessionClock(house, house.leaders).look()
    assert house.noted == [(1, {7})]
    assert house.leaders.told == [CutOff(PEOPLED, 1, [LEA])]
    assert house.leaders.forgot == [{PEOPLED}]


@pytest.mark.usefixtures("seldom")
@pytest.mark.parametrize("hours", [-1, 1])
async def test_where_the_machines_clock_is_set_a_phase_keeps_the_time_that_was_left(
    house: _House, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    house.has(1, PEOPLED, 600)
    clock = SessionClock(house, house.leaders)
    await clock.look()
    jump, right = timedelta(hours=hours), time.time
    monkeypatch.setattr(time, "time", lambda: right() + jump.total_seconds())
    monkeypatch.setattr(timezone, "now", lambda: datetime.fromtimestamp(time.time(), UTC))
    assert 300 < await clock.look() <= 600
    assert 300 < await clock.look() <= 600
    assert house.advanced == []
    ((session, moved),) = house.moved
    assert session == 1
    assert abs(moved - jump) < timedelta(seconds=1)
