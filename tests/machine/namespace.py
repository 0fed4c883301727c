"""A network of the tests' own, inside this machine: a namespace, and one cable between it and the rest.

Janus refuses loopback interfaces, and a relay must be tried from another address than its peers'. Nothing
in it can leave the machine: it has no other route than the cable.
"""

import os
import subprocess
from itertools import count
from pathlib import Path

from tests.machine import programs

PLACE = Path("/run/netns")
INSIDE_SIX = "fd00:213::1"  # of whoever is in it, for itself
CABLES = 1 << 14  # of four addresses each, in 10.213.0.0/16
_numbers = count(1)


class Namespace:
    """``inside`` is the address of its end of the cable, ``outside`` that of ours. Needs root.

    Named by this process: what processes that were killed have left behind is swept away first.
    """

    def __init__(self) -> None:
        number = next(_numbers)
        self.name = f"hub-{os.getpid()}-{number}"
        self.cable = f"hub{os.getpid()}x{number}"  # an interface has fifteen signs at most
        self.inside, self.outside = _addresses(os.getpid() * 7 + number)

    def open(self) -> None:
        """Raises ``CalledProcessError`` where the machine does not let us."""
        _sweep()
        ip("netns", "add", self.name)
        ip("link", "add", self.cable, "type", "veth", "peer", "name", "eth0", "netns", self.name)
        ip("addr", "add", f"{self.outside}/30", "dev", self.cable)
        ip("link", "set", self.cable, "up")
        self.ip("addr", "add", f"{self.inside}/30", "dev", "eth0")
        self.ip("addr", "add", f"{INSIDE_SIX}/128", "dev", "lo")
        self.ip("link", "set", "lo", "up")
        self.ip("link", "set", "eth0", "up")

    def close(self) -> None:
        """With it go both ends of its cable; what runs in it must have ended before."""
        ip("netns", "delete", self.name)

    def ip(self, *words: str) -> None:
        """Change something in it, as the command ``ip`` does."""
        ip("-n", self.name, *words)

    def within(self, *command: str | Path) -> list[str | Path]:
        """The command that runs ``command`` in it, under the same process number."""
        return [programs.IP.path(), "netns", "exec", self.name, *command]


def ip(*words: str) -> None:
    """Raises ``CalledProcessError``; what it complains of stands in the log of the tests."""
    subprocess.run([programs.IP.path(), *words], stdin=subprocess.DEVNULL, check=True)


def _addresses(number: int) -> tuple[str, str]:
    first = number % CABLES * 4
    return f"10.213.{first >> 8}.{(first & 255) + 1}", f"10.213.{first >> 8}.{(first & 255) + 2}"


def _sweep() -> None:
    for left in PLACE.glob("hub-*-*"):
        if not Path("/proc", left.name.split("-")[1]).exists():
            ip("netns", "delete", left.name)
