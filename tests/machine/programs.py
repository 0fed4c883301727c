"""Programs that the tests drive but the service does without: where they are, or how to get them."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


class MissingProgram(Exception):
    """A program cannot be had here; the text says what and how to get it."""


@dataclass(frozen=True)
class Program:
    """``need`` is its word after ``--without``; ``names`` are looked for on PATH, then by ``places``.

    ``question``: asked so, it exits with 0. ``service``: what its package would have listen by itself.
    """

    need: str
    names: tuple[str, ...]
    package: str
    places: str = ""
    variable: str = ""
    question: str = "--version"
    service: str = ""

    def find(self) -> Path | None:
        """The variable wins, then PATH, then the newest of the usual places."""
        return next((path for path in self._candidates() if _starts(path, self.question)), None)

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
IP = Program("network", ("ip",), "iproute2", places="usr/sbin/ip", question="-V")
JANUS = Program("janus", ("janus",), "janus", question="--help", service="janus")
COTURN = Program("coturn", ("turnserver",), "coturn", service="coturn")
ALL = (CHROMIUM, REDIS, POSTGRES, NODE, NPM, IP, JANUS, COTURN)

# Debian asks it, when it is there, whether what it installs may start.
POLICY = Path("/usr/sbin/policy-rc.d")
NOTHING_STARTS = "#!/bin/sh\nexit 101\n"


def _starts(path: Path, question: str) -> bool:
    """A name on PATH may be a stub that only says where the real program is."""
    try:
        answer = subprocess.run([path, question], capture_output=True, timeout=60, check=False)
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
    with _nothing_starts():
        _apt("install", "--yes", "--no-install-recommends", *packages)
    _keep_from_starting([program.service for program in programs if program.service])


@contextmanager
def _nothing_starts() -> Iterator[None]:
    """What is installed for the tests listens nowhere: they start their own."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text(NOTHING_STARTS)
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()


def _keep_from_starting(services: list[str]) -> None:
    """Nor after the next start of the machine."""
    if services and shutil.which("systemctl"):
        subprocess.run(["systemctl", "disable", "--quiet", *services], capture_output=True, check=False)


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
