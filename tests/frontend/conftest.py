"""Browsers without JavaScript, each with its person, and the words of the house in both languages."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from people import pacing
from people.models import Person
from realtime.serve.translations import compile_stale
from rooms.models import Room
from settings.env import HOUSE

FRENCH = {"Accept-Language": "fr"}


@pytest.fixture(autouse=True, scope="session")
def _translations() -> None:
    compile_stale([HOUSE / "frontend/locale"])


@pytest.fixture(autouse=True)
def _a_quiet_house(settings: Settings, tmp_path: Path) -> None:
    """No file was gathered, nobody has guessed a code yet, and nobody has done too much at once."""
    pacing.pace_of.cache_clear()
    settings.STATIC_ROOT = tmp_path
    cache.clear()


@pytest.fixture
def stranger(db: None) -> Client:
    """A browser that nobody has come in with."""
    return Client(headers=FRENCH)


@pytest.fixture
def browser_of(db: None) -> Callable[[Person], Client]:
    """The browser of a person who has come in."""

    def of(person: Person) -> Client:
        browser = Client(headers=FRENCH)
        browser.force_login(person)
        return browser

    return of


@pytest.fixture
def at_nadia(browser_of: Callable[[Person], Client], nadia: Person) -> Client:
    """A participant's browser."""
    return browser_of(nadia)


@pytest.fixture
def at_judith(browser_of: Callable[[Person], Client], judith: Person) -> Client:
    """The artist's browser."""
    return browser_of(judith)


@pytest.fixture
def at_awa(browser_of: Callable[[Person], Client], awa: Person) -> Client:
    """The team's browser."""
    return browser_of(awa)


@pytest.fixture
def feed(fabrique: Room) -> str:
    """The address of the open fabrique."""
    return f"/f/{fabrique.slug}/"
