"""The words of a post or an answer as they are shown outside of the feed, where no card is drawn."""

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from rooms import holding
from rooms.kinds import kind_of
from rooms.models import Comment, Post

SHORT = 140  # signs


def in_short(said: Post | Comment, signs: int = SHORT) -> str:
    """Return the beginning of its text on one line, without markup; of a card, that of its words."""
    written = said.body if isinstance(said, Comment) else kind_of(said.kind).text(said.body, said.card)
    return Truncator(" ".join(strip_tags(written).split())).chars(signs)


def said_html(said: Post | Comment) -> SafeString:
    """Return the HTML of its text."""
    return mark_safe(holding.html_of(said))  # noqa: S308 -- rendered by ``text.render``
