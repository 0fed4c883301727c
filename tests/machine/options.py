"""The suite's own options of pytest: what to leave out, what to keep, how strict to be."""

from pathlib import Path

import pytest

from tests.machine import lanes

# The marks that come with a fixture, so that no test has to repeat them.
MARK_OF_FIXTURE = {
    "chromium": "browser",
    "remembering_chromium": "browser",
    "redis_server": "redis",
    "postgres_server": "postgres",
    "axe": "node",
    "namespace": "network",
    "two_networks": "network",
    "janus_server": "janus",
    "janus_house": "network",
    "coturn_server": "coturn",
    "documented_coturn": "coturn",
    "foundation": "server",
    "house_environment": "process",
    "hanging_up": "process",
    "gathering": "media",
    "lobby": "media",
    "early": "media",
    "own_gathering": "media",
    "enter": "media",
}
MARK_OF_FOLDER = {"frontend": lanes.VIEWS}
MARK_OF_NEED = {
    "chromium": "browser",
    "redis": "redis",
    "postgres": "postgres",
    "node": "node",
    "network": "network",
    "janus": "janus",
    "coturn": "coturn",
    "nginx": "nginx",
}
ASKED = pytest.StashKey[int]()  # how many tests all lanes together have to run


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("hub")
    group.addoption("--screenshots", metavar="DIR", type=Path, help="leave pictures of the pages there")
    group.addoption("--faults", choices=["short", "long"], default="short", help="how long to break things")
    group.addoption("--no-skips", action="store_true", help="a skipped or expected failure is a failure")
    group.addoption("--storage", action="store_true", help="only the tests marked storage")
    group.addoption("--without", default="", help=f"leave out what needs any of {','.join(MARK_OF_NEED)}")
    names = ",".join(lane.name for lane in lanes.EMBEDDED)
    group.addoption("--lane", default="", help=f"only the tests of these lanes of bin/test: {names}")


@pytest.hookimpl(tryfirst=True)  # Hypothesis reads the whole code if what is left has tests of its kind
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        for fixture in MARK_OF_FIXTURE.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(MARK_OF_FIXTURE[fixture])
        for folder in MARK_OF_FOLDER.keys() & set(item.nodeid.partition("::")[0].split("/")):
            item.add_marker(MARK_OF_FOLDER[folder])
    asked = [item for item in items if _is_asked_for(item, config)]
    config.stash[ASKED] = len(asked)
    wanted = config.getoption("lane").split(",")
    kept = [item for item in asked if wanted == [""] or lanes.lane_of(marks_of(item)) in wanted]
    left_out = set(items).difference(kept)
    config.hook.pytest_deselected(items=[item for item in items if item in left_out])
    # Playwright's event loop stays in this thread: tests that want a loop of their own go first.
    items[:] = sorted(kept, key=lambda item: item.get_closest_marker("browser") is not None)


def marks_of(item: pytest.Item) -> set[str]:
    """Return the names of the test's marks, its own and those of its class and module."""
    return {mark.name for mark in item.iter_markers()}


def _is_asked_for(item: pytest.Item, config: pytest.Config) -> bool:
    marks = marks_of(item)
    needs = [need for need in config.getoption("without").split(",") if need]
    lacking = any(MARK_OF_NEED[need] in marks for need in needs)
    wanted = "storage" in marks or not config.getoption("storage")
    return wanted and not lacking


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
