"""A private Janus in a network of the tests' own: VideoRoom alone, no administration, gone with the test."""

import socket
from pathlib import Path

from tests.machine import programs
from tests.machine.namespace import Namespace
from tests.machine.process import Process

WORD = "un-mot-entre-nous"
PORT = 8188  # the namespace is ours alone
FILES = {
    "janus.jcfg": """
general: {{
    configs_folder = "{folder}"
    plugins_folder = "{libraries}/plugins"
    transports_folder = "{libraries}/transports"
    events_folder = "{folder}"
    loggers_folder = "{folder}"
    api_secret = "{word}"
    debug_level = 4
    debug_colors = false
    hide_dependencies = true
}}
media: {{ rtp_port_range = "20000-29999" }}
nat: {{ ice_lite = true, ice_enforce_list = "{address}" }}
plugins: {{ disable = "{other_plugins}" }}
transports: {{ disable = "{other_transports}" }}
""",
    "janus.transport.websockets.jcfg": """
general: {{ json = "compact", ws = true, ws_port = {port}, ws_ip = "{address}", wss = false }}
admin: {{ admin_ws = false, admin_wss = false }}
""",
    "janus.plugin.videoroom.jcfg": "general: {{ }}\n",
}


class JanusServer:
    """``url`` is what ``JANUS_URL`` is to be. Can be killed and started again under the same address."""

    def __init__(self, namespace: Namespace, folder: Path) -> None:
        self.address = namespace.inside
        self.url = f"ws://:{WORD}@{self.address}:{PORT}"
        self.folder = folder / "janus"
        command = namespace.within(programs.JANUS.path(), "--configs-folder", self.folder)
        self.process = Process(command, log=folder / "janus.log", folder=folder)

    def start(self) -> None:
        """Raises ``NotReady``."""
        self._write_files()
        self.process.start(self._answers)

    def stop(self) -> None:
        """Gracefully: browsers are told that their connections end."""
        self.process.stop()

    def kill(self) -> None:
        """SIGKILL: nobody is told anything."""
        self.process.kill()

    def _write_files(self) -> None:
        self.folder.mkdir(exist_ok=True)
        libraries = _libraries()
        facts = {
            "folder": self.folder,
            "libraries": libraries,
            "word": WORD,
            "address": self.address,
            "port": PORT,
            "other_plugins": _all_but(libraries / "plugins", "libjanus_videoroom.so"),
            "other_transports": _all_but(libraries / "transports", "libjanus_websockets.so"),
        }
        for name, text in FILES.items():
            (self.folder / name).write_text(text.format(**facts))

    def _answers(self) -> bool:
        with socket.socket() as caller:
            return caller.connect_ex((self.address, PORT)) == 0


def _libraries() -> Path:
    """Where the package keeps its plugins: the folder is named after the machine's kind."""
    places = Path("/").glob("usr/lib/*/janus/plugins/libjanus_videoroom.so")
    found = next(places, None)
    if found is None:
        raise programs.MissingProgram("Janus has no VideoRoom: apt-get install --reinstall janus")
    return found.parents[1]


def _all_but(folder: Path, kept: str) -> str:
    return ",".join(sorted(path.name for path in folder.glob("*.so") if path.name != kept))
