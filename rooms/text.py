"""Render light Markdown to clean HTML: the only way in which typed words reach a page."""

import re
from html import escape
from zlib import crc32

import nh3
from django.utils.translation import gettext_lazy as _

from people import raw_text
from people.naming import shows_nothing, without_tricks
from people.refusals import Refusal
from rooms.light_markdown import light_markdown
from rooms.typography import without_breaks

LONGEST = 5_000

_TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a", "code"}
_markdown = light_markdown()
# A link is looked for from each bracket: thousands of them take longer than all the rest, and are no links.
MOST_BRACKETS = 250
_unlinked = light_markdown().disable("link")
# Each line, and each sign that Markdown looks at, takes up to 40 µs: five thousand of them hold all sockets
# up for 70 ms. More than these nobody writes, and all of them appear as they were typed.
MOST_MARKS = 500
_MARKS = "\n*_`[<&\\@"
# Characters that may mean something to Markdown: its signs, those of addresses, what begins a list, white
# space at the ends of lines or of a rare kind. Most messages have none: rendered directly, five times faster.
_RICH = re.compile(
    r"""[*_`\[<>&\\\x00@] | :// | [Ww][Ww][Ww]\. | ^(?:-|\d+\.)
    | ^[^\S\n] | [^\S\n]$ | [^\S\n\ \u00a0\u202f] | \A(?:\n|\Z) | \n\Z""",
    re.MULTILINE | re.VERBOSE,
)
_BETWEEN_PARAGRAPHS = re.compile("\n\n+")


def clean(raw: str, longest: int = LONGEST) -> str:
    """Return ``raw`` in composed form, without invisible tricks, its ends trimmed.

    Raises ``Refusal`` (``text_empty``, ``text_long``) about the field ``body``.
    """
    if raw_text.is_too_long(raw, longest):
        raise too_long(len(raw), longest)
    text = raw_text.compose(without_tricks(raw)).strip()
    if shows_nothing(text):
        raise Refusal("text_empty", _("Écrivez quelques mots avant de publier."), "body")
    if len(text) > longest:
        raise too_long(len(text), longest)
    return text


def digest(text: str) -> str:
    """Return eight digits that tell a clean text from another one, as ``text.js`` does."""
    return f"{crc32(text.encode()):08x}"


def too_long(count: int, longest: int, field: str = "body") -> Refusal:
    """Return the refusal of a text of ``count`` signs."""
    sentence = _("C’est trop long : %(count)s signes, pour %(longest)s au plus.")
    return Refusal("text_long", sentence % {"count": count, "longest": longest}, field)


def note(typed: str, longest: int, field: str) -> str:
    """Return a short text without Markdown as it is kept: a reason, a word. Raises ``text_long``."""
    kept = typed if raw_text.is_too_long(typed, longest) else without_tricks(typed).strip()
    if len(kept) > longest:
        raise too_long(len(kept), longest, field)
    return kept


def render(body: str) -> str:
    """Return the HTML of ``body``: emphasis, lists, quotations, links; no picture, no heading, no script."""
    if not _RICH.search(body):
        return _plain(body)
    return _rich(body) if sum(map(body.count, _MARKS)) <= MOST_MARKS else _as_typed(body)


def _rich(body: str) -> str:
    reader = _markdown if body.count("[") <= MOST_BRACKETS else _unlinked
    return nh3.clean(
        reader.render(body),
        tags=_TAGS,
        attributes={"a": {"href"}, "*": set()},
        tag_attribute_values={"a": {"target": {"_blank"}}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    ).strip()


def _as_typed(body: str) -> str:
    """Render words and signs alike, without any Markdown."""
    lines = (line.strip() for line in body.replace("\0", "\ufffd").split("\n"))
    return _plain(escape("\n".join(lines).strip("\n"), quote=False))


def _plain(body: str) -> str:
    """Render as ``_rich`` does, for words without any sign of Markdown."""
    lines = without_breaks(body).replace("\u00a0", "&nbsp;")
    paragraphs = (part.replace("\n", "<br>\n") for part in _BETWEEN_PARAGRAPHS.split(lines))
    return "\n".join(f"<p>{part}</p>" for part in paragraphs)
