"""The machine and the versions that a benchmark ran on: without them its figures say little."""

import os
import platform
import shutil
import sqlite3
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import msgspec

from realtime.serve.options import HOUSE

PYTHON_PACKAGES = (
    "daphne",
    "autobahn",
    "twisted",
    "channels",
    "channels-redis",
    "django",
    "msgspec",
    "websockets",
)
NODE_PACKAGES = ("socket.io", "ws")
PROGRAMS = {"node": "node", "redis": "redis-server", "postgres": "postgres"}


class _Package(msgspec.Struct):
    version: str


def host_info() -> dict[str, object]:
    """``cpu``, ``cores``, ``memory_gb``, ``system``, ``load`` (the last minute's) and ``versions``."""
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9, 1),
        "system": f"{platform.system()} {platform.release()}",
        "load": os.getloadavg()[0],
        "versions": versions(),
    }


def versions() -> dict[str, str]:
    """Return the version of everything that is measured, where it is installed."""
    found = {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    found |= {name: version(name) for name in PYTHON_PACKAGES}
    for name in NODE_PACKAGES:
        facts = HOUSE / "node_modules" / name / "package.json"
        if facts.exists():
            found[name] = msgspec.json.decode(facts.read_bytes(), type=_Package).version
    return found | {name: text for name, word in PROGRAMS.items() if (text := _told(word))}


def path_of(program: str) -> str | None:
    """Where ``program`` is: this Python's own environment comes before the rest of the machine."""
    return shutil.which(program, path=Path(sys.executable).parent) or shutil.which(program)


def _told(program: str) -> str:
    path = path_of(program)
    if path is None:
        return ""
    done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _cpu() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown"
    )
