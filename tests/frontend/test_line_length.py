"""Limits the lines of CSS, HTML and JavaScript; ``ruff`` limits those of Python."""

from collections.abc import Iterator
from pathlib import Path

from settings.env import HOUSE

WIDTH = 120
SOURCES = ("frontend/static", "frontend/templates", "realtime", "tests")
SUFFIXES = {".css", ".html", ".js", ".mjs", ".ts"}


def test_no_line_of_css_html_or_javascript_is_too_long_to_be_read() -> None:
    long = [
        f"{source.relative_to(HOUSE)}:{number}"
        for source in _sources()
        for number, line in enumerate(source.read_text().splitlines(), 1)
        if len(line) > WIDTH
    ]
    assert long == []


def _sources() -> Iterator[Path]:
    for folder in SOURCES:
        yield from (path for path in (HOUSE / folder).rglob("*") if path.suffix in SUFFIXES)
