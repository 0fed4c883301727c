"""So many pages are made at a time: each is a thread, and all threads together share one interpreter.

When a hundred people arrive, a hundred threads that draw pages would let the loop of the sockets have a turn
once in a hundred. Here the others wait, and the pages come no later for it.
"""

import asyncio
import re
from typing import Any

AT_ONCE = 2
# What draws nothing: some of it waits for news on purpose, some tells whether the house lives.
NO_PAGE = re.compile(r"/(?:f/[^/]+/events|wire/command|health/\w+|metrics)")


class Turnstile:
    """The ASGI application ``inner``, with at most ``at_once`` pages at work: from the end of what is sent to
    the beginning of the answer. Who is slow to send or to read keeps nobody waiting."""

    def __init__(self, inner: Any, at_once: int = AT_ONCE) -> None:
        self._inner, self._places = inner, asyncio.Semaphore(at_once)

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if NO_PAGE.fullmatch(scope["path"]):
            await self._inner(scope, receive, send)
            return
        place = _Place(self._places, receive, send)
        try:
            await self._inner(scope, place.receive, place.send)
        finally:
            place.leave()


class _Place:
    """One request's place, taken and left once."""

    def __init__(self, places: asyncio.Semaphore, receive: Any, send: Any) -> None:
        self._places, self._receive, self._send = places, receive, send
        self._is_waited_for = True
        self._is_taken = False

    async def receive(self) -> dict[str, Any]:
        event: dict[str, Any] = await self._receive()
        if self._is_waited_for and event["type"] == "http.request" and not event.get("more_body"):
            self._is_waited_for = False
            await self._places.acquire()
            self._is_taken = True
        return event

    async def send(self, event: dict[str, Any]) -> None:
        if event["type"] == "http.response.start":
            self.leave()
        await self._send(event)

    def leave(self) -> None:
        if self._is_taken:
            self._is_taken = False
            self._places.release()
