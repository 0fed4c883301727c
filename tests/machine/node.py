"""Install Node's few packages, which serve tests and type checks only."""

import subprocess
from pathlib import Path

from tests.machine import programs

HOUSE = Path(__file__).resolve().parents[2]
LOCK, INSTALLED = HOUSE / "package-lock.json", HOUSE / "node_modules" / ".package-lock.json"


def ready_packages() -> None:
    """Run ``npm ci``, unless the installed packages are newer than the lock file."""
    if INSTALLED.exists() and INSTALLED.stat().st_mtime >= LOCK.stat().st_mtime:
        return
    print("Installing the packages of the browser checks…", flush=True)
    npm = programs.NPM.path().resolve()
    subprocess.run([programs.NODE.path(), npm, "ci", "--silent"], cwd=HOUSE, check=True)
