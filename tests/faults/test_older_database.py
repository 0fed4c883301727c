"""A backup is restored: what was written since is gone, and every screen learns of it."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from rooms.models import Room
from tests.faults.crowd import CrowdWriter, all_feeds_are_the_log, crowd
from tests.machine.hub import Hub
from tests.realtime.visitor import visit

pytestmark = [pytest.mark.storage, pytest.mark.usefixtures("unhurried")]


async def test_after_a_restored_backup_every_feed_is_that_of_the_older_log(
    hub: Hub, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    writers = crowd([hub], people=5, each=4)
    for writer in writers:
        await writer.write_all()
    hub.stop()
    backup = Hub(hub.ground.copy(tmp_path / "backup"), django_db_blocker)
    hub.start()
    for writer in writers:
        await replace(writer, bodies=[f"perdu, {writer.session}"], acknowledged={}).write_all()
    hub.stop()
    backup.manage("new_epoch")
    backup.start()
    try:
        await all_are_sent_back_to_the_beginning(backup, writers)
        await all_feeds_are_the_log(writers)
    finally:
        backup.stop()


async def all_are_sent_back_to_the_beginning(backup: Hub, writers: list[CrowdWriter]) -> None:
    """Check that everybody must begin anew: no number that they know belongs to this log."""
    with backup.inside():
        epoch = Room.objects.get(pk=writers[0].place[0]).epoch
    for writer in writers:
        room, earlier = writer.place
        assert epoch != earlier
        async with visit(backup, writer.session) as socket:
            answer = await socket.follow(room, earlier, since=writer.last)
        assert (answer["type"], answer["reason"]) == ("reset", "epoch")
        writer.hub, writer.place, writer.seen = backup, (room, epoch), {}
