"""The kinds of posts. An app that puts its own into feeds describes it with a ``PostKind``.

The table of all kinds is ``HUB_POST_KINDS`` in the settings: rooms know no app above them. How each looks is
told in ``frontend/kinds.py`` and ``frontend/static/js/kinds.js``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Card = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PostKind:
    """A kind of post. ``key`` is stored in posts, and travels. ``text`` makes plain text of body and card.

    ``not_edited`` and ``not_moved`` are what people are told who would correct it in place, or move it to
    another room; None: they may.
    """

    key: str
    label: str | Promise
    text: Callable[[str, Card | None], str]
    not_edited: str | Promise | None = None
    not_moved: str | Promise | None = None


WORDS = PostKind("words", _("Message"), text=lambda body, _card: body)


def kind_of(key: str) -> PostKind:
    """Return the kind that ``key`` names. Raises ``KeyError`` for one that no app describes."""
    table: dict[str, PostKind] = settings.HUB_POST_KINDS
    return table[key]
