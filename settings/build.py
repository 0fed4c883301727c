"""The build id of the pages: a page with another id is stale, and offers to reload."""

from hashlib import sha256

from settings.env import HOUSE

_SEEN = ("frontend/templates", "frontend/static", "realtime/wire")


def build() -> str:
    """Return twelve hexadecimal digits that change when a template, a module, a style or the wire does."""
    digest = sha256()
    for folder in _SEEN:
        for path in sorted((HOUSE / folder).rglob("*.*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
