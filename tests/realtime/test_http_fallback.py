"""The wire over plain HTTP: the same answers, the same limits, the same doors."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.test import Client
from pytest_django import Settings

from database import workers
from people.models import Person
from people.pacing import pace_of
from realtime.fanout.connection_registry import registry
from realtime.gateway import http_fallback
from rooms import log, moderating
from rooms.log import LogEntry
from rooms.models import Room
from tests.cast import says
from tests.plain_browser import PlainBrowser


async def _here(work: Callable[[], Any], *_about: int | None) -> Any:
    return await sync_to_async(work)()


@pytest.fixture(autouse=True)
def _one_thread(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> None:
    """Use the test's database connection, collect no files, and start with full rate limits."""
    settings.STATIC_ROOT = tmp_path
    monkeypatch.setattr(workers, "read", _here)
    monkeypatch.setattr(workers, "write", _here)
    monkeypatch.setattr(registry, "open", lambda: None)
    pace_of.cache_clear()


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch, fabrique: Room) -> Callable[[Callable[[], Any]], None]:
    """``waits(happen)``: a request for events waits until ``happen`` has run."""

    def until(happen: Callable[[], Any]) -> None:
        async def read_missed(room: int, _epoch: str, since: int, _registry: object) -> list[LogEntry]:
            await sync_to_async(happen)()
            return await sync_to_async(log.since)(room, since)

        monkeypatch.setattr(http_fallback, "read_missed", read_missed)

    return until


def come_in(person: Person) -> Client:
    browser = PlainBrowser()
    browser.force_login(person)
    return browser


def publish(browser: Client, room: Room, body: str = "Un mot.") -> Any:
    command = {"type": "publish", "ref": str(uuid4()), "room": room.pk, "body": body}
    return browser.post("/wire/command", command, content_type="application/json")


def test_who_waits_is_told_what_came(
    waits: Callable[..., None], fabrique: Room, nadia: Person, marcel: Person
) -> None:
    waits(lambda: says(nadia, fabrique, "Bonjour"))
    told = come_in(marcel).get(f"/f/{fabrique.slug}/events?since=0").json()
    assert told[0]["events"][-1]["event"]["post"]["body"] == "Bonjour"
    assert told[-1]["type"] == "subscribed"


def test_who_is_removed_while_they_wait_is_told_nothing_more(
    waits: Callable[..., None], fabrique: Room, nadia: Person, marcel: Person, awa: Person
) -> None:
    def happen() -> None:
        moderating.remove(awa, fabrique.pk, None, marcel.pk, True)
        says(nadia, fabrique, "Entre nous")

    waits(happen)
    answer = come_in(marcel).get(f"/f/{fabrique.slug}/events?since=0")
    assert answer.status_code == 403
    assert [message["code"] for message in answer.json()] == ["removed"]


def test_the_wings_are_not_told_to_members(cast: Any, judith: Person) -> None:
    assert come_in(judith).get(f"/f/{cast.wings.slug}/events").status_code == 403


@pytest.mark.parametrize("since", ["-1", "x", "9" * 17, "9" * 5_000])
def test_a_number_that_no_log_reaches_is_a_bad_message(fabrique: Room, nadia: Person, since: str) -> None:
    assert come_in(nadia).get(f"/f/{fabrique.slug}/events?since={since}").status_code == 400


def test_plain_http_is_paced_too(fabrique: Room, nadia: Person, settings: Settings) -> None:
    settings.HUB_PACE = settings.HUB_PACE | {"lasting": (2, 0.001), "signals": (2, 0.001)}
    browser = come_in(nadia)
    assert [publish(browser, fabrique).status_code for _time in range(3)] == [200, 200, 429]
    assert publish(browser, fabrique).json()[0]["sentence"].startswith("Doucement")


def test_an_emptied_bucket_is_not_filled_by_coming_back(settings: Settings) -> None:
    settings.HUB_PACE = settings.HUB_PACE | {"lasting": (1, 0.001), "signals": (1, 0.001)}
    assert pace_of(1).lasting.take() == 0
    assert pace_of(1).lasting.take() > 0
    assert pace_of(2).lasting.take() == 0
