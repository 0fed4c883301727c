"""Draws posts and parts of pages, each once for all who see it alike.

A drawing is kept under everything that it was made from. What differs for each reader is a hole in it
(``frontend/pieces.py``).
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from uuid import uuid4

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from frontend import metrics
from frontend.byte_cache import DRAWN
from frontend.pieces import Filled, Filling, Part, Piece, mark, size_of, split
from frontend.scenes import About, KeptPost

# Context that makes ``{% ref %}`` a hole.
MARKS = {"ref_mark": mark("ref")}


class Kind(NamedTuple):
    """What the drawing of a post depends on, beside the post and whoever wrote or reacted there."""

    room: int
    slug: str
    epoch: str
    reactions: tuple[str, ...]
    role: str | None
    moderates: bool
    writable: bool
    language: str | None
    today: str


def kind_of(base: Mapping[str, Any]) -> Kind:
    """Return the kind of reader that ``base``, the result of ``views.room.base``, tells of."""
    me, room = base["me"], base["room"]
    reader = (me.role, me.moderates, base["writable"], get_language(), timezone.localdate().isoformat())
    return Kind(room.pk, room.slug, room.epoch, tuple(room.reactions), *reader)


def draw_post(base: Mapping[str, Any], kind: Kind, post: KeptPost) -> list[Part]:
    """Return ``post``, drawn by ``partials/post.html`` for this reader. ``base`` has also ``rows``: those of
    the whole page by id, so that they cost one query."""
    reader = base["user"].pk
    key = "post", post.digest, kind, reader if reader in post.concerned else 0

    def make() -> list[Part]:
        metrics.DRAWINGS.labels("post").inc()
        row = SimpleLazyObject(lambda: base["rows"][post.shown.id])
        context = {**base, "post": post.shown, "row": row, **MARKS}
        return split(render_to_string("partials/post.html", context).strip() + "\n", post.about)

    return DRAWN.get_or_make(key, make, size_of, post.about)


def draw_part(key: tuple[Any, ...], room: int, make: Callable[[], str]) -> SafeString:
    """Return the HTML kept under ``key`` and the language, else that of ``make()``."""

    def drawn() -> str:
        metrics.DRAWINGS.labels("part").inc()
        return make()

    html = DRAWN.get_or_make(("part", *key, get_language()), drawn, len, About(room))
    return mark_safe(html)  # noqa: S308 -- made by our own template


class Refs:
    """Ids of the sendings of one page: no two are alike, nor those of two pages."""

    def __init__(self) -> None:
        self._page, self._last = str(uuid4())[:24], uuid4().int & 0xFFFFFFFF

    def next(self) -> Filling:
        """Return an id that no form has."""
        self._last += 1
        return Filling(f"{self._page}{self._last:012x}".encode(), is_fixed=True)


def fill(parts: list[Part], holes: Mapping[str, list[Filled]], refs: Refs) -> list[Filled]:
    """Return ``parts`` with what stands in their holes for one reader."""
    filled: list[Filled] = []
    for part in parts:
        if isinstance(part, Piece):
            filled.append(part)
        elif part.name == "ref":
            filled.append(refs.next())
        else:
            filled += holes[part.name]
    return filled
