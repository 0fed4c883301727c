"""The style sheet of the report, with the colours and fonts of the front end embedded."""

import re
from base64 import b64encode
from pathlib import Path

from realtime.serve.options import HOUSE

_STATIC = HOUSE / "frontend" / "static"
_FONT = re.compile(r'url\("\.\./fonts/([^"]+)"\)')


def style() -> str:
    """Return the front end's design tokens with embedded fonts, then the report's own rules."""
    tokens = (_STATIC / "css" / "tokens.css").read_text()
    return _FONT.sub(_carried, tokens) + (Path(__file__).parent / "report.css").read_text()


def _carried(font: re.Match[str]) -> str:
    data = b64encode((_STATIC / "fonts" / font[1]).read_bytes()).decode()
    return f'url("data:font/woff2;base64,{data}")'
