"""A private Janus in a network namespace, configured as in docs/operating.md; it ends with the test."""

import socket
from pathlib import Path

from tests.machine import documented, programs
from tests.machine.namespace import Namespace
from tests.machine.process import Process

WORD = "un-mot-entre-nous"
PORT = 8188  # nothing else is in the namespace
USUAL = Path("/etc/janus")
LIBRARIES = "/usr/lib/x86_64-linux-gnu/janus"


class JanusServer:
    """A Janus; ``url`` is the value for ``JANUS_URL``. Killed and started again, it keeps its address."""

    def __init__(self, namespace: Namespace, folder: Path) -> None:
        self.address = namespace.inside
        self.url = f"ws://:{WORD}@{self.address}:{PORT}"
        self.folder = folder / "janus"
        command = namespace.within(programs.JANUS.path(), "--configs-folder", self.folder)
        self.process = Process(command, log=folder / "janus.log", folder=folder)

    def start(self) -> None:
        """Start it. Raises ``NotReady``."""
        self._write_files()
        self.process.start(self._answers)

    def stop(self) -> None:
        """Stop it gracefully: browsers are told that their connections end."""
        self.process.stop()

    def kill(self) -> None:
        """Send SIGKILL: nobody is told anything."""
        self.process.kill()

    def _write_files(self) -> None:
        self.folder.mkdir(exist_ok=True)
        own = {str(USUAL): str(self.folder), LIBRARIES: str(_libraries()), "203.0.113.10": self.address}
        self._write("janus.jcfg", {**own, "put-a-long-random-one-here": WORD})
        self._write("janus.transport.websockets.jcfg", {"127.0.0.1": self.address})
        (self.folder / "janus.plugin.videoroom.jcfg").write_text("general: { }\n")

    def _write(self, name: str, instead: dict[str, str]) -> None:
        (self.folder / name).write_text(documented.file(str(USUAL / name), instead))

    def _answers(self) -> bool:
        with socket.socket() as caller:
            return caller.connect_ex((self.address, PORT)) == 0


def _libraries() -> Path:
    """Find the folder where the package keeps its plugins; it is named after the machine's architecture."""
    places = Path("/").glob("usr/lib/*/janus/plugins/libjanus_videoroom.so")
    found = next(places, None)
    if found is None:
        raise programs.MissingProgram("Janus has no VideoRoom: apt-get install --reinstall janus")
    return found.parents[1]
