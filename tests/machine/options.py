"""The house's own options of pytest: what to leave out, what to leave behind, how strict to be."""

from pathlib import Path

import pytest

# What a fixture brings with it, so that no test has to say it twice.
MARK_OF_FIXTURE = {
    "chromium": "browser",
    "redis_server": "redis",
    "postgres_server": "postgres",
    "axe": "node",
    "namespace": "network",
    "janus_server": "janus",
    "coturn_server": "coturn",
    "documented_coturn": "coturn",
}
MARK_OF_NEED = {
    "chromium": "browser",
    "redis": "redis",
    "postgres": "postgres",
    "node": "node",
    "network": "network",
    "janus": "janus",
    "coturn": "coturn",
}


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
