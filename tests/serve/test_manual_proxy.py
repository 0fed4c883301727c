"""The reverse proxy of docs/operating.md, set up to the letter by its own blocks in a place apart."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.machine import documented, programs
from tests.machine.certificate import make_certificate
from tests.machine.nginx_server import USUAL

pytestmark = [pytest.mark.nginx, pytest.mark.network]

# Nothing can be asked of them here: what they are told is kept, and certbot puts a certificate in its place.
STANDING_IN = '#!/bin/sh\nprintf "%s\\n" "${0##*/} $*" >> "$ASKED"\n'
CERTBOT = f"{STANDING_IN}mkdir -p /etc/letsencrypt/live/hub.example.org\n" + "".join(
    f'cp "$MADE/{made}.pem" /etc/letsencrypt/live/hub.example.org/{given}.pem\n'
    for made, given in (("cert", "fullchain"), ("key", "privkey"))
)
# Folders of the machine that are written to: what is written is gone with the mount.
WRITTEN = (USUAL, Path("/etc/ssl"), Path("/var/log/nginx"))
IN_A_PLACE_OF_ITS_OWN = (
    "mount --make-rprivate /\n"
    "for place in $WRITTEN; do mkdir -p $place $COPIES$place; mount --bind $COPIES$place $place; done\n"
    "mkdir -p /etc/letsencrypt; mount -t tmpfs none /etc/letsencrypt\n"
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a copy of what is written to, and with those who stand in."""
    for written in WRITTEN:
        if written.exists():
            shutil.copytree(written, tmp_path / "copies" / written.relative_to("/"), symlinks=True)
    make_certificate(tmp_path)
    (tmp_path / "bin").mkdir()
    for name, script in (("systemctl", STANDING_IN), ("certbot", CERTBOT)):
        (tmp_path / "bin" / name).write_text(script)
        (tmp_path / "bin" / name).chmod(0o755)
    return tmp_path


def followed(place: Path, script: str) -> str:
    """Run ``script`` as root, where what it writes stays in ``place``; return what it printed."""
    own = {"PATH": f"{place / 'bin'}:/usr/sbin:/usr/bin:/sbin:/bin", "ASKED": str(place / "asked")}
    own |= {"MADE": str(place), "COPIES": str(place / "copies"), "WRITTEN": " ".join(map(str, WRITTEN))}
    command = ["unshare", "--mount", "sh", "-e", "-c", IN_A_PLACE_OF_ITS_OWN + script]
    done = subprocess.run(command, env={**os.environ, **own}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_nginx_is_set_up_by_the_blocks_of_the_page_one_after_the_other(place: Path) -> None:
    programs.NGINX.path()
    site = documented.file("/etc/nginx/sites-available/hub", {})
    (place / "site").write_text(site)
    certificate, shown = (
        next(block for block in documented.blocks("sh") if words in block)
        for words in ("certbot certonly", "sites-enabled/hub")
    )
    write = f"cp {place / 'site'} /etc/nginx/sites-available/hub\n"
    told = followed(place, f"{certificate}{write}{shown}nginx -T\n")
    assert "worker_connections 8192;" in told
    assert "worker_rlimit_nofile 20000;" in told
    assert "server_name hub.example.org;" in told
    asked = (place / "asked").read_text().splitlines()
    assert [each.split()[0] for each in asked] == ["certbot", "systemctl"]
    assert asked[-1] == "systemctl reload nginx"
