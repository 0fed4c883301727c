"""The source of this house as it runs, which the AGPL has it offer to whoever uses it."""

import tarfile
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock

from settings.env import HOUSE

# What the repository has; never the data folder, variables of the house, or what was made from these.
PARTS = (
    *(
        "LICENSE",
        "README.md",
        "CONTRIBUTING.md",
        "asgi.py",
        "pyproject.toml",
        "package.json",
        "package-lock.json",
    ),
    *("requirements.lock", "requirements-dev.lock", "tsconfig.json"),
    *("bin", "database", "docs", "frontend", "people", "protocols", "realtime", "rooms", "settings", "tests"),
)
SUFFIXES = {
    *("", ".py", ".md", ".html", ".css", ".js", ".mjs", ".ts", ".json", ".po", ".toml", ".txt", ".lock"),
    *(".svg", ".webp", ".png", ".woff2", ".webmanifest", ".yml"),
}
FOLDER = "hub-metallos"
_one_at_a_time = Lock()


def archive() -> bytes:
    """Return a ``tar.gz`` of all parts, made once in each process; a megabyte and a half."""
    with _one_at_a_time:
        return _packed()


@cache
def _packed() -> bytes:
    packed = BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", compresslevel=3) as tar:
        for path in _files():
            tar.add(path, f"{FOLDER}/{path.relative_to(HOUSE)}", recursive=False, filter=_of_nobody)
    return packed.getvalue()


def _files() -> Iterator[Path]:
    for part in PARTS:
        root = HOUSE / part
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if path.is_file() and not path.is_symlink() and _is_source(path.relative_to(HOUSE)):
                yield path


def _is_source(path: Path) -> bool:
    is_apart = any(part.startswith(".") or part == "__pycache__" for part in path.parts)
    return not is_apart and path.suffix in SUFFIXES


def _of_nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave out whose files they are on this machine."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member
