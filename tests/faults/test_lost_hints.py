"""Hints may be lost, late, doubled or out of order: the room follower reads the log, which is the truth."""

import asyncio

import pytest

from tests.faults.conftest import running
from tests.faults.crowd import all_feeds_are_the_log, crowd, lean
from tests.machine.hub import Hub

pytestmark = [pytest.mark.storage, pytest.mark.usefixtures("unhurried")]


@pytest.fixture
def lossy(servers: list[Hub]) -> list[Hub]:
    """The servers, with unreliable hints."""
    running(servers, "lossy:application")
    return servers


async def test_feeds_follow_the_log_whatever_happens_to_the_hints(
    lossy: list[Hub], long: bool, recovery: float | None
) -> None:
    writers = crowd(lossy, people=10, each=100 if long else 20)
    async with lean(lossy, writers):
        await asyncio.gather(*(writer.write_all() for writer in writers))
    async with asyncio.timeout(recovery):
        await all_feeds_are_the_log(writers)


@pytest.mark.thorough
async def test_a_reader_who_only_listens_hears_all_though_no_hint_comes(lossy: list[Hub]) -> None:
    reader, *writers = crowd(lossy, people=5, each=8)
    reader.bodies.clear()
    listening = asyncio.create_task(reader.listen(until=4 * 8))
    await asyncio.gather(*(writer.write_all() for writer in writers))
    await listening
    await all_feeds_are_the_log([reader, *writers])
