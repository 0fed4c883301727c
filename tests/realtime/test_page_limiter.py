"""Pages are made a few at a time, and nobody who is slow keeps the others waiting."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

import pytest
from django.urls import reverse

from people.networks import network_of
from realtime.connection.hub_request import holds_picture
from realtime.gateway.page_limiter import REMEMBERED, Asker, FairPlaces, PageLimiter

SCOPE = {"type": "http", "path": "/f/prises/"}
NUMBERS = count()
WHOLE = {"type": "http.request", "body": b"", "more_body": False}
BEGUN = {"type": "http.request", "body": b"x", "more_body": True}


class AskedPage:
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
    """Sends ``events``, then nothing; keeps what it is sent. Each has an address of its own, unless given."""

    def __init__(self, *events: dict[str, Any], address: str = "", session: str = "") -> None:
        self.events = list(events)
        self.heard: list[str] = []
        self.address = address or f"10.0.{next(NUMBERS)}.1"
        self.headers = [(b"cookie", f"a=b; sessionid={session}".encode())] if session else []

    async def receive(self) -> dict[str, Any]:
        if self.events:
            return self.events.pop(0)
        await asyncio.Event().wait()
        raise AssertionError

    async def send(self, event: dict[str, Any]) -> None:
        self.heard.append(event["type"])


def scope_of(client: Client, path: str) -> dict[str, Any]:
    return {**SCOPE, "path": path, "client": [client.address, 0], "headers": client.headers}


@asynccontextmanager
async def asked(
    turnstile: PageLimiter, *clients: Client, path: str = SCOPE["path"]
) -> AsyncIterator[list["asyncio.Task[None]"]]:
    """All ``clients`` ask at once for ``path``; what is left of it ends with the context."""
    tasks = [
        asyncio.create_task(turnstile(scope_of(each, path), each.receive, each.send)) for each in clients
    ]
    await settle()
    yield tasks
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def settle() -> None:
    for _turn in range(20):
        await asyncio.sleep(0)


@pytest.fixture
def page() -> AskedPage:
    return AskedPage()


async def test_no_more_than_so_many_are_at_work(page: AskedPage) -> None:
    clients = [Client(WHOLE) for _each in range(10)]
    async with asked(PageLimiter(page, 3), *clients):
        assert page.working == 3
        page.answers.set()
        page.goes_on.set()
        await settle()
        assert (page.most, page.working) == (3, 0)
        assert all(client.heard == ["http.response.start"] for client in clients)


async def test_who_sends_slowly_keeps_nobody_waiting(page: AskedPage) -> None:
    slow = [Client(BEGUN) for _each in range(10)]
    async with asked(PageLimiter(page, 1), *slow, Client(WHOLE)):
        assert page.working == 1


async def test_who_reads_slowly_keeps_nobody_waiting(page: AskedPage) -> None:
    clients = [Client(WHOLE) for _each in range(3)]
    async with asked(PageLimiter(page, 1), *clients):
        page.answers.set()
        await settle()
        assert page.working == 3, "all are at work on a body that nobody reads"


@pytest.mark.parametrize(
    "path", ["/f/prises/events", "/wire/command", "/health/live", "/health/ready", "/metrics"]
)
async def test_what_is_no_page_neither_waits_for_pages_nor_keeps_them_waiting(
    page: AskedPage, path: str
) -> None:
    turnstile = PageLimiter(page, 1)
    async with asked(turnstile, *[Client(WHOLE) for _each in range(3)], path=path):
        assert page.working == 3
        async with asked(turnstile, Client(WHOLE)):
            assert page.working == 4


async def test_who_goes_away_leaves_their_place_to_others(page: AskedPage) -> None:
    clients = [Client(WHOLE) for _each in range(3)]
    async with asked(PageLimiter(page, 1), *clients) as (first, second, _third):
        second.cancel()  # while it waits
        first.cancel()
        await settle()
        assert page.working == 1


async def test_a_page_that_breaks_leaves_its_place_to_others() -> None:
    async def broken(_scope: Any, receive: Any, _send: Any) -> None:
        await receive()
        raise ValueError

    turnstile = PageLimiter(broken, 1)
    for _time in range(3):
        client = Client(WHOLE)
        with pytest.raises(ValueError):
            await asyncio.wait_for(turnstile(SCOPE, client.receive, client.send), 1)


async def test_one_browser_has_one_place_however_much_it_asks(page: AskedPage) -> None:
    loops = [Client(WHOLE, address="10.1.1.1", session="one") for _each in range(6)]
    async with asked(turnstile := PageLimiter(page, 2), *loops):
        assert page.working == 1
        async with asked(turnstile, Client(WHOLE, address="10.1.1.1", session="other")):
            assert page.working == 2, "somebody else of the same network need not wait"


async def served(places: FairPlaces, *askers: Asker) -> list[Asker]:
    """Return ``askers`` in the order in which they get the one place, when all wait at once."""
    order: list[Asker] = []

    async def ask(asker: Asker) -> None:
        await places.acquire(asker)
        order.append(asker)
        await settle()
        places.release(asker)

    await asyncio.gather(*map(ask, askers))
    return order


async def test_networks_take_turns_and_so_do_the_browsers_of_each() -> None:
    many = [Asker("10.1.1.1", "loop")] * 3
    beside = Asker("10.1.1.1", "nadia")
    far = [Asker("10.2.2.2", "marcel")] * 2
    order = await served(FairPlaces(1), *many, beside, *far)
    assert order == [many[0], far[0], beside, far[1], many[1], many[2]]


async def test_who_comes_first_is_first_where_nobody_asked_before() -> None:
    askers = [Asker(f"10.0.0.{number}", "") for number in range(5)]
    assert await served(FairPlaces(1), *askers) == askers


async def test_who_asked_much_is_forgotten_in_the_end() -> None:
    places = FairPlaces(1)
    for number in range(REMEMBERED):
        await served(places, Asker(str(number), ""))
    assert len(places._last) == REMEMBERED


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unix", "unix"),
    ],
)
def test_all_the_addresses_of_one_home_are_one_network(address: str, network: str) -> None:
    assert network_of(address) == network


def test_the_forms_with_a_picture_are_those_of_the_pages() -> None:
    for address in (reverse("open"), reverse("face", args=["prises-de-risque"])):
        assert holds_picture(address.encode())
        assert not holds_picture(address.encode() + b"x")
    assert not holds_picture(reverse("publish", args=["prises-de-risque"]).encode())
