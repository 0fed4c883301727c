"""The fixtures of the machine. Options of pytest: tests/machine/options.py; the people: tests/cast.py."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page
from pytest_django import DjangoDbBlocker

from tests.machine import node
from tests.machine.chromium import open_chromium
from tests.machine.coturn_server import CoturnServer
from tests.machine.hub import Foundation, Hub
from tests.machine.janus_server import JanusServer
from tests.machine.namespace import Namespace
from tests.machine.postgres_server import PostgresServer
from tests.machine.redis_server import RedisServer

pytest_plugins = ("tests.machine.options", "tests.cast")

# No test asserts on seconds: the machine may be busy.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

SIZES = {"phone": (390, 844), "desktop": (1280, 900)}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The machine's Chromium; open a context per person. No ``asyncio.run`` in a test that uses it."""
    with open_chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, to be evaluated in a page."""
    return (node.HOUSE / "node_modules/axe-core/axe.min.js").read_text()


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    """A Redis of the test's own, running, that it may stop, kill and start."""
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A PostgreSQL for the tests that need one whatever database the suite runs on."""
    server = PostgresServer(tmp_path_factory.mktemp("postgres"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def namespace() -> Iterator[Namespace]:
    """A network of the test's own, at the end of a cable. Ask for it before what is to run in it."""
    network = Namespace()
    network.open()
    yield network
    network.close()


@pytest.fixture
def janus_server(namespace: Namespace, tmp_path: Path) -> Iterator[JanusServer]:
    """A Janus of the test's own, running, that it may kill and start."""
    server = JanusServer(namespace, tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def coturn_server(tmp_path: Path) -> Iterator[CoturnServer]:
    """A relay of the test's own, on loopback, that reaches loopback."""
    server = CoturnServer(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def foundation(tmp_path_factory: pytest.TempPathFactory) -> Foundation:
    """A prepared and empty house on the database of this run, to be copied."""
    return Foundation.prepare(tmp_path_factory.mktemp("house"), os.environ.get("DATABASE_URL", ""))


@pytest.fixture
def open_hub(
    foundation: Foundation, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[Callable[[], Hub]]:
    """Start a Hub on a database of its own, as often as wished; ``beside()`` gives it company."""
    numbers = count(1)
    with ExitStack() as stack:

        def open_one() -> Hub:
            hub = Hub(foundation.copy(tmp_path / f"hub-{next(numbers)}"), django_db_blocker)
            stack.callback(hub.stop)
            hub.start()
            return hub

        yield open_one


@pytest.fixture
def hub(open_hub: Callable[[], Hub]) -> Hub:
    """The true server in a process of its own, on an empty database."""
    return open_hub()


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """``shot(page, name)``: pictures on phone and desktop, light and dark, if ``--screenshots`` was given."""
    folder: Path | None = request.config.getoption("screenshots")

    def leave(page: Page, name: str) -> None:
        if folder:
            _photograph(page, folder, name)

    return leave


def _photograph(page: Page, folder: Path, name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    usual = page.viewport_size
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=folder / f"{name}-{size}-{scheme}.png")
    page.emulate_media(color_scheme="null")
    if usual:
        page.set_viewport_size(usual)
