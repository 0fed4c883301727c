"""A recording that begins while the one before is still being written to the disk."""

import asyncio
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from realtime.meeting.media.headless import PacketSink
from realtime.meeting.media.mesh import MeshBackend
from realtime.meeting.media.sfu.headless_viewer import SfuHeadlessViewer
from realtime.meeting.recording.manager import RecordingManager
from realtime.meeting.recording.recorder import Recorder
from rooms.meetings.models import Meeting, Recording
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


NOBODY: Any = None  # hears of what nobody sends


class Still(MeshBackend):
    """A backend in which nothing is heard or seen."""

    def attach(self, sink: PacketSink) -> SfuHeadlessViewer:
        return SfuHeadlessViewer(sink, lambda _unseen: None)


@pytest.fixture
def slow_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    close = Recorder.close

    def slowly(recorder: Recorder) -> None:
        time.sleep(0.2)
        close(recorder)

    monkeypatch.setattr(Recorder, "close", slowly)


def convene(cast: Cast) -> Meeting:
    began = timezone.now() - timedelta(minutes=1)
    return Meeting.objects.create(room=cast.fabrique, title="Lire", host=cast.judith, starts_at=began)


@pytest.mark.usefixtures("slow_disk")
async def test_what_is_begun_anew_at_once_is_kept_too(cast: Cast, tmp_path: Path) -> None:
    meeting = await asyncio.to_thread(convene, cast)
    recorders, media, failures = RecordingManager(tmp_path), Still(meeting.pk, NOBODY), list[str]()
    for _turn in range(3):
        assert recorders.start(meeting.pk, cast.judith.pk, media, lambda: failures.append("failed"))
        await asyncio.sleep(0.01)  # two that begin in one millisecond would be one
        recorders.stop(meeting.pk)
    await recorders.close()
    kept = await asyncio.to_thread(lambda: list(Recording.objects.all()))
    assert failures == []
    assert [each.ended_at is not None for each in kept] == [True] * 3
