"""Runs ``bin/serve`` itself, on a folder and a port of the test's own."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.machine.hub import HOUSE
from tests.machine.share import free_port

LOCK = "requirements.lock"
Told = subprocess.CompletedProcess[str]
Serve = Callable[..., Told]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a data folder that does not exist yet."""
    return tmp_path / "data"


@pytest.fixture
def serve(data: Path, house_environment: dict[str, str]) -> Serve:
    """Run ``bin/serve`` with these options and environment variables until it ends."""

    def run(*words: str | Path, **variables: str) -> Told:
        usual: list[str | Path] = [
            "--data",
            data,
            "--port",
            str(free_port()),
            "--host",
            "127.0.0.1",
            "--no-demo",
        ]
        return subprocess.run(
            [HOUSE / "bin" / "serve", *usual, *words],
            env={**house_environment, **variables},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture
def house_environment() -> dict[str, str]:
    """Return the environment of the processes of a house that is served."""
    return environment_of_a_house()


def environment_of_a_house() -> dict[str, str]:
    """Return the environment of a French terminal with embedded defaults, without the suite's variables."""
    installed = HOUSE / ".venv" / LOCK
    assert installed.exists(), "bin/serve would make the environment anew under our feet: bin/test --prepare"
    assert installed.read_bytes() == (HOUSE / LOCK).read_bytes(), "run bin/test --prepare first"
    own = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "HUB_DATA", "LC_ALL", "LC_MESSAGES"}
    return {name: value for name, value in os.environ.items() if name not in own} | {"LANG": "fr_FR.UTF-8"}


def assert_refused(told: Told, *words: str) -> None:
    """Assert one line that contains these words, the exit code 2, and no traceback."""
    assert told.returncode == 2
    assert told.stderr.count("\n") == 1, told.stderr
    assert not told.stdout
    for word in words:
        assert word in told.stderr
