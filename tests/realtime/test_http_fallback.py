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
from realtime.fanout.connection_registry import ASKS_AGAIN, ConnectionRegistry
from realtime.gateway import http_fallback
from rooms import log, moderating
from rooms.events import ShownPerson
from rooms.log import LogEntry
from rooms.models import Room
from rooms.sessions import attending, writing
from rooms.sessions.phase_plan import PhasePlan
from tests.cast import Cast, says
from tests.plain_browser import PlainBrowser
from tests.realtime import score
from tests.realtime.clock import Clock


async def _here(work: Callable[[], Any], *_about: int | None) -> Any:
    return await sync_to_async(work)()


@pytest.fixture(autouse=True)
def _one_thread(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> None:
    """Use the test's database connection, collect no files, and start with full rate limits."""
    settings.STATIC_ROOT = tmp_path
    monkeypatch.setattr(workers, "read", _here)
    monkeypatch.setattr(workers, "write", _here)
    fresh = ConnectionRegistry()
    monkeypatch.setattr(fresh, "open", lambda: None)
    monkeypatch.setattr(http_fallback, "registry", fresh)
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


def test_a_page_that_begins_is_answered_at_once(
    monkeypatch: pytest.MonkeyPatch, fabrique: Room, marcel: Person
) -> None:
    async def sleep(_seconds: float) -> None:
        raise AssertionError("it waits")

    async def read_missed(room: int, _epoch: str, since: int, _registry: object) -> list[LogEntry]:
        return await sync_to_async(log.since)(room, since)

    monkeypatch.setattr(http_fallback, "read_missed", read_missed)
    monkeypatch.setattr("realtime.gateway.http_fallback.asyncio.sleep", sleep)
    told = come_in(marcel).get(f"/f/{fabrique.slug}/events?since={fabrique.head}&now=").json()
    assert [message["type"] for message in told] == ["presence", "subscribed"]


def test_who_waits_is_told_how_many_write_and_who_is_there(
    waits: Callable[..., None], cast: Cast, marcel: Person, judith: Person
) -> None:
    session = score.compose(cast, [PhasePlan("silence", "Écrire")])
    score.start(cast, session)
    phase = session.phases.get().pk
    attending.note(session.pk, [cast.nadia.pk])
    waits(lambda: writing.finish(cast.nadia, cast.fabrique.pk, uuid4(), phase, "Fini.", True))
    told = come_in(marcel).get(f"/f/{cast.fabrique.slug}/events?since=0").json()
    by_type = {message["type"]: message for message in told}
    assert (by_type["tally"]["finished"], by_type["tally"]["writing"]) == (1, 0)
    assert [person["name"] for person in by_type["presence"]["people"]] == ["Marcel"]
    assert "cut_off" not in by_type
    told = come_in(judith).get(f"/f/{cast.fabrique.slug}/events?since=0").json()
    assert [person["name"] for each in told if each["type"] == "cut_off" for person in each["people"]] == [
        "Nadia"
    ]


async def test_who_asks_again_and_again_is_there_and_a_moment_longer(clock: Clock) -> None:
    registry, lea = ConnectionRegistry(), ShownPerson(9, "Léa", "participant")
    presence = registry.signals.presence_in(7)
    with registry.asking(7, lea):
        assert presence.everybody() == {9}
    await clock.go_on(ASKS_AGAIN / 2)
    with registry.asking(7, lea):
        await clock.go_on(ASKS_AGAIN)
        assert presence.everybody() == {9}
    await clock.go_on(ASKS_AGAIN / 2)
    assert presence.everybody() == {9}
    await clock.go_on(ASKS_AGAIN)
    assert presence.everybody() == set()


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
