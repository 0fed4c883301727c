"""Hints may be lost, late, doubled or out of order: the log is the truth, and the pump goes by it."""

import asyncio

import pytest

from tests.faults.crowd import all_feeds_are_the_log, crowd
from tests.machine.hub import Hub

pytestmark = [pytest.mark.storage, pytest.mark.usefixtures("unhurried")]


async def test_feeds_follow_the_log_whatever_happens_to_the_hints(hub: Hub, long: bool) -> None:
    hub.stop()
    hub.process.command = [*hub.process.command, "--application", "tests.faults.lossy:application"]
    hub.start()
    writers = crowd(hub, people=10, each=100 if long else 20)
    await asyncio.gather(*(writer.write_all() for writer in writers))
    await all_feeds_are_the_log(hub, writers)


async def test_a_reader_who_only_listens_hears_all_though_no_hint_comes(hub: Hub) -> None:
    hub.stop()
    hub.process.command = [*hub.process.command, "--application", "tests.faults.lossy:application"]
    hub.start()
    reader, *writers = crowd(hub, people=5, each=8)
    reader.bodies.clear()
    listening = asyncio.create_task(reader.listen(until=4 * 8))
    await asyncio.gather(*(writer.write_all() for writer in writers))
    await listening
    await all_feeds_are_the_log(hub, [reader, *writers])
