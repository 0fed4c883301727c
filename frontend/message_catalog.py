"""Extracts every translatable French sentence from the sources, for the English catalogue."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from django.utils.translation import templatize

from settings.env import HOUSE

CATALOG = HOUSE / "frontend/locale/en/LC_MESSAGES/django.po"
APPS = ("database", "people", "rooms", "protocols", "realtime", "frontend", "settings")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
}
_STRING = r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'"""
_CALL = re.compile(rf"\b(?:_|n?p?gettext)\((?:[^\"'()]|{_STRING})*\)")


def extract_catalog() -> Catalog:
    """Return a catalogue of all sentences, each with the places in the sources that contain it."""
    catalog = Catalog(locale="en", charset="utf-8")
    for path in _files():
        for line, message, _comments, context in extract("python", BytesIO(_as_python(path)), KEYWORDS):
            if message:
                catalog.add(message, locations=[(str(path.relative_to(HOUSE)), line)], context=context)
    return catalog


def is_translated(message: Message) -> bool:
    """Return whether every plural form of ``message`` is translated."""
    forms = [message.string] if isinstance(message.string, str) else list(message.string or [""])
    return all(forms)


def _files() -> Iterator[Path]:
    for app in APPS:
        yield from sorted((HOUSE / app).rglob("*.py"))
        yield from sorted((HOUSE / app / "templates").rglob("*.html"))


def _as_python(path: Path) -> bytes:
    text = path.read_text()
    return (_calls(templatize(text, origin=str(path))) if path.suffix == ".html" else text).encode()


def _calls(templatized: str) -> str:
    """Return only the gettext calls, on their lines: the rest of Django's output is not valid Python."""
    found, end = [], 0
    for call in _CALL.finditer(templatized):
        found.append("\n" * templatized.count("\n", end, call.start()) + call.group() + ";")
        end = call.start()
    return "".join(found)
