"""The fixtures of the machine, and the options of pytest. The people are in tests/cast.py."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pytest_django import DjangoDbBlocker

from tests.machine import node
from tests.machine.chromium import open_chromium
from tests.machine.hub import Foundation, Hub
from tests.machine.postgres_server import PostgresServer
from tests.machine.redis_server import RedisServer

pytest_plugins = ("tests.cast",)

# What a fixture brings with it, so that no test has to say it twice.
MARK_OF_FIXTURE = {
    "chromium": "browser",
    "redis_server": "redis",
    "postgres_server": "postgres",
    "axe": "node",
}
MARK_OF_NEED = {"chromium": "browser", "redis": "redis", "postgres": "postgres", "node": "node"}
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("hub")
    group.addoption("--screenshots", metavar="DIR", type=Path, help="leave pictures of the pages there")
    group.addoption("--faults", choices=["short", "long"], default="short", help="how long to break things")
    group.addoption("--no-skips", action="store_true", help="a skipped or expected failure is a failure")
    group.addoption("--storage", action="store_true", help="only the tests marked storage")
    group.addoption("--without", default="", help=f"leave out what needs any of {','.join(MARK_OF_NEED)}")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        for fixture in MARK_OF_FIXTURE.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(MARK_OF_FIXTURE[fixture])
    kept = [item for item in items if _is_asked_for(item, config)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    # Playwright's event loop stays in this thread once it runs: what wants a loop of its own goes before.
    items[:] = sorted(kept, key=lambda item: item.get_closest_marker("browser") is not None)


def _is_asked_for(item: pytest.Item, config: pytest.Config) -> bool:
    needs = [need for need in config.getoption("without").split(",") if need]
    lacking = any(item.get_closest_marker(MARK_OF_NEED[need]) for need in needs)
    wanted = item.get_closest_marker("storage") or not config.getoption("storage")
    return bool(wanted) and not lacking


def _passed_over(config: pytest.Config) -> int:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    stats = reporter.stats if reporter else {}
    return sum(len(stats.get(outcome, [])) for outcome in ("skipped", "xfailed", "xpassed"))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if session.config.getoption("no_skips") and _passed_over(session.config) and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.getoption("no_skips") and (number := _passed_over(config)):
        terminalreporter.write_line(f"--no-skips: {number} skipped or expected to fail", red=True)


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
