"""The fixtures of the machine. Options of pytest: tests/machine/options.py; the people: tests/cast.py."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.database import DirectoryBasedExampleDatabase
from playwright.sync_api import Browser, Page
from pytest_django import DjangoDbBlocker

from tests.machine import node
from tests.machine.chromium import open_chromium
from tests.machine.coturn_server import CoturnServer
from tests.machine.hub import Foundation, Hub, OpenHouse, opened
from tests.machine.janus_server import JanusServer
from tests.machine.namespace import Namespace
from tests.machine.postgres_server import PostgresServer
from tests.machine.redis_server import RedisServer

pytest_plugins = (
    "tests.machine.options",
    "tests.machine.lane_report",
    "tests.machine.unit_guard",
    "tests.machine.devices",
    "tests.cast",
)

# No test asserts on seconds: the machine may be busy. Where CI is set, Hypothesis would try the same examples
# for ever and keep none that failed, so nothing is left to its own profiles.
settings.register_profile(
    "house",
    deadline=None,
    derandomize=False,
    database=DirectoryBasedExampleDatabase(node.HOUSE / ".hypothesis" / "examples"),
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("house")

METRICS_TOKEN = "un-jeton-de-mesure"  # reads the figures of ``shared_hub``
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The shell of the machine's Chromium. Open a context per person. No ``asyncio.run``
    in a test that uses it."""
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


@pytest.fixture(scope="session")
def janus_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JanusServer]:
    """What is behind ``janus_server``, in a network of its own."""
    network = Namespace()
    network.open()
    server = JanusServer(network, tmp_path_factory.mktemp("janus"))
    server.start()
    yield server
    server.stop()
    network.close()


@pytest.fixture
def janus_server(janus_house: JanusServer) -> JanusServer:
    """The Janus of all tests, running, that each may kill and start."""
    if not janus_house.process.is_running:
        janus_house.start()
    return janus_house


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


@pytest.fixture(scope="session")
def open_house(
    foundation: Foundation, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> OpenHouse:
    """Open a Hub on a database of its own, with these variables, for as long as the context lasts."""

    def open_one(**variables: str) -> AbstractContextManager[Hub]:
        ground = foundation.copy(tmp_path_factory.mktemp("house") / "hub")
        return opened(ground, django_db_blocker, **variables)

    return open_one


@pytest.fixture
def open_hub(
    foundation: Foundation, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[Callable[[], Hub]]:
    """Start a Hub on a database of its own, as often as wished; ``beside()`` gives it company, ``lead()``
    its meetings."""
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
    """The true server in a process of its own, on an empty database: for a test that starts it with other
    variables or another command, or counts all that is in it. All others share ``shared_hub``."""
    return open_hub()


@pytest.fixture(scope="session")
def house(open_house: OpenHouse) -> Iterator[Hub]:
    """What is behind ``shared_hub``."""
    with open_house(HUB_METRICS_TOKEN=METRICS_TOKEN) as hub:
        yield hub


@pytest.fixture(scope="session")
def house_at_janus(open_house: OpenHouse, janus_house: JanusServer) -> Iterator[Hub]:
    """What is behind ``hub_at_janus``."""
    with open_house(JANUS_URL=janus_house.url) as hub:
        yield hub


@pytest.fixture(scope="session")
def demo_house(open_house: OpenHouse) -> Iterator[Hub]:
    """What is behind ``demo_hub``, for what lasts longer than a test."""
    with open_house() as hub:
        hub.manage("load_demo")
        yield hub


@pytest.fixture
def shared_hub(house: Hub) -> Hub:
    """The true server of all tests, with one database, where each makes people and rooms of its own. A test
    may end the server and start it again; whatever became of it, the next test finds it running."""
    return _running(house)


@pytest.fixture
def hub_at_janus(house_at_janus: Hub, janus_server: JanusServer) -> Hub:
    """The same, whose meetings ``janus_server`` carries."""
    return _running(house_at_janus)


@pytest.fixture
def demo_hub(demo_house: Hub) -> Hub:
    """The same with the demo in it, whose ways in are in ``demo.json`` of its folder."""
    return _running(demo_house)


def _running(hub: Hub) -> Hub:
    if not hub.process.is_running:
        hub.start()
    return hub


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
