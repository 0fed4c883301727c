"""The write-behind queue: nothing that is refused for ever may hold up the rest."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import pytest
from django.db import DataError, InterfaceError, OperationalError

from database import workers
from realtime.meeting import write_behind as write_behind
from realtime.meeting.state import effects as e
from realtime.meeting.write_behind import WriteBehindQueue

MEETING, OTHER = 4, 5


class SlowDatabase:
    """A fake database; ``refuses``: what it raises at a text, if anything."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.refuses: dict[str, list[Exception]] = {}

    def write(self, _meeting: int, fact: e.DatabaseEffect) -> None:
        assert isinstance(fact, e.SaveCaption)
        if errors := self.refuses.get(fact.text):
            raise errors.pop() if len(errors) > 1 else errors[0]
        self.written.append(fact.text)

    def write_all(self, facts: Sequence[write_behind.PendingWrite]) -> None:
        for fact in facts:
            self.write(*fact)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> SlowDatabase:
    desk = SlowDatabase()

    async def at_once(work: Callable[[], Any]) -> Any:
        before = list(desk.written)
        try:
            return work()
        except Exception:
            desk.written = before
            raise

    monkeypatch.setattr(workers, "write", at_once)
    monkeypatch.setattr(write_behind, "write", desk.write)
    monkeypatch.setattr(write_behind, "PAUSE", 0)
    monkeypatch.setattr(write_behind, "write_all", desk.write_all)
    return desk


async def written(writes: WriteBehindQueue) -> None:
    """Drain ``writes``."""
    running = asyncio.create_task(writes.run())
    await asyncio.wait_for(writes.drain(), 10)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


def put(writes: WriteBehindQueue, *texts: str, meeting: int = MEETING) -> None:
    for text in texts:
        writes.put(meeting, e.SaveCaption(1, text, 0))


async def test_what_the_database_can_never_take_is_given_up_and_all_that_follows_is_written(
    desk: SlowDatabase,
) -> None:
    desk.refuses["bad"] = [DataError("no such text")]
    writes = WriteBehindQueue()
    put(writes, "one", "bad", "two")
    await written(writes)
    assert desk.written == ["one", "two"]


@pytest.mark.parametrize("away", [OperationalError, InterfaceError])
async def test_while_the_database_does_not_answer_everything_waits(
    desk: SlowDatabase, away: type[Exception]
) -> None:
    desk.refuses["one"] = [away("gone"), away("gone"), away("gone")]
    writes = WriteBehindQueue()
    put(writes, "one", "two")
    running = asyncio.create_task(writes.run())
    while len(desk.refuses["one"]) > 1:  # noqa: ASYNC110 - nobody tells the test
        await asyncio.sleep(0)
    assert desk.written == []
    desk.refuses.clear()
    await asyncio.wait_for(writes.drain(), 10)
    running.cancel()
    assert desk.written == ["one", "two"]


async def test_a_meeting_is_owed_what_is_not_written_yet(desk: SlowDatabase) -> None:
    writes = WriteBehindQueue()
    put(writes, "one")
    assert writes.has_pending(MEETING)
    assert not writes.has_pending(OTHER)
    await written(writes)
    assert not writes.has_pending(MEETING)
