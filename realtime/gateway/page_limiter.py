"""Limits how many pages are rendered at a time: each uses a thread, and all threads share one interpreter.

When a hundred people arrive, a hundred rendering threads would leave the event loop one turn in a hundred.
Here the others wait, and their pages come no later for it. They wait in turn: networks one after another, and
the browsers of each one after another, so that who asks much waits behind who asks little. One browser has at
most one page rendered at a time: the other place is always for somebody else. Before that they go at a
person's pace (``page_pace``).
"""

import asyncio
import math
import re
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from people.sessions import seen
from realtime.gateway.asgi_scope import network_of_client, session_key
from realtime.gateway.page_pace import LONGEST_WAIT, PagePace
from realtime.plain_page import plain_page

MAX_PAGES = 2
REMEMBERED = 4096
# Paths that render nothing: long polls wait on purpose, and health checks must be answered.
NOT_LIMITED = re.compile(r"/(?:f/[^/]+/events|wire/command|health/\w+|metrics)")
TOO_MANY = plain_page(
    "429 Too Many Requests",
    "Trop de pages sont demandées d’ici en même temps. Attendez un instant, puis recommencez : ce que vous "
    "avez écrit est encore dans la page d’avant.",
    "Too many pages are asked for from here at once. Wait a moment, then try again: what you wrote is still "
    "in the page before.",
)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks for a page: a browser, by its session's cookie (empty without one), in a network."""

    network: str
    browser: str


def asker_of(scope: dict[str, Any]) -> Asker:
    """Return who asks. A cookie is not checked: it only shares out what its network has."""
    return Asker(network_of_client(scope), session_key(scope))


class FairPlaces:
    """So many places, taken in turn by networks, and in each by its browsers; a browser has one at most."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._turn = 0
        self._last: OrderedDict[str | Asker, int] = OrderedDict()
        self._waiting: dict[asyncio.Future[None], tuple[Asker, int]] = {}
        self._inside: set[Asker] = set()

    async def acquire(self, asker: Asker) -> None:
        """Wait for a place."""
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[place] = asker, self._turn
        self._give_out()
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                self.release(asker)
            self._waiting.pop(place, None)
            raise

    def release(self, asker: Asker) -> None:
        """Give the place of ``asker`` to whoever is next."""
        self._inside.discard(asker)
        self._free += 1
        self._give_out()

    def _give_out(self) -> None:
        while self._free and (able := [place for place in self._waiting if self._may_enter(place)]):
            place = min(able, key=self._rank)
            asker, _came = self._waiting.pop(place)
            self._free -= 1
            self._inside.add(asker)
            self._note(asker)
            place.set_result(None)

    def _may_enter(self, place: asyncio.Future[None]) -> bool:
        return self._waiting[place][0] not in self._inside and not place.done()

    def _rank(self, place: asyncio.Future[None]) -> tuple[tuple[int, bool], tuple[int, bool]]:
        """Rank by the turn at which its network had a place last, then its browser. Who never had one comes
        before those who have had since: a new name is no way to be always first."""
        asker, came = self._waiting[place]
        return self._last_turn(asker.network, came), self._last_turn(asker, came)

    def _last_turn(self, who: str | Asker, came: int) -> tuple[int, bool]:
        return self._last.get(who, came), who in self._last

    def _note(self, asker: Asker) -> None:
        self._turn += 1
        for who in (asker.network, asker):
            self._last[who] = self._turn
            self._last.move_to_end(who)
        while len(self._last) > REMEMBERED:
            self._last.popitem(last=False)


class PageLimiter:
    """The ASGI application ``inner``, rendering at most ``at_once`` pages: each counts from the end of its
    request to the start of its response, so that a slow sender or reader keeps nobody waiting."""

    def __init__(self, inner: Any, at_once: int = MAX_PAGES) -> None:
        self._inner, self._places, self._pace = inner, FairPlaces(at_once), PagePace()

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if NOT_LIMITED.fullmatch(scope["path"]):
            await self._inner(scope, receive, send)
            return
        asker = asker_of(scope)
        wait = self._pace.book(seen.whose(asker.browser), asker.network)
        if wait > LONGEST_WAIT:
            await _refuse(send, wait)
            return
        if wait:
            await asyncio.sleep(wait)
        slot = _PageSlot(self._places, asker, receive, send)
        try:
            await self._inner(scope, slot.receive, slot.send)
        finally:
            slot.release()


async def _refuse(send: Any, wait: float) -> None:
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"retry-after", str(math.ceil(wait)).encode()),
    ]
    await send({"type": "http.response.start", "status": 429, "headers": headers})
    await send({"type": "http.response.body", "body": TOO_MANY})


class _PageSlot:
    """One request's place among those rendered, acquired and released once."""

    def __init__(self, places: FairPlaces, asker: Asker, receive: Any, send: Any) -> None:
        self._places, self._asker, self._receive, self._send = places, asker, receive, send
        self._is_due = True
        self._is_held = False

    async def receive(self) -> dict[str, Any]:
        event: dict[str, Any] = await self._receive()
        if self._is_due and event["type"] == "http.request" and not event.get("more_body"):
            self._is_due = False
            await self._places.acquire(self._asker)
            self._is_held = True
        return event

    async def send(self, event: dict[str, Any]) -> None:
        if event["type"] == "http.response.start":
            self.release()
        await self._send(event)

    def release(self) -> None:
        if self._is_held:
            self._is_held = False
            self._places.release(self._asker)
