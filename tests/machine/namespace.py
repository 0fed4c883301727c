"""A network namespace for tests, inside this machine, with one cable between it and the rest.

Janus refuses loopback interfaces, and a relay must be tried from another address than its peers'. Nothing
in it can leave the machine: it has no other route than the cable.
"""

import os
import subprocess
from itertools import count
from pathlib import Path

from tests.machine import programs, share

PLACE = Path("/run/netns")
INSIDE_SIX = "fd00:213::1"  # an address in the namespace, for itself
CABLES = 256  # per share of the machine, four addresses each, in 10.213.0.0/16
_numbers = count(1)


class Namespace:
    """A namespace. ``inside`` is the address of its end of the cable, ``outside`` that of ours. Needs root.

    Named by this process: what processes that were killed have left behind is swept away first.
    """

    def __init__(self) -> None:
        number = next(_numbers)
        self.name = f"hub-{os.getpid()}-{number}"
        self.cable = f"hub{share.number()}x{number}"  # an interface name has at most fifteen characters
        self.inside, self.outside = _addresses(share.number() * CABLES + number % CABLES)

    def open(self) -> None:
        """Create it. Raises ``CalledProcessError`` where the machine does not allow it."""
        _sweep()
        ip("netns", "add", self.name)
        ip("link", "add", self.cable, "type", "veth", "peer", "name", "eth0", "netns", self.name)
        # Browsers beside this drop what they load whenever the machine gets an address: none comes later.
        ip("link", "set", self.cable, "addrgenmode", "none")
        ip("addr", "add", f"{self.outside}/30", "dev", self.cable)
        ip("link", "set", self.cable, "up")
        self.ip("addr", "add", f"{self.inside}/30", "dev", "eth0")
        self.ip("addr", "add", f"{INSIDE_SIX}/128", "dev", "lo")
        self.ip("link", "set", "lo", "up")
        self.ip("link", "set", "eth0", "up")

    def close(self) -> None:
        """Delete it; what runs in it must have ended before. The cable goes first, and at once: with the
        namespace it would go some time later."""
        ip("link", "delete", self.cable)
        ip("netns", "delete", self.name)

    def ip(self, *words: str) -> None:
        """Run the command ``ip`` inside the namespace."""
        ip("-n", self.name, *words)

    def within(self, *command: str | Path) -> list[str | Path]:
        """Return the command that runs ``command`` in the namespace, under the same process number."""
        return [programs.IP.path(), "netns", "exec", self.name, *command]


def ip(*words: str) -> None:
    """Run ``ip``. Raises ``CalledProcessError``; its complaints go to the tests' log."""
    subprocess.run([programs.IP.path(), *words], stdin=subprocess.DEVNULL, check=True)


def _addresses(number: int) -> tuple[str, str]:
    first = number * 4
    return f"10.213.{first >> 8}.{(first & 255) + 1}", f"10.213.{first >> 8}.{(first & 255) + 2}"


def _sweep() -> None:
    for left in PLACE.glob("hub-*-*"):
        if not Path("/proc", left.name.split("-")[1]).exists():
            ip("netns", "delete", left.name)
