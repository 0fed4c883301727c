"""Pages rest while a message is on its way, and only then."""

import asyncio
import threading
import time
from collections.abc import Iterator
from itertools import count, pairwise
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import path

from database import workers
from realtime.gateway import dispatch
from realtime.gateway.page_handler import PageHandler
from realtime.giving_way import (
    LONG_SECONDS,
    LONGER_WORK_SECONDS,
    LOOP_SECONDS,
    PAUSE_TIMES,
    REST_SECONDS,
    WORK_SECONDS,
    on_its_way,
)
from rooms.commands import Publish
from tests.realtime.test_page_handler import others

NODES = 30
PARTS = Template("{{ part }}" * NODES)
MANY_PARTS = Template("{{ part }}" * 1_000)


def drawn(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PARTS.render(Context({"part": "x"})))


def long_drawn(request: HttpRequest) -> HttpResponse:
    return HttpResponse(MANY_PARTS.render(Context({"part": "x"})))


def asked(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        for _time in range(NODES):
            cursor.execute("SELECT 1")
    return HttpResponse("x" * NODES)


def changed(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        return drawn(request)


urlpatterns = [
    path("drawn/", drawn),
    path("long/", long_drawn),
    path("asked/", asked),
    path("changed/", changed),
]

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def rests(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the threads that rested, in order, on a clock on which all takes as long as a rest."""
    told: list[str] = []
    now = count()

    def sleep(seconds: float) -> None:
        if seconds == REST_SECONDS:
            told.append(threading.current_thread().name)

    with monkeypatch.context() as patch:
        patch.setattr(time, "perf_counter", lambda: next(now) * REST_SECONDS)
        patch.setattr(time, "sleep", sleep)
        yield told


@pytest.fixture
def rested_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """When each rest began, on a clock that it moves, and each look at it by twice the shortest work."""
    told: list[float] = []
    looks = count()

    def now() -> float:
        return next(looks) * 2 * WORK_SECONDS + len(told) * REST_SECONDS

    def sleep(seconds: float) -> None:
        if seconds == REST_SECONDS:
            told.append(now())

    with monkeypatch.context() as patch:
        patch.setattr(time, "perf_counter", now)
        patch.setattr(time, "sleep", sleep)
        yield told


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """The seconds of each pause, on a clock that only these move."""
    told: list[float] = []
    with monkeypatch.context() as patch:
        patch.setattr(time, "perf_counter", lambda: sum(told))
        patch.setattr(time, "sleep", told.append)
        yield told


@pytest.fixture
def pages(settings: Any) -> PageHandler:
    settings.MIDDLEWARE = []
    return PageHandler(others)


async def ask(pages: PageHandler, at: str) -> bytes:
    told: list[dict[str, Any]] = []
    scope = {"type": "http", "method": "GET", "path": at, "query_string": b"", "headers": []}

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(event: dict[str, Any]) -> None:
        told.append(event)

    await pages(scope, receive, send)
    assert told[0]["status"] == 200
    return b"".join(event.get("body", b"") for event in told[1:])


@pytest.mark.parametrize("at", ["/drawn/", "/asked/"])
async def test_a_page_rests_again_and_again_while_a_message_is_on_its_way(
    pages: PageHandler, rests: list[str], at: str
) -> None:
    with on_its_way():
        assert await ask(pages, at) == b"x" * NODES
    assert len(rests) == NODES
    assert all(name.startswith("pages") for name in rests)


async def test_no_page_rests_where_no_message_is_on_its_way(pages: PageHandler, rests: list[str]) -> None:
    with on_its_way():
        pass
    for at in ("/drawn/", "/asked/"):
        await ask(pages, at)
    assert rests == []


async def test_a_page_that_has_rested_long_works_longer_at_a_time_and_still_rests(
    pages: PageHandler, rested_at: list[float]
) -> None:
    with on_its_way():
        await ask(pages, "/long/")
    worked = [later - at - REST_SECONDS for at, later in pairwise(rested_at)]
    short = next(number for number, each in enumerate(worked) if each > LONGER_WORK_SECONDS)
    assert 0.8 * LONG_SECONDS < short * REST_SECONDS < 1.2 * LONG_SECONDS
    assert len(worked) > short + 20
    assert all(LONGER_WORK_SECONDS < each < 2 * LONGER_WORK_SECONDS for each in worked[short:])


async def test_a_page_that_holds_what_the_message_may_wait_for_goes_on(
    pages: PageHandler, rests: list[str]
) -> None:
    with on_its_way():
        await ask(pages, "/changed/")
    assert len(rests) <= 1  # before it begins


async def test_a_thread_pauses_after_a_page_before_it_draws_the_next(
    pages: PageHandler, pauses: list[float]
) -> None:
    await ask(pages, "/drawn/")
    assert pauses == []
    await ask(pages, "/drawn/")
    assert pauses == [pytest.approx(PAUSE_TIMES * LOOP_SECONDS)]


async def test_nothing_but_a_page_rests(rests: list[str]) -> None:
    with on_its_way():
        await asyncio.to_thread(PARTS.render, Context({"part": "x"}))
    assert rests == []


async def test_a_command_is_a_message_on_its_way_until_it_is_answered(
    pages: PageHandler, rests: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def write(*_work: Any) -> None:
        await ask(pages, "/drawn/")

    monkeypatch.setattr(workers, "write", write)
    await dispatch.execute(1, "fr", Publish(ref=uuid4(), room=1, body="mot"))
    assert len(rests) == NODES
    await ask(pages, "/drawn/")
    assert len(rests) == NODES
