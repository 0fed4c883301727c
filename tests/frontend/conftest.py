"""Browsers without JavaScript, each signed in as a person, and the compiled translations."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from people import pacing
from people.models import Person
from realtime.serve.translations import compile_stale
from rooms.models import Room
from settings.env import HOUSE
from tests.plain_browser import PlainBrowser

FRENCH = {"Accept-Language": "fr"}


@pytest.fixture(autouse=True, scope="session")
def _translations() -> None:
    compile_stale([HOUSE / "frontend/locale"])


@pytest.fixture(autouse=True)
def _a_quiet_house(settings: Settings, tmp_path: Path) -> None:
    """Start without collected static files, counted failed attempts, or used rate limits."""
    pacing.pace_of.cache_clear()
    settings.STATIC_ROOT = tmp_path
    cache.clear()


class CarefulClient(PlainBrowser):
    """A browser that refuses Python values in attributes: ``data-x="False"`` is true in a script."""

    LEAKED = re.compile(r'(?<![\w-])[\w-]+="(?:True|False|None)"')  # begins once in a long word

    def request(self, **request: Any) -> Any:
        """Return the response, whose attributes hold no Python value."""
        response = super().request(**request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if is_page and "Content-Encoding" not in response.headers:
            assert self.LEAKED.findall(response.content.decode()) == [], response.request["PATH_INFO"]
        return response


@pytest.fixture
def client(db: None) -> Client:
    """The usual browser of pytest-django, on a page of this house: from elsewhere, no form comes further."""
    return PlainBrowser()


@pytest.fixture
def stranger(db: None) -> Client:
    """A browser in which nobody is signed in."""
    return CarefulClient(headers=FRENCH)


@pytest.fixture
def browser_of(db: None) -> Callable[[Person], Client]:
    """Return the browser of a person who is signed in."""

    def of(person: Person) -> Client:
        browser = CarefulClient(headers=FRENCH)
        browser.force_login(person)
        return browser

    return of


@pytest.fixture
def at_nadia(browser_of: Callable[[Person], Client], nadia: Person) -> Client:
    """A participant's browser."""
    return browser_of(nadia)


@pytest.fixture
def at_marcel(browser_of: Callable[[Person], Client], marcel: Person) -> Client:
    """Another participant's browser."""
    return browser_of(marcel)


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
