"""``bin/serve`` on a disk that is full or read-only, each in a mount namespace of its own."""

import subprocess
from pathlib import Path

import pytest

from tests.machine.hub import HOUSE
from tests.machine.share import free_port
from tests.serve.conftest import assert_refused

pytestmark = pytest.mark.network  # mounts as root, too
FULL = "mount -t tmpfs -o size=256k tmpfs {0}"
READ_ONLY = "mount --bind {0} {0} && mount -o remount,bind,ro {0}"


@pytest.mark.parametrize(
    ("mount", "reason"), [(FULL, "No space left on device"), (READ_ONLY, "Read-only file system")]
)
def test_a_disk_that_takes_nothing_is_told_with_the_mend(
    mount: str, reason: str, data: Path, house_environment: dict[str, str]
) -> None:
    data.mkdir()
    inside = f'{mount.format(data)} && exec "$@"'
    serve: list[str | Path] = [
        HOUSE / "bin" / "serve",
        "--data",
        data,
        "--port",
        str(free_port()),
        "--no-demo",
    ]
    command: list[str | Path] = ["unshare", "--mount", "sh", "-c", inside, "sh", *serve]
    told = subprocess.run(
        command, env=house_environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert_refused(told, str(data), reason, "faites de la place")
