"""The hub that a simulated rencontre takes place on: a temporary one, or one that is already running."""

import asyncio
import re
import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol
from urllib.request import ProxyHandler, Request, build_opener

from realtime.serve.sentences import CommandRefused
from realtime.simulate import phrases
from realtime.simulate.meeting import words as say
from realtime.simulate.meeting.meeting_client import GuestSpec
from realtime.simulate.meeting.plan import SimulatedMeeting
from realtime.simulate.process_messages import Newcomer
from realtime.simulate.room_page import PATIENCE, PageUnavailable, RoomPage, open_page
from realtime.simulate.sentences import CODE_REFUSED
from realtime.simulate.venue import HOST, TemporaryHub

AT_ONCE = 10  # pages opened at the same time
_MEETING = re.compile(r"/f/[^/\"]+/rencontres/(\d+)/")


class MeetingVenue(Protocol):
    """A Hub at ``url``. ``pids``: its processes, ``media``: those that carry media, where known."""

    url: str
    pids: Sequence[int]
    media: Sequence[int]

    async def make_meeting(self, plan: SimulatedMeeting) -> tuple[int, list[GuestSpec]]:
        """Return the rencontre's id and its guests, first the one who hosts."""


class TemporaryMeetingHub:
    """A temporary hub with its meeting process."""

    def __init__(self, hub: TemporaryHub, media: int) -> None:
        self.url = hub.url
        self.pids: Sequence[int] = [*hub.pids, media]
        self.media: Sequence[int] = [media]
        self._hub = hub

    async def make_meeting(self, plan: SimulatedMeeting) -> tuple[int, list[GuestSpec]]:
        """Make the rencontre in the database."""
        made = await self._hub.make_meeting(plan.people)
        guests = [_guest(plan, number, who.name, who.cookie) for number, who in enumerate(made.people)]
        return made.meeting, guests


@contextmanager
def temporary_meeting_hub() -> Iterator[TemporaryMeetingHub]:
    """Run a temporary hub for the duration of the context. Raises ``CommandRefused``."""
    with TemporaryDirectory(prefix="hub-rehearsal-") as folder, ExitStack() as stack:
        hub = TemporaryHub(
            Path(folder), 1, {"HUB_MEDIA_PORT": str(_free_port()), "HUB_MEDIA_ADDRESSES": HOST}
        )
        hub.prepare()
        media = stack.enter_context(hub.process("realtime.meeting"))
        stack.enter_context(hub.opened())
        yield TemporaryMeetingHub(hub, media.pid)


class RunningMeetingHub:
    """A running hub: the guests join, by its code, a fabrique where a rencontre is announced."""

    def __init__(self, url: str, code: str) -> None:
        self.url, self._code = url, code
        self.pids: Sequence[int] = ()
        self.media: Sequence[int] = ()

    async def make_meeting(self, plan: SimulatedMeeting) -> tuple[int, list[GuestSpec]]:
        """Let every guest join with the code. Raises ``CommandRefused``."""
        places = asyncio.Semaphore(AT_ONCE)
        entries = await asyncio.gather(*(self._enter(places, number) for number in range(plan.people)))
        meeting = await asyncio.to_thread(_announced, self.url, entries[0])
        guests = [
            _guest(plan, number, phrases.name(number), entry.cookie) for number, entry in enumerate(entries)
        ]
        return meeting, guests

    async def _enter(self, places: asyncio.Semaphore, number: int) -> RoomPage:
        who = Newcomer(f"{phrases.name(number)} {number + 1}", code=self._code)
        async with places:
            try:
                return await asyncio.to_thread(open_page, self.url, who)
            except (PageUnavailable, OSError) as error:
                raise CommandRefused(CODE_REFUSED(code=self._code, url=self.url, reason=error)) from error


def _announced(url: str, entry: RoomPage) -> int:
    """Return the id of the fabrique's next rencontre, from its list. Raises ``CommandRefused``."""
    address = Request(f"{url}/f/{entry.slug}/rencontres/", headers={"Cookie": entry.cookie})  # noqa: S310
    try:
        with build_opener(ProxyHandler({})).open(address, timeout=PATIENCE) as response:
            found = _MEETING.search(response.read().decode())
    except OSError as error:
        raise CommandRefused(say.NO_LIST(reason=error)) from error
    if found is None:
        raise CommandRefused(say.NO_MEETING())
    return int(found[1])


def _guest(plan: SimulatedMeeting, number: int, name: str, cookie: str) -> GuestSpec:
    is_seen, leads = number < plan.cameras, number == 0
    return GuestSpec(
        name, number, cookie=cookie, camera=is_seen, high=is_seen and leads, pictures=plan.tiles, host=leads
    )


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as trial:
        trial.bind((HOST, 0))
        return int(trial.getsockname()[1])
