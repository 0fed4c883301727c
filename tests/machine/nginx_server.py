"""A private nginx in front of a Hub, configured as in docs/operating.md; it ends with the test."""

import os
from pathlib import Path

from tests.machine import documented, programs
from tests.machine.certificate import make_certificate
from tests.machine.process import Process, answers
from tests.machine.share import free_port

USUAL = Path("/etc/nginx")


class NginxServer:
    """An nginx with the site of the manual, whose ``url`` leads to the server at ``port``."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.certificate, key = make_certificate(folder)
        self.port, self.plain_port = free_port(), free_port()
        self.url = f"https://127.0.0.1:{self.port}"
        self._instead = {
            "127.0.0.1:8000": f"127.0.0.1:{port}",
            "listen [::]:443 ssl http2;": "",
            "listen [::]:80;": "",
            "listen 443 ": f"listen 127.0.0.1:{self.port} ",
            "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            "/etc/ssl/hub.pem": str(self.certificate),
            "/etc/ssl/hub.key": str(key),
            "/var/log/nginx/": f"{folder}/",
        }
        command: list[str | Path] = [
            programs.NGINX.path(),
            "-e",
            folder / "error.log",
            "-c",
            folder / "nginx.conf",
        ]
        self.process = Process(command, log=folder / "nginx.log", folder=folder)

    def start(self) -> None:
        """Start it. Raises ``NotReady``."""
        site = documented.file("/etc/nginx/sites-available/hub", self._instead)
        (self.folder / "nginx.conf").write_text(_around(site, self.folder))
        self.process.start(lambda: answers(self.port))

    def stop(self) -> None:
        """Stop it."""
        self.process.stop()

    def logs(self) -> str:
        """Return everything that it has written anywhere."""
        return "".join(file.read_text(errors="replace") for file in self.folder.glob("*.log"))


def _around(site: str, folder: Path) -> str:
    """Return a whole configuration with ``site``, which writes nowhere but into ``folder``."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    # Where we are root, its workers would be another user, whom the test's folder is closed to.
    user = "user root;\n" if os.geteuid() == 0 else ""
    return (
        f"{user}daemon off;\npid {folder}/nginx.pid;\nevents {{ worker_connections 512; }}\n"
        f"http {{\naccess_log {folder}/access.log;\n{temporary}\n{site}\n}}\n"
    )
