"""The power fails: nothing acknowledged is lost, nothing is doubled, and every feed equals the log."""

import asyncio
from contextlib import suppress

import pytest

from tests.faults import LAST_WORDS
from tests.faults.crowd import all_feeds_are_the_log, crowd, ended_in_turn
from tests.machine.hub import Hub
from tests.machine.process import NotReady

pytestmark = [pytest.mark.storage, pytest.mark.usefixtures("unhurried")]


async def lives(server: Hub, count: int) -> None:
    """Let ``server`` die ``count`` times with the third line that it sends a hint of, and then live on."""
    server.stop_server()
    usual = list(server.process.command)
    server.process.command = [*usual, "--application", "tests.faults.dying:application"]
    for life in range(count + 1):
        if life == count:
            server.process.command = usual
        with suppress(NotReady):  # writers wait to connect: it may have died before we saw it open
            await asyncio.to_thread(server.start)
        if life < count:
            await asyncio.to_thread(server.process.wait)
    assert server.process.text().count(LAST_WORDS) == count


@pytest.mark.thorough
async def test_deaths_between_the_commit_and_the_hint_lose_and_double_nothing(
    servers: list[Hub], long: bool, recovery: float | None
) -> None:
    deaths = 100 if long else 8
    # In one life hints of two lines at most are sent; with the third line, one of each writer is committed.
    writers = crowd(servers, people=10, each=deaths * 13 // 10)
    dying = asyncio.gather(*(lives(server, deaths // len(servers)) for server in servers))
    await asyncio.gather(*(writer.write_all() for writer in writers))
    await dying
    async with asyncio.timeout(recovery):
        await all_feeds_are_the_log(writers)


async def test_sudden_deaths_under_twenty_writers_lose_and_double_nothing(
    servers: list[Hub], endings: int, recovery: float | None
) -> None:
    writers = await ended_in_turn(servers, endings, Hub.kill)
    async with asyncio.timeout(recovery):
        await all_feeds_are_the_log(writers)
