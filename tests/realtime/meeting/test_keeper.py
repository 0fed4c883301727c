"""What meetings want kept: nothing that is refused for ever may hold up the rest."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import pytest
from django.db import DataError, InterfaceError, OperationalError

from realtime import database
from realtime.meeting import keeper as keepers
from realtime.meeting.keeper import Keeper
from realtime.meeting.state import effects as e

MEETING, OTHER = 4, 5


class Desk:
    """Stands for the database: ``refuses`` says what it raises at a text, if anything."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.refuses: dict[str, list[Exception]] = {}

    def write(self, _meeting: int, fact: e.Kept) -> None:
        assert isinstance(fact, e.KeepCaption)
        if errors := self.refuses.get(fact.text):
            raise errors.pop() if len(errors) > 1 else errors[0]
        self.written.append(fact.text)

    def write_all(self, facts: Sequence[keepers.Fact]) -> None:
        for fact in facts:
            self.write(*fact)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk()

    async def at_once(work: Callable[[], Any]) -> Any:
        before = list(desk.written)
        try:
            return work()
        except Exception:
            desk.written = before
            raise

    monkeypatch.setattr(database, "write", at_once)
    monkeypatch.setattr(keepers, "write", desk.write)
    monkeypatch.setattr(keepers, "PAUSE", 0)
    monkeypatch.setattr(keepers, "write_all", desk.write_all)
    return desk


async def written(keeper: Keeper) -> None:
    """Let ``keeper`` write all that it has."""
    running = asyncio.create_task(keeper.run())
    await asyncio.wait_for(keeper.rest(), 10)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


def keep(keeper: Keeper, *texts: str, meeting: int = MEETING) -> None:
    for text in texts:
        keeper.keep(meeting, e.KeepCaption(1, text, 0))


async def test_what_the_database_can_never_take_is_given_up_and_all_that_follows_is_written(
    desk: Desk,
) -> None:
    desk.refuses["bad"] = [DataError("no such text")]
    keeper = Keeper()
    keep(keeper, "one", "bad", "two")
    await written(keeper)
    assert desk.written == ["one", "two"]


@pytest.mark.parametrize("away", [OperationalError, InterfaceError])
async def test_while_the_database_does_not_answer_everything_waits(desk: Desk, away: type[Exception]) -> None:
    desk.refuses["one"] = [away("gone"), away("gone"), away("gone")]
    keeper = Keeper()
    keep(keeper, "one", "two")
    running = asyncio.create_task(keeper.run())
    while len(desk.refuses["one"]) > 1:  # noqa: ASYNC110 - nobody tells the test
        await asyncio.sleep(0)
    assert desk.written == []
    desk.refuses.clear()
    await asyncio.wait_for(keeper.rest(), 10)
    running.cancel()
    assert desk.written == ["one", "two"]


async def test_a_meeting_is_owed_what_is_not_written_yet(desk: Desk) -> None:
    keeper = Keeper()
    keep(keeper, "one")
    assert keeper.owes(MEETING)
    assert not keeper.owes(OTHER)
    await written(keeper)
    assert not keeper.owes(MEETING)
