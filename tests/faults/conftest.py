"""What the tests of faults share."""

import gc
import os
from collections.abc import Iterator, Sequence

import pytest

from tests.machine.hub import Hub
from tests.realtime.conftest import hanging_up as hanging_up


@pytest.fixture
def long(pytestconfig: pytest.Config) -> bool:
    """Whether ``--faults long`` was asked for."""
    return bool(pytestconfig.getoption("faults") == "long")


@pytest.fixture
def recovery(long: bool) -> float | None:
    """Seconds after a fault in which all is well again: for the long run, which has a machine for itself."""
    return 5.0 if long else None


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a few people write as fast as a crowd, in the servers that are started after this."""
    monkeypatch.setenv("HUB_PACE_LASTING", "100000,100000")


@pytest.fixture
def uncollected() -> Iterator[None]:
    """No pause of this process is taken for one of the house."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def servers(hub: Hub) -> Iterator[list[Hub]]:
    """All servers of the house: two where a Redis is between them, one where there is none."""
    if not os.environ.get("REDIS_URL"):
        yield [hub]
        return
    other = hub.beside()
    other.start()
    yield [hub, other]
    other.stop()


def running(servers: Sequence[Hub], application: str) -> None:
    """Have ``servers`` serve ``application`` of ``tests.faults`` from now on, in place of the house's own."""
    for server in servers:
        server.stop_server()
        server.process.command = [*server.process.command, "--application", f"tests.faults.{application}"]
        server.start()
