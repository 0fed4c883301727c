"""What the tests of faults share."""

import pytest

from tests.realtime.conftest import hanging_up as hanging_up


@pytest.fixture
def long(pytestconfig: pytest.Config) -> bool:
    """Whether ``--faults long`` was asked for."""
    return bool(pytestconfig.getoption("faults") == "long")


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a few people write as fast as a crowd, in the servers that are started after this."""
    monkeypatch.setenv("HUB_PACE_LASTING", "100000,100000")
