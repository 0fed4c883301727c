"""A rencontre recorded through the true service: asked of all, heard in the film, gone when it is erased."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.storage import FileSystemStorage

from realtime.simulate.backstage import cookie_of
from realtime.simulate.client import Fact
from realtime.simulate.meeting.attendee import Guest, hertz, shade
from realtime.simulate.meeting.lines import HubLine
from realtime.simulate.meeting.table import Seat, Table
from realtime.simulate.meeting.telling import Party
from rooms.meetings import recordings
from rooms.models import Recording
from tests.machine.hub import HOUSE
from tests.realtime.meeting.evening import Evening
from tests.realtime.meeting.recording.listening import Watched, watch

PATIENCE = 60.0
NAMES = ("Judith", "Nadia", "Marcel")
LOUD = 3_000


@dataclass
class Gathering:
    """Judith who leads, Nadia and Marcel, with their media; what each was told of the recording."""

    table: Table
    told: dict[int, list[Fact]] = field(default_factory=dict)

    def seat(self, number: int) -> Seat:
        return self.table.seats[number]

    def say(self, number: int, verb: str, **fields: object) -> None:
        self.seat(number).attendee.say(f"meeting.{verb}", **fields)

    def state(self, number: int) -> str:
        return self.seat(number).attendee.recording

    async def all_are(self, state: str) -> None:
        await until(lambda: all(self.state(number) == state for number in range(len(NAMES))))


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not is_so():  # noqa: ASYNC110 - no one tells
            await asyncio.sleep(0.05)


@asynccontextmanager
async def gathered(evening: Evening) -> AsyncIterator[Gathering]:
    """Everybody inside; the first two have cameras, nobody speaks yet."""
    guests = [
        Guest(name, number, cookie=cookie_of(evening.sessions[name]), camera=number < 2, host=number == 0)
        for number, name in enumerate(NAMES)
    ]
    now = asyncio.get_running_loop().time()
    party = Party(guests, len(guests), evening.meeting, now, "essai", url=evening.hub.url, speaking=0)
    table = Table(party, [HubLine(evening.hub.url, guest.cookie) for guest in guests])
    table.begin()
    try:
        gathering = Gathering(table)
        await until(lambda: all(seat.attendee.me for seat in table.seats))
        yield gathering
    finally:
        await table.leave()


async def recorded(gathering: Gathering) -> None:
    """Judith asks, the others agree; it runs and everybody is connected with the house."""
    gathering.say(0, "record", on=True)
    await gathering.all_are("asked")
    gathering.say(1, "consent", yes=True)
    gathering.say(2, "consent", yes=True)
    await gathering.all_are("on")
    await until(lambda: all(seat.is_connected() for seat in gathering.table.seats))


def rows(evening: Evening) -> list[Recording]:
    with evening.hub.inside():
        return list(Recording.objects.filter(meeting=evening.meeting))


def work(evening: Evening) -> None:
    """The worker of tasks does all that waits; with true files, as a house has them."""
    words = [
        sys.executable,
        "-P",
        "-m",
        "django",
        "task_worker",
        "--batch",
        "--no-startup-delay",
        "--no-reload",
    ]
    variables = {**evening.hub.ground.variables(), "DJANGO_SETTINGS_MODULE": "settings.dev"}
    subprocess.run(words, cwd=HOUSE, env=variables, check=True)


def film(evening: Evening) -> Watched:
    """What the worker of tasks makes."""
    work(evening)
    (kept,) = rows(evening)
    assert kept.ready_at is not None
    return watch(evening.hub.ground.folder / "media" / kept.file)


def spoke(seen: Watched, who: int) -> list[float]:
    """The half seconds in which somebody's tone is heard."""
    return [at / 2 for at in range(int(seen.seconds * 2) - 1) if seen.loudness(hertz(who), at / 2) > LOUD]


async def ended(evening: Evening) -> None:
    await until(lambda: all(kept.ended_at for kept in rows(evening)))


async def test_two_voices_and_the_one_in_the_spotlight_are_in_the_film(evening: Evening) -> None:
    async with gathered(evening) as gathering:
        await recorded(gathering)
        gathering.say(0, "spotlight", person=gathering.seat(1).attendee.me)
        began = asyncio.get_running_loop().time()
        gathering.seat(0).attendee.speak(True)
        await asyncio.sleep(3)
        gathering.seat(2).attendee.speak(True)
        await asyncio.sleep(2)
        gathering.seat(0).attendee.speak(False)
        await asyncio.sleep(3)
        lasted = asyncio.get_running_loop().time() - began
        gathering.say(0, "record", on=False)
        await gathering.all_are("off")
        await ended(evening)
    seen = await asyncio.to_thread(film, evening)
    heard = {who: spoke(seen, who) for who in (0, 2)}
    assert heard[0][0] < heard[2][0] < heard[0][-1] < heard[2][-1]
    assert seen.seconds > lasted - 1
    of_nadia = 192 - shade(1) // 2
    assert len(seen.pictures) > 15
    assert abs(seen.pictures[-1].red - of_nadia) < 12


async def test_nothing_is_recorded_before_each_has_said_yes_and_one_no_ends_it(evening: Evening) -> None:
    async with gathered(evening) as gathering:
        gathering.say(0, "record", on=True)
        await gathering.all_are("asked")
        gathering.say(1, "consent", yes=True)
        assert rows(evening) == []
        gathering.say(2, "consent", yes=True)
        await gathering.all_are("on")
        await until(lambda: len(rows(evening)) == 1)
        gathering.say(2, "consent", yes=False)
        await gathering.all_are("off")
        await ended(evening)
        assert gathering.seat(0).attendee.counts["refused: not_agreed"] == 1
    spools = list((evening.hub.ground.folder / "recording").glob("*.rtp"))
    assert len(spools) == 1


async def test_what_is_erased_is_gone_from_the_disk_ready_or_not(evening: Evening) -> None:
    async with gathered(evening) as gathering:
        await recorded(gathering)
        gathering.seat(0).attendee.speak(True)
        await asyncio.sleep(1.5)
        gathering.say(0, "record", on=False)
        await gathering.all_are("off")
        await ended(evening)
        await recorded(gathering)
        await asyncio.sleep(1)
        gathering.say(0, "record", on=False)
        await until(lambda: len(rows(evening)) == 2)
        await ended(evening)
    await asyncio.to_thread(erased, evening)


def erased(evening: Evening) -> None:
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


async def test_a_recording_that_a_fall_cut_short_becomes_a_film_all_the_same(evening: Evening) -> None:
    async with gathered(evening) as gathering:
        await recorded(gathering)
        gathering.seat(0).attendee.speak(True)
        await until(lambda: len(rows(evening)) == 1)
        await until(lambda: gathering.seat(0).attendee.voice.packets > 100)
        await asyncio.sleep(2)  # what came is on the disk within a second
        await asyncio.to_thread(evening.hub.meetings.kill)
        evening.hub.lead_again()
        await ended(evening)
    seen = await asyncio.to_thread(film, evening)
    assert seen.seconds > 1
    assert spoke(seen, 0)
