"""A rencontre with media, whose recording is asked for, followed and watched by tests."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from realtime.simulate.meeting.guest_group import GuestGroup, SimulatedGuest
from realtime.simulate.meeting.meeting_client import GuestSpec, hertz, shade
from realtime.simulate.meeting.process_messages import GuestsJob
from realtime.simulate.meeting.signalling import HubChannel
from realtime.simulate.seeding import cookie_of
from realtime.simulate.wire_client import Fact
from rooms.meetings.models import Recording
from tests.machine.hub import HOUSE
from tests.realtime.meeting.evening import MeetingEvening
from tests.realtime.meeting.recording.decoded_film import DecodedFilm, decode

PATIENCE = 60.0
NAMES = ("Judith", "Nadia", "Marcel")
LOUD = 3_000


@dataclass
class RecordedParty:
    """Judith who leads, Nadia and Marcel, with their media; what each was told of the recording."""

    table: GuestGroup
    told: dict[int, list[Fact]] = field(default_factory=dict)

    def seat(self, number: int) -> SimulatedGuest:
        return self.table.guests[number]

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
async def gathered(evening: MeetingEvening) -> AsyncIterator[RecordedParty]:
    """Everybody inside; the first two have cameras, nobody speaks yet."""
    guests = [
        GuestSpec(name, number, cookie=cookie_of(evening.sessions[name]), camera=number < 2, host=number == 0)
        for number, name in enumerate(NAMES)
    ]
    now = asyncio.get_running_loop().time()
    plan = GuestsJob(guests, len(guests), evening.meeting, now, "essai", url=evening.hub.url, speaking=0)
    table = GuestGroup(plan, [HubChannel(evening.hub.url, guest.cookie) for guest in guests])
    table.begin()
    try:
        party = RecordedParty(table)
        await until(lambda: all(seat.attendee.me for seat in table.guests))
        yield party
    finally:
        await table.leave()


async def recorded(party: RecordedParty) -> None:
    """Judith asks, the others agree; it runs and everybody is connected with the house."""
    party.say(0, "record", on=True)
    await party.all_are("asked")
    party.say(1, "consent", yes=True)
    party.say(2, "consent", yes=True)
    await party.all_are("on")
    await until(lambda: all(seat.is_connected() for seat in party.table.guests))


def rows(evening: MeetingEvening) -> list[Recording]:
    with evening.hub.inside():
        return list(Recording.objects.filter(meeting=evening.meeting))


def work(evening: MeetingEvening) -> None:
    """Run the task worker until its queue is empty, with real files."""
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


def film(evening: MeetingEvening) -> DecodedFilm:
    """Run the task worker; return the decoded film."""
    work(evening)
    (kept,) = rows(evening)
    assert kept.ready_at is not None
    return decode(evening.hub.ground.folder / "media" / kept.file)


def spoke(seen: DecodedFilm, who: int) -> list[float]:
    """Return the half seconds in which somebody's tone is heard."""
    return [at / 2 for at in range(int(seen.seconds * 2) - 1) if seen.loudness(hertz(who), at / 2) > LOUD]


async def stopped(party: RecordedParty, evening: MeetingEvening) -> None:
    """Judith ends the recording; it is over for all, and in the database."""
    party.say(0, "record", on=False)
    await party.all_are("off")
    await ended(evening)


def red(who: int) -> int:
    """Return the red of somebody's picture."""
    return 192 - shade(who) // 2


async def ended(evening: MeetingEvening) -> None:
    await until(lambda: all(kept.ended_at for kept in rows(evening)))
