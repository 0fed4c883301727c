"""The power goes: nothing that was acknowledged is lost, nothing is doubled, and every feed is the log's."""

import asyncio
from contextlib import suppress

import pytest

from tests.faults import LAST_WORDS
from tests.faults.crowd import all_feeds_are_the_log, crowd
from tests.machine.hub import Hub
from tests.machine.process import NotReady

pytestmark = [pytest.mark.storage, pytest.mark.usefixtures("unhurried")]


async def test_deaths_between_the_commit_and_the_hint_lose_and_double_nothing(hub: Hub, long: bool) -> None:
    deaths = 100 if long else 8
    hub.stop()
    usual = list(hub.process.command)
    hub.process.command = [*usual, "--application", "tests.faults.dying:application"]
    hub.start()
    # In one life at most two lines are told, and ten are committed with the third.
    writers = crowd(hub, people=10, each=deaths * 13 // 10)
    writing = asyncio.gather(*(writer.write_all() for writer in writers))
    for death in range(deaths):
        await asyncio.to_thread(hub.process.wait)
        if death == deaths - 1:
            hub.process.command = usual
        with suppress(NotReady):  # writers wait at the door: it may have died before we saw it open
            await asyncio.to_thread(hub.start)
    await writing
    assert hub.process.text().count(LAST_WORDS) == deaths
    await all_feeds_are_the_log(hub, writers)


async def test_sudden_deaths_under_twenty_writers_lose_and_double_nothing(hub: Hub, long: bool) -> None:
    writers = crowd(hub, people=20, each=75 if long else 15)
    writing = asyncio.gather(*(writer.write_all() for writer in writers))
    for _death in range(50 if long else 10):
        await asyncio.sleep(0.5)
        await asyncio.to_thread(hub.kill)
        await asyncio.to_thread(hub.start)
    await writing
    await all_feeds_are_the_log(hub, writers)
