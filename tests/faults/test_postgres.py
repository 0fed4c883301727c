"""PostgreSQL restarts while people write: commands wait or are sent again, and none is lost or doubled."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.faults.crowd import all_feeds_are_the_log, crowd, lean
from tests.machine.hub import Foundation, Hub
from tests.machine.postgres_server import PostgresServer

pytestmark = pytest.mark.usefixtures("unhurried")


@pytest.fixture
def own_postgres(tmp_path: Path) -> Iterator[PostgresServer]:
    """A PostgreSQL that this test may restart."""
    server = PostgresServer(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.mark.postgres
async def test_a_restart_of_postgresql_costs_nobody_a_word(
    own_postgres: PostgresServer,
    tmp_path: Path,
    django_db_blocker: DjangoDbBlocker,
    long: bool,
    recovery: float | None,
) -> None:
    hub = Hub(Foundation.prepare(tmp_path / "house", own_postgres.url), django_db_blocker)
    hub.start()
    try:
        writers = crowd([hub], people=10, each=100 if long else 30)
        for writer in writers:
            writer.pause = 0.05
        async with lean([hub], writers):
            writing = asyncio.gather(*(writer.write_all() for writer in writers))
            for _restart in range(5 if long else 1):
                await asyncio.sleep(1)
                await asyncio.to_thread(own_postgres.restart)
            await writing
        async with asyncio.timeout(recovery):
            await all_feeds_are_the_log(writers)
    finally:
        hub.stop()
