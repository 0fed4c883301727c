"""A rencontre recorded through the true service: asked of all, heard in the film, gone when it is erased."""

import asyncio
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.storage import FileSystemStorage

from rooms.meetings import recordings
from tests.realtime.meeting.evening import MeetingEvening
from tests.realtime.meeting.recording.recorded_party import (
    ended,
    film,
    gathered,
    recorded,
    red,
    rows,
    spoke,
    stopped,
    until,
    work,
)


async def test_two_voices_and_the_one_in_the_spotlight_are_in_the_film(evening: MeetingEvening) -> None:
    async with gathered(evening) as party:
        await recorded(party)
        party.say(0, "spotlight", person=party.seat(1).attendee.me)
        began = asyncio.get_running_loop().time()
        party.seat(0).attendee.speak(True)
        await asyncio.sleep(3)
        party.seat(2).attendee.speak(True)
        await asyncio.sleep(2)
        party.seat(0).attendee.speak(False)
        await asyncio.sleep(3)
        lasted = asyncio.get_running_loop().time() - began
        await stopped(party, evening)
    seen = await asyncio.to_thread(film, evening)
    heard = {who: spoke(seen, who) for who in (0, 2)}
    assert heard[0][0] < heard[2][0] < heard[0][-1] < heard[2][-1]
    assert seen.seconds > lasted - 1
    assert len(seen.pictures) > 15
    assert abs(seen.pictures[-1].red - red(1)) < 12


async def test_nothing_is_recorded_before_each_has_said_yes_and_one_no_ends_it(
    evening: MeetingEvening,
) -> None:
    async with gathered(evening) as party:
        party.say(0, "record", on=True)
        await party.all_are("asked")
        party.say(1, "consent", yes=True)
        assert rows(evening) == []
        party.say(2, "consent", yes=True)
        await party.all_are("on")
        await until(lambda: len(rows(evening)) == 1)
        party.say(2, "consent", yes=False)
        await party.all_are("off")
        await ended(evening)
        assert party.seat(0).attendee.counts["refused: agrees_no_more"] == 1
    spools = list((evening.hub.ground.folder / "recording").glob("*.rtp"))
    assert len(spools) == 1


async def test_what_is_erased_is_gone_from_the_disk_ready_or_not(evening: MeetingEvening) -> None:
    async with gathered(evening) as party:
        await recorded(party)
        party.seat(0).attendee.speak(True)
        await asyncio.sleep(1.5)
        await stopped(party, evening)
        await recorded(party)
        await asyncio.sleep(1)
        party.say(0, "record", on=False)
        await until(lambda: len(rows(evening)) == 2)
        await ended(evening)
    await asyncio.to_thread(erased, evening)


def erased(evening: MeetingEvening) -> None:
    """The second before its film is made, the first after."""
    first, second = sorted(kept.pk for kept in rows(evening))
    judith, room = evening.cast.judith, evening.cast.fabrique
    with evening.hub.inside():
        recordings.erase(judith, room.pk, uuid4(), second)
    work(evening)
    folder: Path = evening.hub.ground.folder
    assert list((folder / "recording").iterdir()) == []
    kept = next(each for each in rows(evening) if each.pk == first)
    path = folder / "media" / kept.file
    assert path.stat().st_size == kept.size
    with evening.hub.inside(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(recordings, "default_storage", FileSystemStorage(folder / "media"))
        recordings.erase(judith, room.pk, uuid4(), first)
    assert not path.exists()


async def test_a_recording_that_a_fall_cut_short_becomes_a_film_all_the_same(evening: MeetingEvening) -> None:
    async with gathered(evening) as party:
        await recorded(party)
        party.seat(0).attendee.speak(True)
        await until(lambda: len(rows(evening)) == 1)
        await until(lambda: party.seat(0).attendee.voice.packets > 100)
        await asyncio.sleep(2)  # what came is on the disk within a second
        await asyncio.to_thread(evening.hub.meetings.kill)
        await asyncio.to_thread(evening.hub.lead)
        await ended(evening)
    seen = await asyncio.to_thread(film, evening)
    assert seen.seconds > 1
    assert spoke(seen, 0)
