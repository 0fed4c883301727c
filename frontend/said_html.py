"""The words of a post or an answer as they are shown outside of the feed, where no card is drawn."""

from django.utils.safestring import SafeString, mark_safe

from rooms import holding
from rooms.kinds import kind_of
from rooms.models import Comment, Post


def words_of(said: Post | Comment) -> str:
    """Return the text as it was written; of a card, its text in plain words."""
    return said.body if isinstance(said, Comment) else kind_of(said.kind).text(said.body, said.card)


def said_html(said: Post | Comment) -> SafeString:
    """Return the HTML of its text."""
    return mark_safe(holding.html_of(said))  # noqa: S308 -- rendered by ``text.render``
