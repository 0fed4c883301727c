"""A rencontre with media, whose recording is asked for, followed and watched by tests."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from realtime.simulate.backstage import cookie_of
from realtime.simulate.client import Fact
from realtime.simulate.meeting.attendee import Guest, hertz, shade
from realtime.simulate.meeting.lines import HubLine
from realtime.simulate.meeting.table import Seat, Table
from realtime.simulate.meeting.telling import Party
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


async def stopped(gathering: Gathering, evening: Evening) -> None:
    """Judith ends the recording; it is over for all, and in the database."""
    gathering.say(0, "record", on=False)
    await gathering.all_are("off")
    await ended(evening)


def red(who: int) -> int:
    """Of somebody's picture."""
    return 192 - shade(who) // 2


async def ended(evening: Evening) -> None:
    await until(lambda: all(kept.ended_at for kept in rows(evening)))
