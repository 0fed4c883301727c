"""Texts that a public house owes: help, legal notice… A house replaces them by its own (``HUB_TEXTS``)."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import nh3
from django.conf import settings
from django.utils.html import escape
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from rooms.light_markdown import set_spaces
from rooms.typography import without_breaks
from settings.env import HOUSE, WrongVariable
from settings.terminal import (
    EXPECTS_FOLDER,
    TEXT_ENCODING,
    TEXT_LARGE,
    TEXT_UNKNOWN,
    TEXT_UNTITLED,
    WRONG_VARIABLE,
)

NAMES = ("aide", "mentions-legales", "donnees-personnelles", "accessibilite", "code-source")
LANGUAGES = ("fr", "en")
LARGEST = 200_000  # bytes
# The guides are read in the repository, too: there, a line leads to the other language.
_GUIDES = {"fr": HOUSE / "docs/using.md", "en": HOUSE / "docs/using.en.md"}
_OTHER_LANGUAGE = re.compile(r"^\*\[[^\]]*\]\([\w.]+\.md\)\*\n+", re.MULTILINE)
_TITLE = re.compile(r"\s*# +(\S.*)\n?")
_TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a", "code", "h2", "h3", "h4", "hr"}
_TABLE = {"table", "thead", "tbody", "tr", "th", "td"}


class HouseText(NamedTuple):
    """A text in ``language``, which may be another than was asked for; ``body`` is Markdown."""

    title: str
    body: str
    language: str


@cache
def read(name: str, language: str) -> HouseText:
    """Return the text ``name``, of ``NAMES``: the house's own, in its other language if it has no such one.

    It is read once: a process shows what was there when it first needed it.
    """
    path, language = _find(name, language)
    return HouseText(*_split(path), language)


def titles(language: str) -> list[tuple[str, str]]:
    """List names and titles, in the order in which every page ends with them."""
    return [(name, read(name, language).title) for name in NAMES]


def check() -> None:
    """Raise ``WrongVariable`` where ``HUB_TEXTS`` is no folder, or a file in it is none that a page shows."""
    if settings.HUB_TEXTS and not settings.HUB_TEXTS.is_dir():
        expected = EXPECTS_FOLDER(example="/etc/hub/texts")
        raise WrongVariable(WRONG_VARIABLE(name="HUB_TEXTS", expected=expected))
    for path in _own_files():
        name, _dot, language = path.stem.partition(".")
        if name not in NAMES or language not in LANGUAGES:
            known = ", ".join(f"{each}.{spoken}.md" for each in NAMES for spoken in LANGUAGES)
            raise WrongVariable(TEXT_UNKNOWN(file=path.name, names=known))
        _split(path)


def _own_files() -> Iterator[Path]:
    if settings.HUB_TEXTS:
        yield from sorted(settings.HUB_TEXTS.glob("*.md"))


def _find(name: str, language: str) -> tuple[Path, str]:
    own = {path.name: path for path in _own_files()}
    for spoken in (language, *LANGUAGES):
        if path := own.get(f"{name}.{spoken}.md"):
            return path, spoken
    if name == "aide":
        return _GUIDES[language], language
    return HOUSE / f"frontend/texts/{name}.{language}.md", language


def _split(path: Path) -> tuple[str, str]:
    """Return the title, which is the first line, and the rest. Raises ``WrongVariable``."""
    if path.stat().st_size > LARGEST:
        raise WrongVariable(TEXT_LARGE(file=path.name, kb=LARGEST // 1000))
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise WrongVariable(TEXT_ENCODING(file=path.name)) from error
    title = _TITLE.match(text)
    if title is None:
        raise WrongVariable(TEXT_UNTITLED(file=path.name))
    return without_breaks(title[1].strip()), _OTHER_LANGUAGE.sub("", text[title.end() :])


@cache
def render(body: str) -> str:
    """Return the clean HTML of a text of the house: headings, lists, tables, links; no script, no picture."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.core.ruler.push("typography", set_spaces)
    parser.core.ruler.push("anchors", _add_anchors)
    return nh3.clean(
        parser.render(body),
        tags=_TAGS | _TABLE,
        attributes={"a": {"href"}, **{heading: {"id"} for heading in ("h2", "h3", "h4")}, "*": set()},
        set_tag_attribute_values={"th": {"scope": "col"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )


def _add_anchors(state: StateCore) -> None:
    """Give headings the anchors that repositories give them: « Pour l’équipe », ``#pour-léquipe``."""
    for token, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if token.type == "heading_open":
            words = re.sub(r"[^\w\s-]", "", inline.content.lower())
            token.attrs["id"] = escape(re.sub(r"\s", "-", words.strip()))
