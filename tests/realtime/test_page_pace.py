"""Whoever asks for pages in a loop is slowed, and nobody beside them."""

from itertools import count
from typing import Any

import pytest
from pytest_django import Settings

from people.sessions import seen
from realtime.gateway.page_limiter import PageLimiter
from realtime.gateway.page_pace import LONGEST_WAIT, PagePace
from tests.realtime.clock import Clock
from tests.realtime.test_page_limiter import WHOLE, AskedPage, Client, asked

WIFI = "192.0.2.7"
PEOPLE = count(1)


class Loop(Client):
    """One request of a loop; keeps its whole answer too."""

    def __init__(self, address: str = WIFI, session: str = "") -> None:
        super().__init__(WHOLE, address=address, session=session)
        self.answer: list[dict[str, Any]] = []

    async def send(self, event: dict[str, Any]) -> None:
        self.answer.append(event)
        await super().send(event)


@pytest.fixture
def page(settings: Settings) -> AskedPage:
    """A page that answers at once, in a house where everybody has two, then one a second."""
    settings.HUB_PACE = settings.HUB_PACE | {"pages": (2, 1), "strangers": (2, 1)}
    page = AskedPage()
    page.answers.set()
    page.goes_on.set()
    return page


def somebody(*sessions: str) -> None:
    """Let ``sessions`` be those of one person who was here a moment ago."""
    person = next(PEOPLE)
    for session in sessions:
        seen.note(session, person)


def answered(clients: list[Loop]) -> int:
    return sum(bool(client.heard) for client in clients)


async def test_a_person_who_asks_in_a_loop_waits_for_each_page(page: AskedPage, clock: Clock) -> None:
    somebody("loop")
    loop = [Loop(session="loop") for _each in range(4)]
    async with asked(PageLimiter(page), *loop):
        assert answered(loop) == 2
        await clock.go_on(1.1)
        assert answered(loop) == 3
        await clock.go_on(1.0)
        assert answered(loop) == 4


async def test_another_browser_of_the_same_person_gives_no_more(page: AskedPage, clock: Clock) -> None:
    somebody("telephone", "ordinateur")
    loop = [Loop(session=session) for session in ("telephone", "ordinateur") * 2]
    async with asked(PageLimiter(page), *loop):
        assert answered(loop) == 2


async def test_nobody_signed_in_waits_for_those_who_loop_beside_them(page: AskedPage, clock: Clock) -> None:
    somebody("loop")
    somebody("nadia")
    loops = [Loop(session=session) for session in ("loop", "made-up", "", "made-up-too") * 4]
    async with asked(turnstile := PageLimiter(page), *loops):
        nadia = Loop(session="nadia")
        async with asked(turnstile, nadia):
            assert answered([nadia]) == 1


@pytest.mark.parametrize("addresses", [(WIFI, WIFI), ("2001:db8:1:2::1", "2001:db8:1:2:ffff::1")])
async def test_those_who_are_nobody_yet_share_what_their_network_has(
    page: AskedPage, clock: Clock, addresses: tuple[str, str]
) -> None:
    loop = [Loop(address, f"made-up-{number}") for number in range(2) for address in addresses]
    far = Loop("2001:db8:1:3::1")
    async with asked(PageLimiter(page), *loop, far):
        assert (answered(loop), answered([far])) == (2, 1)


async def test_who_would_wait_too_long_is_refused_in_words(page: AskedPage, clock: Clock) -> None:
    somebody("loop")
    loop = [Loop(session="loop") for _each in range(2 + int(LONGEST_WAIT) + 1)]
    async with asked(PageLimiter(page), *loop):
        start, body = loop[-1].answer
        assert (start["status"], page.most) == (429, 1)
        assert int(dict(start["headers"])[b"retry-after"]) > LONGEST_WAIT
        assert "recommencez" in body["body"].decode()


async def test_what_is_no_page_goes_at_no_pace_of_pages(page: AskedPage, clock: Clock) -> None:
    somebody("loop")
    loop = [Loop(session="loop") for _each in range(5)]
    async with asked(PageLimiter(page), *loop, path="/health/live"):
        assert answered(loop) == 5


def test_a_full_house_arrives_at_once_behind_one_wifi() -> None:
    """150 people: the door, the code, the name; then everybody opens the room in eight windows."""
    pace = PagePace()
    assert not any(pace.book(None, WIFI) for _page in range(150 * 5))
    each = ("page", "its theme", "its picture")
    windows = [pace.book(person, WIFI) for person in range(150) for _window in range(8) for _part in each]
    assert not any(windows)


def test_a_page_that_was_refused_is_not_waited_for() -> None:
    pace = PagePace()
    waits = [pace.book(1, WIFI) for _page in range(500)]
    assert waits[-1] < LONGEST_WAIT + 1, "each refusal would put off the next page"
