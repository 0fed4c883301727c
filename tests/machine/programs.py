"""Find or install the programs that the tests drive and the service does without."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


class MissingProgram(Exception):
    """A program is not installed; the text names it and the way to get it."""


@dataclass(frozen=True)
class Program:
    """``need`` is its word after ``--without``; ``names`` are looked for beside Python, on PATH, then by
    ``places``. ``package`` is Debian's; without one it comes with the locked environment.

    ``question``: asked so, it exits with 0. ``service``: what its package would have listen by itself.
    ``dispensable``: some releases of Debian have no such package, and the tests can do without it.
    """

    need: str
    names: tuple[str, ...]
    package: str = ""
    places: str = ""
    variable: str = ""
    question: str = "--version"
    service: str = ""
    dispensable: bool = False

    def find(self) -> Path | None:
        """Find it by its variable, in this environment, on PATH, then in the newest of the usual places."""
        return next((path for path in self._candidates() if _starts(path, self.question)), None)

    def path(self) -> Path:
        """Return its path. Raises ``MissingProgram`` where it is not installed."""
        found = self.find()
        if found is None:
            way = f"apt-get install {self.package}" if self.package else "bin/test --prepare"
            raise MissingProgram(f"{self.names[0]} is missing: {way}, or --without {self.need}")
        return found

    def _candidates(self) -> Iterator[Path]:
        if os.environ.get(self.variable):
            yield Path(os.environ[self.variable])
        yield from (beside for name in self.names if (beside := Path(sys.executable).parent / name).exists())
        yield from (Path(found) for found in map(shutil.which, self.names) if found)
        if self.places:
            yield from sorted(Path("/").glob(self.places), reverse=True)


CHROMIUM = Program(
    "chromium", ("chromium", "chromium-browser", "google-chrome"), "chromium", variable="CHROMIUM"
)
# The shell has no windows and menus with renderers of their own: a page costs a third of the whole browser's.
# It shares no screen, forgets which devices were chosen, and keeps no page for the back button.
SHELL = Program("chromium", ("chromium-headless-shell", *CHROMIUM.names), "chromium-headless-shell")
REDIS = Program("redis", ("redis-server",), "redis-server")
POSTGRES = Program("postgres", ("initdb",), "postgresql", places="usr/lib/postgresql/*/bin/initdb")
NODE = Program("node", ("node",))
NPM = Program("node", ("npm",))
IP = Program("network", ("ip",), "iproute2", places="usr/sbin/ip", question="-V")
JANUS = Program("janus", ("janus",), "janus", question="--help", service="janus", dispensable=True)
COTURN = Program("coturn", ("turnserver",), "coturn", service="coturn")
NGINX = Program("nginx", ("nginx",), "nginx", places="usr/sbin/nginx", question="-v", service="nginx")
ALL = (CHROMIUM, SHELL, REDIS, POSTGRES, NODE, NPM, IP, JANUS, COTURN, NGINX)

# Debian runs this file, where it exists, to ask whether an installed service may start.
POLICY = Path("/usr/sbin/policy-rc.d")
NOTHING_STARTS = "#!/bin/sh\nexit 101\n"


def _starts(path: Path, question: str) -> bool:
    """Return whether it runs: a name on PATH may be a stub that only says where the real program is."""
    try:
        answer = subprocess.run([path, question], capture_output=True, timeout=60, check=False)
    except OSError:
        return False
    return answer.returncode == 0


def get_missing(programs: Iterable[Program]) -> list[Program]:
    """Install what is missing where we may (root on Debian or Ubuntu), otherwise raise ``MissingProgram``.

    Returns the dispensable ones that this system has no package for.
    """
    missing = [program for program in programs if program.find() is None]
    absent = _apt_install(missing) if missing and os.geteuid() == 0 and shutil.which("apt-get") else []
    for program in missing:
        if program not in absent:
            program.path()
    return absent


def _apt_install(programs: list[Program]) -> list[Program]:
    """Install by apt; return the dispensable programs that apt does not know."""
    absent = _unknown(programs)
    if absent != programs or not _apt_knows(
        COTURN.package
    ):  # which every release has, once apt has its lists
        _apt("update")
        absent = _unknown(programs)
    wanted = [program for program in programs if program.package and program not in absent]
    if wanted:
        _install(wanted)
    return absent


def _unknown(programs: list[Program]) -> list[Program]:
    return [program for program in programs if program.dispensable and not _apt_knows(program.package)]


def _install(programs: list[Program]) -> None:
    packages = sorted({program.package for program in programs})
    print(f"Installing {', '.join(packages)}…", flush=True)
    with _nothing_starts():
        _apt("install", "--yes", "--no-install-recommends", *packages)
    _keep_from_starting([program.service for program in programs if program.service])


@contextmanager
def _nothing_starts() -> Iterator[None]:
    """Keep services installed for the tests from starting: the tests start their own."""
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
    """Keep the services from starting at the next boot, too."""
    if services and shutil.which("systemctl"):
        subprocess.run(["systemctl", "disable", "--quiet", *services], capture_output=True, check=False)


def _apt_knows(package: str) -> bool:
    """Return whether apt can install it: ``show`` also knows names that only other packages mention."""
    told = subprocess.run(["apt-cache", "madison", package], capture_output=True, check=True).stdout
    return bool(told.strip())


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
