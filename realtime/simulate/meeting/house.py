"""Where a simulated rencontre takes place: a house made for it, or a service that runs."""

import asyncio
import re
import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol
from urllib.request import ProxyHandler, Request, build_opener

from realtime.serve.sentences import Refusal
from realtime.simulate import phrases
from realtime.simulate.meeting import words as say
from realtime.simulate.meeting.attendee import Guest
from realtime.simulate.meeting.plan import Plan
from realtime.simulate.page import PATIENCE, Entry, NoWayIn, open_page
from realtime.simulate.sentences import CODE_REFUSED
from realtime.simulate.telling import Newcomer
from realtime.simulate.venue import HOST, OwnHouse

AT_ONCE = 10  # pages opened at the same time
_MEETING = re.compile(r"/f/[^/\"]+/rencontres/(\d+)/")


class Place(Protocol):
    """A Hub at ``url``. ``pids`` are its processes, ``media`` those that carry the media, where known."""

    url: str
    pids: Sequence[int]
    media: Sequence[int]

    async def convene(self, plan: Plan) -> tuple[int, list[Guest]]:
        """The number of the rencontre, and its guests, who leads it first."""


class OwnPlace:
    """A house of the occasion, with the process that leads rencontres."""

    def __init__(self, house: OwnHouse, media: int) -> None:
        self.url = house.url
        self.pids: Sequence[int] = [*house.pids, media]
        self.media: Sequence[int] = [media]
        self._house = house

    async def convene(self, plan: Plan) -> tuple[int, list[Guest]]:
        """Made in the database itself."""
        convened = await self._house.convene(plan.people)
        guests = [_guest(plan, number, who.name, who.cookie) for number, who in enumerate(convened.people)]
        return convened.meeting, guests


@contextmanager
def own_place() -> Iterator[OwnPlace]:
    """A house that lasts as long as the context. Raises ``Refusal``."""
    with TemporaryDirectory(prefix="hub-rehearsal-") as folder, ExitStack() as stack:
        house = OwnHouse(Path(folder), 1, {"HUB_MEDIA_PORT": str(_free_port()), "HUB_MEDIA_ADDRESSES": HOST})
        house.prepare()
        media = stack.enter_context(house.process("realtime.meeting"))
        stack.enter_context(house.opened())
        yield OwnPlace(house, media.pid)


class RunningPlace:
    """A service that runs: people come in by the code of a fabrique where a rencontre is announced."""

    def __init__(self, url: str, code: str) -> None:
        self.url, self._code = url, code
        self.pids: Sequence[int] = ()
        self.media: Sequence[int] = ()

    async def convene(self, plan: Plan) -> tuple[int, list[Guest]]:
        """Everybody comes through the door. Raises ``Refusal``."""
        turnstile = asyncio.Semaphore(AT_ONCE)
        entries = await asyncio.gather(*(self._enter(turnstile, number) for number in range(plan.people)))
        meeting = await asyncio.to_thread(_announced, self.url, entries[0])
        guests = [
            _guest(plan, number, phrases.name(number), entry.cookie) for number, entry in enumerate(entries)
        ]
        return meeting, guests

    async def _enter(self, turnstile: asyncio.Semaphore, number: int) -> Entry:
        who = Newcomer(f"{phrases.name(number)} {number + 1}", code=self._code)
        async with turnstile:
            try:
                return await asyncio.to_thread(open_page, self.url, who)
            except (NoWayIn, OSError) as error:
                raise Refusal(CODE_REFUSED(code=self._code, url=self.url, reason=error)) from error


def _announced(url: str, entry: Entry) -> int:
    """The next rencontre of the fabrique, by its list. Raises ``Refusal``."""
    address = Request(f"{url}/f/{entry.slug}/rencontres/", headers={"Cookie": entry.cookie})  # noqa: S310
    try:
        with build_opener(ProxyHandler({})).open(address, timeout=PATIENCE) as response:
            found = _MEETING.search(response.read().decode())
    except OSError as error:
        raise Refusal(say.NO_LIST(reason=error)) from error
    if found is None:
        raise Refusal(say.NO_MEETING())
    return int(found[1])


def _guest(plan: Plan, number: int, name: str, cookie: str) -> Guest:
    is_seen, leads = number < plan.cameras, number == 0
    return Guest(
        name, number, cookie=cookie, camera=is_seen, high=is_seen and leads, pictures=plan.tiles, host=leads
    )


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as trial:
        trial.bind((HOST, 0))
        return int(trial.getsockname()[1])
