"""Programs that the tests drive but the service does without: where they are, or how to get them."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


class MissingProgram(Exception):
    """A program cannot be had here; the text says what and how to get it."""


@dataclass(frozen=True)
class Program:
    """``need`` is its word after ``--without``; ``names`` are looked for on PATH, then by ``places``."""

    need: str
    names: tuple[str, ...]
    package: str
    places: str = ""
    variable: str = ""

    def find(self) -> Path | None:
        """The variable wins, then PATH, then the newest of the usual places."""
        return next((path for path in self._candidates() if _starts(path)), None)

    def path(self) -> Path:
        """Raise ``MissingProgram`` where it is not installed."""
        found = self.find()
        if found is None:
            raise MissingProgram(
                f"{self.names[0]} is missing: apt-get install {self.package}, or --without {self.need}"
            )
        return found

    def _candidates(self) -> Iterator[Path]:
        if os.environ.get(self.variable):
            yield Path(os.environ[self.variable])
        yield from (Path(found) for found in map(shutil.which, self.names) if found)
        if self.places:
            yield from sorted(Path("/").glob(self.places), reverse=True)


CHROMIUM = Program(
    "chromium", ("chromium", "chromium-browser", "google-chrome"), "chromium", variable="CHROMIUM"
)
REDIS = Program("redis", ("redis-server",), "redis-server")
POSTGRES = Program("postgres", ("initdb",), "postgresql", places="usr/lib/postgresql/*/bin/initdb")
NODE = Program("node", ("node", "nodejs"), "nodejs npm")
NPM = Program("node", ("npm",), "npm")
ALL = (CHROMIUM, REDIS, POSTGRES, NODE, NPM)


def _starts(path: Path) -> bool:
    """A name on PATH may be a stub that only says where the real program is."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except OSError:
        return False
    return answer.returncode == 0


def get_missing(programs: Iterable[Program]) -> None:
    """Install what is missing where we may (root on Debian or Ubuntu); raise ``MissingProgram`` otherwise."""
    missing = [program for program in programs if program.find() is None]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        _apt_install(missing)
    for program in missing:
        program.path()


def _apt_install(programs: Iterable[Program]) -> None:
    packages = sorted({name for program in programs for name in program.package.split()})
    print(f"Installing {', '.join(packages)}…", flush=True)
    _apt("update")
    _apt("install", "--yes", "--no-install-recommends", *packages)


def _apt(*words: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        ["apt-get", "-qq", *words],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise MissingProgram(f"apt-get {words[0]} failed: {(done.stderr or done.stdout).strip()[-500:]}")
