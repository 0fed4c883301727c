"""The scripts that stand in the page itself; the Content-Security-Policy names them by their digests.

One loads the page again when one of its parts was lost, and so must not be lost with them; the other opens a
room where its reader stopped, before the page is first drawn.
"""

import re
from base64 import b64encode
from hashlib import sha256

from settings.env import HOUSE

_FOLDER = HOUSE / "frontend/static/js"
_COMMENT_LINE = re.compile(r"^\s*(?://|/\*\*).*\n", re.MULTILINE)


def _without_comments(name: str) -> str:
    return _COMMENT_LINE.sub("", (_FOLDER / f"{name}.js").read_text(encoding="utf-8"))


RELOAD_LOST_MODULES, OPEN_AT_UNREAD = map(_without_comments, ("reload-lost-modules", "open-at-unread"))
CSP_SOURCES = [
    f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
    for script in (RELOAD_LOST_MODULES, OPEN_AT_UNREAD)
]
