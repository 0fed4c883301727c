"""Light Markdown in, clean HTML out. Nothing that a person types reaches a page by another way."""

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


def clean(raw: str, longest: int = LONGEST) -> str:
    """``raw`` in composed form, without invisible tricks, its ends trimmed.

    Raises ``Refusal`` (``text_empty``, ``text_long``) about the field ``body``.
    """
    plain = without_tricks(raw, keep="\n\t").replace("\r\n", "\n").replace("\r", "\n")
    text = unicodedata.normalize("NFC", plain).strip()
    if shows_nothing(text):
        raise Refusal("text_empty", _("Écrivez quelques mots avant de publier."), "body")
    if len(text) > longest:
        sentence = _("C’est trop long : %(count)s signes, pour %(longest)s au plus.")
        raise Refusal("text_long", sentence % {"count": len(text), "longest": longest}, "body")
    return text


def render(body: str) -> str:
    """The HTML of ``body``: emphasis, lists, quotations, links; no picture, no heading, no script."""
    return nh3.clean(
        _markdown.render(body),
        tags=_TAGS,
        attributes={"a": {"href"}, "*": set()},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    ).strip()
