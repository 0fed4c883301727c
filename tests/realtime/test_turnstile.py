"""Pages are made a few at a time, and nobody who is slow keeps the others waiting."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from realtime.gateway.turnstile import Turnstile

SCOPE = {"type": "http", "path": "/f/prises/"}
WHOLE = {"type": "http.request", "body": b"", "more_body": False}
BEGUN = {"type": "http.request", "body": b"x", "more_body": True}


class Page:
    """An application that reads what is sent, then works until it is told to answer."""

    def __init__(self) -> None:
        self.working = self.most = 0
        self.answers = asyncio.Event()
        self.goes_on = asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        while (await receive()).get("more_body"):
            pass
        self.working += 1
        self.most = max(self.most, self.working)
        try:
            await self.answers.wait()
            await send({"type": "http.response.start"})
            await self.goes_on.wait()
        finally:
            self.working -= 1


class Client:
    """Sends ``events``, then nothing; keeps what it is sent."""

    def __init__(self, *events: dict[str, Any]) -> None:
        self.events = list(events)
        self.heard: list[str] = []

    async def receive(self) -> dict[str, Any]:
        if self.events:
            return self.events.pop(0)
        await asyncio.Event().wait()
        raise AssertionError

    async def send(self, event: dict[str, Any]) -> None:
        self.heard.append(event["type"])


@asynccontextmanager
async def asked(
    turnstile: Turnstile, *clients: Client, path: str = SCOPE["path"]
) -> AsyncIterator[list["asyncio.Task[None]"]]:
    """All ``clients`` ask at once for ``path``; what is left of it ends with the context."""
    scope = {**SCOPE, "path": path}
    tasks = [asyncio.create_task(turnstile(scope, each.receive, each.send)) for each in clients]
    await settle()
    yield tasks
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def settle() -> None:
    for _turn in range(20):
        await asyncio.sleep(0)


@pytest.fixture
def page() -> Page:
    return Page()


async def test_no_more_than_so_many_are_at_work(page: Page) -> None:
    clients = [Client(WHOLE) for _each in range(10)]
    async with asked(Turnstile(page, 3), *clients):
        assert page.working == 3
        page.answers.set()
        page.goes_on.set()
        await settle()
        assert (page.most, page.working) == (3, 0)
        assert all(client.heard == ["http.response.start"] for client in clients)


async def test_who_sends_slowly_keeps_nobody_waiting(page: Page) -> None:
    slow = [Client(BEGUN) for _each in range(10)]
    async with asked(Turnstile(page, 1), *slow, Client(WHOLE)):
        assert page.working == 1


async def test_who_reads_slowly_keeps_nobody_waiting(page: Page) -> None:
    clients = [Client(WHOLE) for _each in range(3)]
    async with asked(Turnstile(page, 1), *clients):
        page.answers.set()
        await settle()
        assert page.working == 3, "all are at work on a body that nobody reads"


@pytest.mark.parametrize(
    "path", ["/f/prises/events", "/wire/command", "/health/live", "/health/ready", "/metrics"]
)
async def test_what_is_no_page_neither_waits_for_pages_nor_keeps_them_waiting(page: Page, path: str) -> None:
    turnstile = Turnstile(page, 1)
    async with asked(turnstile, *[Client(WHOLE) for _each in range(3)], path=path):
        assert page.working == 3
        async with asked(turnstile, Client(WHOLE)):
            assert page.working == 4


async def test_who_goes_away_leaves_their_place_to_others(page: Page) -> None:
    clients = [Client(WHOLE) for _each in range(3)]
    async with asked(Turnstile(page, 1), *clients) as (first, second, _third):
        second.cancel()  # while it waits
        first.cancel()
        await settle()
        assert page.working == 1


async def test_a_page_that_breaks_leaves_its_place_to_others() -> None:
    async def broken(_scope: Any, receive: Any, _send: Any) -> None:
        await receive()
        raise ValueError

    turnstile = Turnstile(broken, 1)
    for _time in range(3):
        client = Client(WHOLE)
        with pytest.raises(ValueError):
            await asyncio.wait_for(turnstile(SCOPE, client.receive, client.send), 1)
