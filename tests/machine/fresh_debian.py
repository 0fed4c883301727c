"""The README's two commands on an empty Debian: ``python -m tests.machine.fresh_debian bookworm trixie``.

Needs root and debootstrap, and takes minutes. Each is made in a folder, with the package sources and the
certificates of this machine, and is gone afterwards.
"""

import argparse
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from tests.machine.hub import HOUSE
from tests.machine.process import answers, wait_until
from tests.machine.share import free_port

README = "python3,python3-venv,git,ca-certificates"  # what the README tells people to install
PATIENCE = 900.0  # seconds until bin/serve has installed its components and loaded the demo
# The files by which this machine reaches its package sources, copied where they exist.
CARRIED = (
    "/etc/hosts",
    "/etc/resolv.conf",
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pip.conf",
    "/etc/xdg/pip",
    "~/.config/pip",
    "~/.npmrc",
)
CARRIED_VARIABLES = re.compile(r"PIP_|NPM_CONFIG_|.*(_CERTS?|_CERT_FILE|_CA_.*|_PROXY)$", re.IGNORECASE)
COMMAND_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# The root is a mount of its own, since ``ip netns exec`` changes how the root is mounted.
MOUNTED = (
    "mount --bind {0} {0} && mount --rbind /dev {0}/dev && mount --rbind /sys {0}/sys"
    " && mount -t proc proc {0}/proc && mount -t tmpfs tmpfs {0}/run && exec chroot {0} env -C /srv/hub"
)


def main(words: Sequence[str]) -> int:
    """Return 0 when both commands do what the README says, on every suite."""
    parser = argparse.ArgumentParser(prog="fresh_debian", description=__doc__)
    parser.add_argument("suites", nargs="+", metavar="SUITE", help="bookworm, trixie…")
    parser.add_argument(
        "--tests", default="", metavar="WORDS", help="for bin/test, in the place of all tests"
    )
    asked = parser.parse_args(words)
    failed = [suite for suite in asked.suites if not _is_well(suite, shlex.split(asked.tests))]
    print(f"fresh_debian: {'not well on ' + ', '.join(failed) if failed else 'all is well'}.", flush=True)
    return 1 if failed else 0


def _is_well(suite: str, asked: Sequence[str]) -> bool:
    with tempfile.TemporaryDirectory(prefix=f"hub-{suite}-") as folder:
        fresh = FreshDebian(suite, Path(folder) / "root")
        fresh.make()
        return fresh.serves() and fresh.passes(asked)


class FreshDebian:
    """An empty Debian, made in ``root``. What is started in it ends with the command that was started."""

    def __init__(self, suite: str, root: Path) -> None:
        self.suite, self.root = suite, root

    def make(self) -> None:
        """Create it with a clone of this checkout's last commit. Raises ``CalledProcessError``."""
        sources = list(_sources(self.suite))
        began = time.monotonic()
        words = ["--variant=minbase", f"--include={README}", self.suite, str(self.root), sources[0][0]]
        subprocess.run(["debootstrap", *words], check=True, stdout=subprocess.DEVNULL)
        lines = [f"deb {uri} {release} {' '.join(components)}\n" for uri, release, components in sources]
        (self.root / "etc/apt/sources.list").write_text("".join(lines))
        for file in self._carried():
            _carry(file, self.root)
        subprocess.run(["git", "clone", "--quiet", HOUSE, self.root / "srv/hub"], check=True)
        self._tell(f"made, {time.monotonic() - began:.0f} s")

    def serves(self) -> bool:
        """Return whether ``bin/serve`` comes to answer."""
        port, began = free_port(), time.monotonic()
        command = ["bin/serve", "--port", str(port), "--data", "/srv/data"]
        log = self.root / "srv/serve.log"
        variables = {"HUB_MEDIA_PORT": str(free_port())}
        with log.open("wb") as out, self._start(*command, out=out, **variables) as serving:
            well = wait_until(lambda: answers(port) or serving.poll() is not None, PATIENCE)
            well = well and serving.poll() is None
            serving.kill()  # ends everything that runs in the Debian
        if not well:
            print(log.read_text(errors="replace"))
        self._tell(f"bin/serve {'answers' if well else 'does not answer'}, {time.monotonic() - began:.0f} s")
        return well

    def passes(self, asked: Sequence[str]) -> bool:
        """Return whether ``bin/test`` ends with 0."""
        began = time.monotonic()
        with self._start("bin/test", *asked) as testing:
            code = testing.wait()
        self._tell(f"bin/test ended with {code}, {time.monotonic() - began:.0f} s")
        return code == 0

    def _start(
        self, *command: str, out: IO[bytes] | None = None, **variables: str
    ) -> subprocess.Popen[bytes]:
        """Start a command in the Debian, as root, in mount and process namespaces that end with it."""
        own = {"HOME": "/root", "LANG": "C.UTF-8", "PATH": COMMAND_PATH, **variables}
        carried = {name: value for name, value in os.environ.items() if CARRIED_VARIABLES.match(name)}
        inside = f"{MOUNTED.format(shlex.quote(str(self.root)))} {shlex.join(command)}"
        apart = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", inside]
        return subprocess.Popen(
            apart, env={**carried, **own}, stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )

    def _carried(self) -> Iterator[Path]:
        yield from (Path(name).expanduser() for name in CARRIED)
        for file in Path("/etc/apt/apt.conf.d").iterdir():
            if "Acquire" in file.read_text():
                yield file

    def _tell(self, what: str) -> None:
        print(f"fresh_debian: {self.suite}: {what}", flush=True)


def _carry(file: Path, root: Path) -> None:
    target = root / file.relative_to("/")
    target.parent.mkdir(parents=True, exist_ok=True)
    if file.is_dir():
        shutil.copytree(file, target, dirs_exist_ok=True)
    elif file.exists():
        shutil.copy(file, target)


def _sources(suite: str) -> Iterator[tuple[str, str, list[str]]]:
    """List, for ``suite``, address, release and components of each part of Debian that this machine uses.

    The archive itself comes first. Raises ``CalledProcessError`` where there is no apt.
    """
    ours = platform.freedesktop_os_release()["VERSION_CODENAME"]
    words = [
        "apt-get",
        "indextargets",
        "--format",
        "$(REPO_URI) $(RELEASE) $(COMPONENT)",
        "Created-By: Packages",
    ]
    told = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    found: dict[tuple[str, str], list[str]] = {}
    for line in told.splitlines():
        uri, release, component = line.split()
        if release.partition("-")[0] == ours:
            components = found.setdefault((uri, release.replace(ours, suite, 1)), [])
            components += [component] if component not in components else []
    for uri, release in sorted(found, key=lambda each: each[1]):
        yield uri, release, found[uri, release]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
