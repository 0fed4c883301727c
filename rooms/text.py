"""Light Markdown in, clean HTML out. Nothing that a person types reaches a page by another way."""

import re
import unicodedata

import nh3
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt

from people.naming import shows_nothing, without_tricks
from people.refusals import Refusal

LONGEST = 5_000

_TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a", "code"}
_markdown = MarkdownIt("zero", {"breaks": True, "linkify": False}).enable(
    ["newline", "emphasis", "list", "blockquote", "link", "autolink", "backticks", "escape", "entity"]
)
# What may mean something to Markdown: its signs, what begins a list, white space at the ends of lines or of a
# rare kind. Most messages have nothing of it, and are set by hand five times sooner.
_RICH = re.compile(
    r"""[*_`\[<>&\\\x00] | ^(?:[-+]|\d+[.)])
    | ^[^\S\n] | [^\S\n]$ | [^\S\n\ \u00a0\u202f] | \A(?:\n|\Z) | \n\Z""",
    re.MULTILINE | re.VERBOSE,
)
_BETWEEN_PARAGRAPHS = re.compile("\n\n+")


def clean(raw: str, longest: int = LONGEST) -> str:
    """``raw`` in composed form, without invisible tricks, its ends trimmed.

    Raises ``Refusal`` (``text_empty``, ``text_long``) about the field ``body``.
    """
    plain = without_tricks(raw).replace("\r\n", "\n").replace("\r", "\n")
    text = unicodedata.normalize("NFC", plain).strip()
    if shows_nothing(text):
        raise Refusal("text_empty", _("Écrivez quelques mots avant de publier."), "body")
    if len(text) > longest:
        sentence = _("C’est trop long : %(count)s signes, pour %(longest)s au plus.")
        raise Refusal("text_long", sentence % {"count": len(text), "longest": longest}, "body")
    return text


def render(body: str) -> str:
    """The HTML of ``body``: emphasis, lists, quotations, links; no picture, no heading, no script."""
    return _rich(body) if _RICH.search(body) else _plain(body)


def _rich(body: str) -> str:
    return nh3.clean(
        _markdown.render(body),
        tags=_TAGS,
        attributes={"a": {"href"}, "*": set()},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    ).strip()


def _plain(body: str) -> str:
    """As ``_rich``, for words without any sign of Markdown."""
    lines = body.replace("\u00a0", "&nbsp;")
    paragraphs = (part.replace("\n", "<br>\n") for part in _BETWEEN_PARAGRAPHS.split(lines))
    return "\n".join(f"<p>{part}</p>" for part in paragraphs)
