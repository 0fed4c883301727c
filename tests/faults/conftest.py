"""Fixtures of the fault tests."""

import gc
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from tests.machine.hub import Hub
from tests.realtime.conftest import hanging_up as hanging_up


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the ``thorough`` to the round on PostgreSQL and Redis, if there is one, or to the long run."""
    embedded_alone = {"redis", "postgres"} <= set(config.getoption("without").split(","))
    if config.getoption("storage") or config.getoption("faults") == "long" or embedded_alone:
        return
    left = [item for item in items if item.get_closest_marker("thorough")]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in left]


@pytest.fixture
def long(pytestconfig: pytest.Config) -> bool:
    """Whether ``--faults long`` was asked for."""
    return bool(pytestconfig.getoption("faults") == "long")


@pytest.fixture
def endings(pytestconfig: pytest.Config, long: bool) -> int:
    """How often the servers are ended, one after another."""
    return 50 if long else 10 if pytestconfig.getoption("storage") else 4


@pytest.fixture
def recovery(long: bool) -> float | None:
    """Seconds within which all recovers from a fault: for the long run, which has a machine for itself."""
    return 5.0 if long else None


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a few people write as fast as a crowd, on servers that are started after this."""
    monkeypatch.setenv("HUB_PACE_LASTING", "100000,100000")


@pytest.fixture
def uncollected() -> Iterator[None]:
    """Disable garbage collection, so that no pause of this process is taken for one of the Hub."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def servers(hub: Hub) -> Iterator[list[Hub]]:
    """All servers of the Hub: two with a Redis between them, one where there is no Redis."""
    with _beside(hub) as others:
        yield [hub, *others]


@pytest.fixture(scope="module")
def others(house: Hub) -> Iterator[list[Hub]]:
    """The other servers beside the shared hub."""
    with _beside(house) as servers:
        yield servers


@pytest.fixture
def shared_servers(shared_hub: Hub, others: list[Hub]) -> list[Hub]:
    """As ``servers``, of the shared hub: for tests that end none of them."""
    return [shared_hub, *others]


@contextmanager
def _beside(hub: Hub) -> Iterator[list[Hub]]:
    if not os.environ.get("REDIS_URL"):
        yield []
        return
    other = hub.beside()
    other.start()
    yield [other]
    other.stop()


def running(servers: Sequence[Hub], application: str) -> None:
    """Have ``servers`` serve ``application`` of ``tests.faults`` from now on, instead of the Hub's own."""
    for server in servers:
        server.stop_server()
        server.process.command = [*server.process.command, "--application", f"tests.faults.{application}"]
        server.start()
